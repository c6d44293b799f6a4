"""The whole way, with nothing pretended: a customer's mail comes in by SMTP, is answered in a browser, is fetched from
the customer's IMAP server, is answered from there, and lands where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from scripts.dovecot import Mailbox
from tests.support.desk import Desk
from tests.support.post import deliver, fetch, letter, post_office
from tests.support.signing_in import sign_in
from wellkept.surfaces.cli.mail_sample import picture

PASSWORD = "a kettle for the birthday"
HELP = "help@larkmoor.example"
SUBJECT = "The lid cracked on day two"
INVOICE_NAME = "Rechnung 4 – Läger.pdf"
INVOICE = b"%PDF-1.4\n" + bytes(range(256)) * 200
STAYED = "window.hasStayed === true"


@pytest.fixture
def desk_settings(imap_mailbox: Mailbox) -> Iterator[dict[str, str]]:
    with post_office(imap_mailbox) as address:
        yield {"WELLKEPT_OUTGOING_SMTP": address}


@pytest.fixture
def ben(desk: Desk, page: Page) -> Page:
    """Ben of the kitchen team, who sees the help inbox, in front of its empty list."""
    for command in (
        ["mail", "add-address", HELP, "--inbox", "Help", "--team", "Kitchen"],
        ["agent", "add", "ben@larkmoor.example", "--name", "Ben", "--team", "Kitchen", "--password-stdin"],
    ):
        done = desk.command(*command, stdin=f"{PASSWORD}\n".encode())
        assert done.returncode == 0, done.stderr
    sign_in(page, desk, "ben@larkmoor.example", PASSWORD)
    page.goto(f"{desk.url}/v/unassigned")
    expect(page.get_by_text("Everything open has someone.")).to_be_visible()
    page.evaluate("window.hasStayed = true")
    return page


def cracked_lid(sender: str) -> EmailMessage:
    """Text, HTML, and a picture inside the HTML."""
    mail = letter(
        f"Dana Whitfield <{sender}>", HELP, SUBJECT, "Hello,\n\nmy lid cracked, see below.\n\nDana\n"
    )
    mail.add_alternative(
        '<p>Hello,</p><p>my <b>lid</b> cracked: <img src="cid:lid@here" alt="lid"></p>', "html"
    )
    page = mail.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(picture(), "image", "png", cid="<lid@here>", filename="lid.png", disposition="inline")
    return mail


def is_drawn(image: Locator) -> bool:
    """Whether a browser got a picture, and not only a place for one."""
    image.scroll_into_view_if_needed()
    drawn: bool = image.evaluate("async image => { await image.decode(); return image.naturalWidth == 240 }")
    return drawn


def test_a_customers_mail_is_answered_and_its_answer_comes_back_to_the_same_conversation(
    desk: Desk, ben: Page, imap_mailbox: Mailbox
) -> None:
    first = cracked_lid(imap_mailbox.user)
    deliver(desk, first)
    row = ben.locator("#rows a.conv-row", has_text=SUBJECT)
    expect(row).to_contain_text("Dana Whitfield")
    assert ben.evaluate(STAYED), "the list was loaded again instead of hearing of it"
    row.click()

    said = ben.locator("article.customer")
    expect(said).to_contain_text("my lid cracked, see below.")
    assert is_drawn(said.locator(".pictures img"))
    said.get_by_text("As it was designed").click()
    designed = ben.frame_locator("iframe.mail")
    expect(designed.locator("b")).to_have_text("lid")
    assert is_drawn(designed.locator("img"))

    sheet = ben.locator("#sheet-reply")
    sheet.locator("textarea").fill("Dear Dana,\n\na **new lid** leaves today.")
    invoice = FilePayload(name=INVOICE_NAME, mimeType="application/pdf", buffer=INVOICE)
    sheet.locator("input[type=file]").set_input_files(invoice)
    expect(sheet.locator(".upload")).to_contain_text("Läger.pdf")
    sheet.get_by_role("button", name="Send", exact=True).click()
    expect(ben.locator("article.agent")).to_contain_text("new lid leaves today")
    ben.evaluate("window.hasStayed = true")

    (answer,) = fetch(imap_mailbox)
    check(answer, to=imap_mailbox.user, customers_id=first["Message-ID"])
    expect(ben.locator("article.agent .delivery")).to_contain_text("Sent")

    thanks = letter(
        imap_mailbox.user, answer["Reply-To"] or answer["From"], answer["Subject"], "Thank you, Ben!"
    )
    thanks["In-Reply-To"] = answer["Message-ID"]
    thanks["References"] = f"{answer['References']} {answer['Message-ID']}"
    deliver(desk, thanks)
    expect(ben.locator("article.customer")).to_have_count(2)
    expect(ben.locator("article.customer").last).to_contain_text("Thank you, Ben!")

    # A stranger who got hold of the ids: everything is right except who sends it.
    words = "Send it to me instead."
    deliver(
        desk,
        letter("Eve <eve@elsewhere.example>", HELP, answer["Subject"], words, answers=answer["Message-ID"]),
    )
    other = ben.locator("#rows a.conv-row", has_text="Eve")
    expect(other).to_contain_text(words)
    expect(ben.locator("article.customer")).to_have_count(2)
    expect(ben.locator("#thread")).not_to_contain_text(words)
    assert ben.evaluate(STAYED), "the conversation was loaded again instead of hearing of it"

    other.click()
    expect(ben.locator(".banner")).to_contain_text("This may belong to")
    expect(ben.locator(".banner a")).to_contain_text(SUBJECT)
    expect(ben.locator("article.customer")).to_have_count(1)
    expect(ben.locator("article")).to_contain_text(words)


def check(answer: EmailMessage, *, to: str, customers_id: str) -> None:
    """What the customer's program needs to show the answer below the question, and what we meant to say."""
    assert answer["From"].addresses[0].addr_spec == HELP
    assert [one.addr_spec for one in answer["To"].addresses] == [to]
    assert answer["Subject"] == f"Re: {SUBJECT}"
    assert answer["Message-ID"].startswith("<")
    assert answer["Message-ID"].endswith("@larkmoor.example>")
    assert answer["In-Reply-To"] == customers_id
    assert customers_id in answer["References"].split()
    assert answer["Auto-Submitted"] is None
    text, html = answer.get_body(("plain",)), answer.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "new lid" in text.get_content()
    assert "<strong>new lid</strong>" in html.get_content()
    (invoice,) = [part for part in answer.walk() if part.get_filename() == INVOICE_NAME]
    assert invoice.get_content_type() == "application/pdf"
    assert invoice.get_content() == INVOICE
