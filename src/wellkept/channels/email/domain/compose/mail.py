"""What there is to say about one outgoing mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


class NotSendable(ValueError):
    """The mail cannot be written; the message says which part of it, for the agent."""


@dataclass(frozen=True)
class Mailbox:
    """An address, with the name beside it."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class File:
    """An attachment. Its type is written only when it is a plain one; what the file is decides nobody by its name."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Picture:
    """A picture inside the text, which shows it as `![…](cid:content-id)`."""

    content_id: str
    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Quoted:
    """The message that is answered, quoted below the answer.

    `at` is in the reader's time zone. Whether the reader may see it is decided before: history never goes to an
    address that was not part of it.
    """

    name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class OutgoingMail:
    """One mail to be composed.

    `markdown` is what was typed. Ids come with or without angle brackets; ill-formed ones in `references` are left
    out. `language` is the reader's ("de", "pt-BR"). `automatic` says that no person wrote it: "generated" for
    notices, "replied" for answers by machine; such mail asks not to be answered by machines.
    """

    sender: Mailbox
    to: Sequence[Mailbox]
    subject: str
    date: datetime
    message_id: str
    markdown: str
    cc: Sequence[Mailbox] = ()
    reply_to: Mailbox | None = None
    in_reply_to: str = ""
    references: Sequence[str] = ()
    parent_thread_index: str = ""  # as it came, "" when the mail answered had none
    signature: str = ""  # Markdown too
    history: Quoted | None = None
    language: str = "en"
    pictures: Sequence[Picture] = ()
    attachments: Sequence[File] = ()
    automatic: Literal["", "generated", "replied"] = ""
    loop_mark: str = ""  # our own name in X-Loop: mail that carries it came from us
