"""Every oddity in samples/, by name: what a person at the desk should see of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wellkept.channels.email.domain.parse import ParsedMail, parse, to_json
from wellkept.channels.email.domain.parse.problems import SENTENCES

SAMPLES = Path(__file__).parent.parent / "samples"


def sample(name: str) -> ParsedMail:
    return parse((SAMPLES / f"{name}.eml").read_bytes())


# What is said of each sample; a name is left out where there is nothing odd about it.
EXPECTED: dict[str, dict[str, Any]] = {
    "charset-arabic-windows-1256": {"text": "أين طلبي؟"},
    "charset-gb18030": {"text": "我的订单还没有到。㐀", "subject": "订单问题"},
    "charset-iso-2022-jp-with-nec-digits": {"text": "①注文 OK", "subject": "注文の件"},
    "charset-koi8-r": {"text": "Где мой заказ?", "subject": "Заказ"},
    "charset-latin1-that-is-utf-8": {"text": "Grüße", "problems": ["charset-mislabelled"]},
    "charset-latin1-that-is-windows-1252": {"text": "“Quoted” – costs 5 €"},
    "charset-named-only-in-html": {"text": "Привет"},
    "charset-shift-jis-as-windows": {"text": "①ご注文ありがとう～"},
    "charset-unknown": {"text": "Grüße aus Köln", "problems": ["charset-unknown"]},
    "charset-utf-7": {"text": "Grüße"},
    "charset-utf-8-that-is-windows-1252": {"text": "Größe für Käufer", "problems": ["charset-mislabelled"]},
    "header-raw-koi8-r": {
        "from": ("Иван", "ivan@example.ru"),
        "subject": "Где заказ",
        "text": "Здравствуйте",
    },
    "header-word-split-inside-a-character": {"subject": "Größe日本"},
    "header-word-with-spaces-and-no-gaps": {"subject": "Re:Grüße an allenow"},
    "header-word-never-ended": {"subject": "abcdef =?utf-8?b?open"},
    "header-word-in-quoted-name": {"from": ("Müller, Jörg", "j@example.com")},
    "header-injection-by-encoded-line-break": {
        "from": ("Eve Bcc: victim@example.com", "eve@example.com"),
        "subject": "Hi Bcc: victim@example.com",
        "problems": ["from-names-another-address"],
    },
    "header-two-froms": {"from": ("Dana", "dana@example.com"), "problems": ["from-ambiguous"]},
    "header-from-two-mailboxes": {
        "from": ("alice@example.org", "eve@example.com"),
        "problems": ["from-ambiguous", "from-names-another-address"],
    },
    "header-from-names-another-address": {
        "from": ("ceo@bank.example", "eve@example.com"),
        "problems": ["from-names-another-address"],
    },
    "header-from-all-encoded": {"from": ("Kim", "kim@example.com"), "problems": ["from-ambiguous"]},
    "header-groups-comments-and-routes": {
        "to": [
            ("Ben", "ben@example.com"),
            ("Cleo, B.", "cleo@example.com"),
            ("Eve", "eve@example.org"),
            ("", '"odd local"@example.com'),
            ("", "ben@example.com"),
            ("Zoë", "zoe@example.com"),
        ]
    },
    "header-no-blank-line-before-text": {
        "subject": "No gap",
        "text": "This is already the text, without a colon.\nStill text.",
        "problems": ["header-unterminated", "date-missing", "message-id-missing"],
    },
    "header-mbox-line-and-byte-order-mark": {"from": ("Dana", "dana@example.com"), "text": "Hello"},
    "header-message-ids-folded-and-bare": {
        "in_reply_to": "<ab@x.example>",
        "references": ["<one@x.example>", "<two@x.example>", "<three@x.example>", "<ab@x.example>"],
    },
    "bare-line-feeds": {"text": "one\ntwo"},
    "mac-carriage-returns": {"from": ("Dana", "dana@example.com"), "text": "Hello\nthere"},
    "date-nobody-can-read": {"date": None, "problems": ["date-broken"]},
    "mime-boundary-never-appears": {
        "text": "The text is all there is.",
        "problems": ["mime-boundary-absent"],
    },
    "mime-no-terminator": {
        "text": "plain",
        "html": "<p>rich</p>",
        "files": ["a.pdf"],
        "problems": ["mime-unterminated"],
    },
    "mime-same-boundary-inside": {"text": "plain", "html": "<p>rich</p>", "files": ["x.gif"]},
    "mime-empty-parts": {"text": "real"},
    "mime-type-without-subtype": {"text": "Still readable."},
    "mime-picture-inside-html": {"text": "See", "files": ["shot.png", "loose.png"], "inline": [True, False]},
    "mime-forwarded-message-attached": {"text": "See below", "files": ["Old: Grüße _ 2.eml"]},
    "mime-apple-text-picture-text": {"text": "before\nafter", "files": ["Büro.jpg"], "inline": [False]},
    "mime-flowed": {"text": "One long paragraph here.\n\n> quoted\n> line\n-- \nDana"},
    "mime-flowed-deleting-spaces": {"text": "ご注文の件です\n\nFrom the start\n> quoted\n> line\n-- \nDana"},
    "mime-bad-base64-with-list-footer": {"text": "Hello world", "problems": ["base64-broken"]},
    "mime-nul-and-8-bit": {"text": "abéÿ c", "problems": ["charset-mislabelled"]},
    "mime-uuencoded-in-text": {"text": "Here it is:\n\n\nBye", "files": ["notes.txt"]},
    "mime-only-html": {"text": "Hello there"},
    "mime-signed": {"text": "signed words", "files": ["signature.asc"]},
    "mime-type-badly-written": {"text": "ok"},
    "invitation-alone": {
        "text": "Delivery slot, kitchen\n"
        "2025-03-04 09:00 (Europe/Berlin) – 2025-03-04 10:00 (Europe/Berlin)\nLarkmoor 1\nben@example.com",
        "files": ["invite.ics"],
    },
    "invitation-beside-text": {"text": "Please join", "files": ["invite.ics"]},
    "winmail-with-rich-text-and-bill": {
        "text": "Dear team,\nplease find the bill „attached“.\n€ 5",
        "files": ["Bill für Dana.pdf"],
    },
    "winmail-broken": {"text": "", "files": ["winmail.dat"], "problems": ["tnef-broken"]},
    "name-in-pieces": {"files": ["Grüße an alle.pdf"]},
    "name-encoded-beside-plain": {"files": ["Grüße.txt"]},
    "name-as-header-word": {"files": ["Grüße.txt"]},
    "name-climbs-out": {"files": ["passwd"]},
    "name-windows-path": {"files": ["bill.pdf"]},
    "name-reads-backwards": {"files": ["billfdp.exe"]},
    "name-with-nul-and-line-break": {"files": ["a b X-Evil: 1.txt"]},
    "name-of-a-device": {"files": ["_CON.txt"]},
    "name-of-dots": {"files": ["attachment-1.bin"]},
    "name-missing": {"files": ["attachment-1.pdf"]},
    "name-unquoted-with-spaces": {"files": ["my holiday photo.jpg"]},
    "auto-out-of-office-exchange": {"auto_submitted": "out-of-office"},
    "auto-out-of-office-by-subject-only": {"auto_submitted": "out-of-office"},
    "auto-replied": {"auto_submitted": "auto-replied"},
    "auto-list": {"auto_submitted": "list"},
    "auto-newsletter": {"auto_submitted": "bulk"},
    "auto-no-reply": {"auto_submitted": "auto-generated"},
    "auto-says-no": {"auto_submitted": ""},
    "receipt-was-read": {"auto_submitted": "auto-generated", "bounce": None},
    "bounce-that-a-person-forwards": {"auto_submitted": "", "bounce": None},
    "bounce-dsn-hard": {"bounce": ("hard", "gone@example.com", "5.1.1", "<ours.1@larkmoor.example>")},
    "bounce-dsn-mailbox-full": {"bounce": ("soft", "gone@example.com", "5.2.2", "<ours.1@larkmoor.example>")},
    "bounce-dsn-delayed": {"bounce": ("delayed", "gone@example.com", "4.4.1", "<ours.1@larkmoor.example>")},
    "bounce-dsn-delivered": {
        "bounce": ("delivered", "gone@example.com", "2.0.0", "<ours.1@larkmoor.example>")
    },
    "bounce-qmail": {"bounce": ("hard", "gone@example.com", "5.1.1", "<ours.2@larkmoor.example>")},
    "bounce-exim": {"bounce": ("hard", "gone@example.com", None, "<ours.3@larkmoor.example>")},
    "bounce-report-whose-boundary-is-lost": {
        "bounce": ("hard", "gone@example.com", "5.1.2", "<ours.4@larkmoor.example>"),
        "problems": ["mime-boundary-missing"],
    },
    "bounce-spam-complaint": {"bounce": ("complaint", "dana@example.com", None, "<ours.5@larkmoor.example>")},
}


def _seen(name: str) -> dict[str, Any]:
    line = to_json(sample(name))
    report = line["bounce"]
    return line | {
        "text": line["text"].strip(),
        "html": (line["html"] or "").strip(),
        "from": (line["from"]["name"], line["from"]["address"]) if line["from"] else None,
        "to": [(one["name"], one["address"]) for one in line["to"]],
        "files": [one["name"] for one in line["attachments"]],
        "inline": [one["inline"] for one in line["attachments"]],
        "bounce": (report["kind"], report["recipient"], report["status"], report["original_message_id"])
        if report
        else None,
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_oddity_reads_as_it_was_meant(name):
    seen = _seen(name)
    expected = {"problems": []} | EXPECTED[name]
    assert {field: seen[field] for field in expected} == expected


def test_every_sample_is_expected_and_every_expectation_has_its_sample():
    assert {path.stem for path in SAMPLES.glob("*.eml")} == set(EXPECTED)


def test_every_problem_the_samples_show_has_its_sentence():
    shown = {code for path in SAMPLES.glob("*.eml") for code in parse(path.read_bytes()).problems}
    assert shown <= set(SENTENCES)


def test_line_ends_change_nothing_but_the_bytes_of_attachments():
    for path in SAMPLES.glob("*.eml"):
        raw = path.read_bytes()
        if b"\r\n" in raw:
            one, other = parse(raw), parse(raw.replace(b"\r\n", b"\n"))
            assert (one.text, one.html and one.html.strip(), one.headers, one.problems, one.bounce) == (
                other.text,
                other.html and other.html.strip(),
                other.headers,
                other.problems,
                other.bounce,
            ), path.name


def test_the_json_line_has_exactly_the_fields_that_scripts_rely_on():
    line = to_json(sample("mime-picture-inside-html"))
    assert list(line) == [
        "from",
        "to",
        "cc",
        "reply_to",
        "subject",
        "date",
        "message_id",
        "in_reply_to",
        "references",
        "text",
        "html",
        "reply_text",
        "attachments",
        "auto_submitted",
        "bounce",
        "problems",
    ]
    assert line["date"] == "2025-03-03T10:00:00+01:00"
    assert line["message_id"] == "<m6@example.com>"
    assert line["attachments"][0] == {
        "name": "shot.png",
        "type": "image/png",
        "size": 8,
        "sha256": "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6",
        "inline": True,
    }
    json.dumps(line)


def test_marks_that_stop_loops_are_read():
    mail = sample("auto-list")
    assert (mail.loop_marks, mail.list_id) == (("cooks@example.com",), "Cooks <cooks.example.com>")
    assert sample("bounce-dsn-hard").return_path == ""
    assert mail.return_path is None
