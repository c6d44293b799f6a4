"""Writes outgoing mail: what an agent typed becomes bytes that every mail program reads and threads."""

from __future__ import annotations

from .building import compose
from .mail import File, Mailbox, NotSendable, OutgoingMail, Picture, Quoted
from .markdown import as_html, as_text
from .signing import sign_dkim

__all__ = [
    "File",
    "Mailbox",
    "NotSendable",
    "OutgoingMail",
    "Picture",
    "Quoted",
    "as_html",
    "as_text",
    "compose",
    "sign_dkim",
]
