"""Mail as others receive it."""

from __future__ import annotations

import base64
import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import dkim  # type: ignore[import-untyped]  # it has no types
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.compose import (
    File,
    Mailbox,
    NotSendable,
    OutgoingMail,
    Picture,
    Quoted,
    as_html,
    as_text,
    compose,
    sign_dkim,
)
from wellkept.channels.email.domain.compose.headers import flat
from wellkept.channels.email.domain.trim import trim

AT = datetime(2026, 6, 10, 10, 42, tzinfo=UTC)
KNOWN_HEADERS = {
    "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Thread-Topic",
    "Thread-Index", "MIME-Version", "Content-Type", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop",
}  # fmt: skip


def mail(**changes):
    given: dict[str, Any] = {
        "sender": Mailbox("help@larkmoor.example", "Ben at Larkmoor"),
        "to": [Mailbox("dana@whitfield.example", "Dana Whitfield")],
        "subject": "Re: Ember kettle: lid cracked",
        "date": AT,
        "message_id": "<one.2841.mac@larkmoor.example>",
        "markdown": "Hello **Dana**,\n\nthe lid is on its way.",
    }
    return OutgoingMail(**(given | changes))


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def said(message):
    return message.get_body(["plain"]).get_content().replace("\r\n", "\n")


def test_a_reply_has_both_texts_and_its_place_in_the_thread():
    raw = compose(
        mail(
            in_reply_to="her@whitfield.example",
            references=["first@larkmoor.example", "her@whitfield.example"],
        )
    )
    message = read(raw)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert said(message) == "Hello Dana,\n\nthe lid is on its way.\n"
    assert "<strong>Dana</strong>" in message.get_body(["html"]).get_content()
    assert message["In-Reply-To"] == "<her@whitfield.example>"
    assert message["References"] == "<first@larkmoor.example> <her@whitfield.example>"
    assert message["Message-ID"] == "<one.2841.mac@larkmoor.example>"
    assert message["Thread-Topic"] == "Ember kettle: lid cracked"
    assert message["Date"] == "Wed, 10 Jun 2026 10:42:00 +0000"
    assert message["From"] == "Ben at Larkmoor <help@larkmoor.example>"
    assert not {"Auto-Submitted", "X-Loop", "Cc", "Reply-To", "Precedence"} & set(message.keys())


def test_notices_say_that_no_person_wrote_them():
    message = read(compose(mail(automatic="generated", loop_mark="larkmoor.example")))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Loop"] == "larkmoor.example"


def test_pictures_and_files_travel_in_their_places():
    picture = Picture("pic1@larkmoor.example", "lid.png", "image/png", b"\x89PNG")
    files = [
        File("Rechnung für Dana.pdf", "application/pdf", b"%PDF"),
        File("../../etc/pass\r\nwd\u202e.txt", "text/plain; charset=x", b"\xff\x00 any"),
        File("old.eml", "message/rfc822", b"From: x"),
        File("", "no type", b""),
    ]
    raw = compose(
        mail(markdown="![the lid](cid:pic1@larkmoor.example)", pictures=[picture], attachments=files)
    )
    message = read(raw)
    assert message.get_content_type() == "multipart/mixed"
    related = message.get_body(["related"])
    assert [part.get_content_type() for part in related.iter_parts()] == ["text/html", "image/png"]
    assert [part["Content-ID"] for part in related.iter_attachments()] == ["<pic1@larkmoor.example>"]
    assert 'src="cid:pic1@larkmoor.example"' in message.get_body(["html"]).get_content()
    attached = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in message.iter_attachments()
    ]
    assert attached == [
        ("Rechnung für Dana.pdf", "application/pdf", b"%PDF"),
        ("_.._etc_pass wd_.txt", "text/plain", b"\xff\x00 any"),
        ("old.eml", "application/octet-stream", b"From: x"),
        ("file", "application/octet-stream", b""),
    ]


