"""From an OutgoingMail to bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from . import history
from .headers import SUBJECT_LIMIT, addresses, flat, message_id, policy, references
from .mail import File, NotSendable, OutgoingMail, Picture
from .markdown import as_html, as_text
from .outlook import thread_index, thread_topic

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_BODY = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1f1f1f"


def compose(mail: OutgoingMail) -> bytes:
    """The mail as it goes to a server: CR LF, 7 bit, no line over 998 characters, text and HTML side by side.

    Raises NotSendable when an address, the Message-ID or the set of recipients cannot be written.
    """
    message = EmailMessage(policy=policy())
    _write_headers(message, mail)
    message.set_content(_text(mail), cte="quoted-printable")
    message.add_alternative(_html(mail), subtype="html", cte="quoted-printable")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    for picture in mail.pictures:
        _relate(html, picture)
    for file in mail.attachments:
        _attach(message, file)
    return message.as_bytes()


def _write_headers(message: EmailMessage, mail: OutgoingMail) -> None:
    own_id = message_id(mail.message_id)
    if not own_id:
        raise NotSendable("The mail has no valid Message-ID.")
    to = addresses(mail.to)
    reached = {one.addr_spec.lower() for one in to}
    cc = [one for one in addresses(mail.cc) if one.addr_spec.lower() not in reached]
    if not to and not cc:
        raise NotSendable("The mail has nobody to go to.")
    subject = flat(mail.subject, limit=SUBJECT_LIMIT)
    message["From"] = addresses([mail.sender])
    if to:
        message["To"] = to
    if cc:
        message["Cc"] = cc
    if mail.reply_to:
        message["Reply-To"] = addresses([mail.reply_to])
    message["Subject"] = subject
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = own_id
    thread = references(mail.references, mail.in_reply_to)
    if parent := message_id(mail.in_reply_to):
        message["In-Reply-To"] = parent
    if thread:
        message["References"] = " ".join(thread)
    root = thread[0] if thread else own_id
    message["Thread-Topic"] = thread_topic(subject)
    message["Thread-Index"] = thread_index(mail.parent_thread_index, at=mail.date, root=root)
    if mail.automatic:
        message["Auto-Submitted"] = f"auto-{mail.automatic}"  # RFC 3834, section 5
        message["X-Auto-Response-Suppress"] = "All"
    if mail.loop_mark:
        message["X-Loop"] = flat(mail.loop_mark)


def _text(mail: OutgoingMail) -> str:
    parts = [as_text(mail.markdown)]
    if mail.signature.strip():
        parts.append(f"-- \n{as_text(mail.signature)}")
    if mail.history:
        parts.append(history.as_text(mail.history, flat(mail.history.name), mail.language))
    return "\n\n".join(parts).encode("utf-8", "replace").decode() + "\n"


def _html(mail: OutgoingMail) -> str:
    parts = [as_html(mail.markdown)]
    if mail.signature.strip():
        parts.append(
            f'<div class="moz-signature" style="color:#6b6b6b">-- <br>{as_html(mail.signature)}</div>'
        )
    if mail.history:
        parts.append(history.as_html(mail.history, flat(mail.history.name), mail.language))
    language = re.sub(r"[^A-Za-z0-9-]", "", mail.language)[:20] or "en"
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"></head>\n'
        f'<body style="{_BODY}">\n' + "\n".join(parts) + "\n</body></html>\n"
    )
    return page.encode("utf-8", "replace").decode()


def _relate(html: EmailMessage, picture: Picture) -> None:
    content_id = message_id(picture.content_id)
    if not content_id:
        raise NotSendable(f"The picture {flat(picture.name)!r} has no valid content id.")
    main, sub = _type(picture.content_type)
    html.add_related(
        picture.data,
        maintype=main,
        subtype=sub,
        cid=content_id,
        filename=_name(picture.name),
        disposition="inline",
    )


def _attach(message: EmailMessage, file: File) -> None:
    main, sub = _type(file.content_type)
    message.add_attachment(file.data, maintype=main, subtype=sub, filename=_name(file.name))


def _type(content_type: str) -> Sequence[str]:
    """The type in two words. Containers and what is ill-formed are only bytes."""
    wanted = content_type.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(wanted) or wanted.startswith(("multipart/", "message/")):
        wanted = "application/octet-stream"
    return wanted.split("/", 1)


def _name(name: str) -> str:
    """A file name that names no folder and hides nothing behind control characters."""
    safe = re.sub(r"[/\\\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "_", flat(name, limit=180)).strip(". ")
    return safe or "file"