def test_lines_are_short_and_end_as_smtp_wants():
    raw = compose(mail(markdown="word " * 3_000 + "x" * 5_000, subject="s" * 3_000, signature="y" * 2_000))
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


def test_long_threads_keep_their_first_and_latest_ids_unbroken():
    ids = [f"<{number}.{'long' * 30}@larkmoor.example>" for number in range(60)]
    message = read(compose(mail(references=[*ids, "no id", "<>", "<a b@c>"], in_reply_to=ids[-1])))
    assert message["References"].split() == [ids[0], *ids[-20:]]
    assert message["In-Reply-To"] == ids[-1]


def test_thread_index_grows_by_one_block_a_reply():
    first = read(compose(mail()))["Thread-Index"]
    assert len(base64.b64decode(first)) == 22
    child = read(compose(mail(parent_thread_index=first, date=AT + timedelta(hours=2))))["Thread-Index"]
    assert base64.b64decode(child)[:22] == base64.b64decode(first)
    # Two hours are 72,000,000,000 steps of 100 ns; the block holds them without the lowest 18 bits, from the header's
    # own time, which lost its lowest 16.
    block = int.from_bytes(base64.b64decode(child)[22:26], "big")
    assert block in (72_000_000_000 >> 18, (72_000_000_000 >> 18) + 1)
    begun = int.from_bytes(base64.b64decode(first)[:6], "big") << 16
    assert datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=begun // 10) - AT < timedelta(seconds=1)
    late = read(compose(mail(parent_thread_index=first, date=AT + timedelta(days=900))))["Thread-Index"]
    assert base64.b64decode(late)[22] & 0x80
    assert len(base64.b64decode(read(compose(mail(parent_thread_index="nonsense")))["Thread-Index"])) == 22


def test_the_same_thread_has_the_same_index_root():
    one = read(compose(mail(references=["first@larkmoor.example"])))["Thread-Index"]
    two = read(compose(mail(references=["first@larkmoor.example"], message_id="other@larkmoor.example")))[
        "Thread-Index"
    ]
    assert base64.b64decode(one)[6:22] == base64.b64decode(two)[6:22]


@pytest.mark.parametrize(
    "language, introduction",
    [
        ("en", "On 9 March 2026 at 16:05, Dana wrote:"),
        ("de", "Am 9. März 2026 um 16:05 schrieb Dana:"),
        ("es-MX", "El 9 de marzo de 2026 a las 16:05, Dana escribió:"),
        ("fr", "Le 9 mars 2026 à 16:05, Dana a écrit :"),
        ("it", "Il giorno 9 marzo 2026 alle ore 16:05 Dana ha scritto:"),
        ("nl", "Op 9 maart 2026 om 16:05 schreef Dana:"),
        ("pt_BR", "Em 9 de março de 2026 às 16:05, Dana escreveu:"),
        ("xx", "On 9 March 2026 at 16:05, Dana wrote:"),
    ],
)
def test_history_is_introduced_in_the_readers_language_and_folded_by_our_own_rules(language, introduction):
    quoted = Quoted(
        "Dana", datetime(2026, 3, 9, 16, 5, tzinfo=timezone(timedelta(hours=1))), "The lid\nis cracked."
    )
    message = read(compose(mail(history=quoted, language=language, signature="Ben\nLarkmoor")))
    text = said(message)
    assert text == (
        f"Hello Dana,\n\nthe lid is on its way.\n\n-- \nBen\nLarkmoor\n\n{introduction}\n> The lid\n> is cracked.\n"
    )
    assert trim(text).reply == "Hello Dana,\n\nthe lid is on its way."
    assert '<blockquote type="cite"' in message.get_body(["html"]).get_content()


def test_what_agents_type_is_shown_and_never_run():
    html = as_html(
        "<script>x</script> [a](javascript:x) [b](ftp://x) https://a.example\n\n| a |\n|---|\n| 1 |\n\n```\n<b>\n```"
    )
    assert "<script>" not in html
    assert "javascript:" not in html.replace("[a](javascript:x)", "")
    assert '<a href="" style="color:#0b57d0">b</a>' in html
    assert '<a href="https://a.example" style="color:#0b57d0">https://a.example</a>' in html
    assert '<td style="border:1px solid' in html
    assert as_text("**Hi**\nthere\n\n- [x](https://a.example)") == "Hi\nthere\n\n- x (https://a.example)"


@pytest.mark.parametrize(
    "changes",
    [
        {"to": []},
        {"to": [Mailbox("nobody")]},
        {"to": [Mailbox("a@b.example, c@d.example")]},
        {"to": [Mailbox("a@b.example>\r\nBcc: <c@d.example")]},
        {"to": [Mailbox('"a b"@c.example')]},
        {"to": [Mailbox("ä@c.example")]},
        {"to": [Mailbox("a@-")]},
        {"sender": Mailbox("")},
        {"message_id": ""},
        {"message_id": "<a@b>\r\nBcc: x"},
        {"pictures": [Picture("", "x", "image/png", b"")]},
    ],
)
def test_what_cannot_be_sent_is_said_so(changes):
    with pytest.raises(NotSendable):
        compose(mail(**changes))


def test_everybody_is_written_to_once():
    message = read(
        compose(
            mail(
                cc=[
                    Mailbox("Dana@Whitfield.example"),
                    Mailbox("sam@whitfield.example"),
                    Mailbox("SAM@whitfield.example"),
                ]
            )
        )
    )
    assert message["Cc"] == "sam@whitfield.example"


def test_domains_of_other_scripts_are_encoded():
    assert (
        read(compose(mail(to=[Mailbox("dana@kaffee-müller.example")])))["To"]
        == "dana@xn--kaffee-mller-klb.example"
    )


_NASTY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from('\r\n\0\u2028\x85",;<>@=?:\\() äß漢👍\ud800')),
    max_size=120,
)


@given(
    name=_NASTY,
    subject=_NASTY,
    text=_NASTY,
    file_name=_NASTY,
    content_type=_NASTY,
    mark=_NASTY,
    ids=st.lists(_NASTY),
)
def test_no_value_becomes_a_header_of_its_own(name, subject, text, file_name, content_type, mark, ids):
    raw = compose(
        mail(
            sender=Mailbox("help@larkmoor.example", name),
            to=[Mailbox("dana@whitfield.example", name), Mailbox("sam@whitfield.example", subject)],
            reply_to=Mailbox("help+token@larkmoor.example", name), subject=subject, markdown=text, signature=text,
            loop_mark=mark, references=ids, in_reply_to=subject, parent_thread_index=mark, language=name,
            history=Quoted(name, AT, text), attachments=[File(file_name, content_type, b"x")],
        )
    )  # fmt: skip
    message = read(raw)
    assert set(message.keys()) <= KNOWN_HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert [one.addr_spec for one in message["To"].addresses] == [
        "dana@whitfield.example",
        "sam@whitfield.example",
    ]
    assert [one.addr_spec for one in message["From"].addresses] == ["help@larkmoor.example"]
    assert message["Date"].datetime == AT
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert [part.get_payload(decode=True) for part in message.iter_attachments()] == [b"x"]
    assert len(list(message.walk())) == 5


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]) | st.just(" "),
        max_size=150,
    )
)
def test_subjects_arrive_as_written(subject):
    assert " ".join(str(read(compose(mail(subject=subject)))["Subject"]).split()) == flat(subject, limit=900)


def test_dkim_signatures_verify():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    signed = sign_dkim(compose(mail()), domain="larkmoor.example", selector="desk", private_key=pem)
    assert dkim.verify(signed, dnsfunc=lambda name, timeout=5: record)
    assert not dkim.verify(signed.replace(b"Ember", b"Amber"), dnsfunc=lambda name, timeout=5: record)
    with pytest.raises(NotSendable):
        sign_dkim(compose(mail()), domain="larkmoor.example", selector="desk", private_key=b"no key")
