"""Sends through Mailgun: its Messages API for finished mail (POST /v3/{domain}/messages.mime)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import quote

from wellkept.channels.email.domain.multipart import form_with_file
from wellkept.kernel.text import one_line

from . import provider
from .contract import Parcel, Sent, ServerTrouble

NAME = "Mailgun"
# A domain lives in one region, and only there its key is known.
BASES = {"us": "https://api.mailgun.net", "eu": "https://api.eu.mailgun.net"}


@dataclass(frozen=True)
class Mailgun:
    """`domain` is the sending domain as Mailgun knows it; `key` an account's or a domain's sending key."""

    domain: str
    region: str
    key: str = field(repr=False)

    def send(self, parcel: Parcel) -> Sent:
        if not self.key:
            raise ServerTrouble("Mailgun needs a sending key. Enter it.")
        content_type, body = form_with_file(
            # No tracking: the mail arrives as it was written, without a pixel and with its own links.
            [*(("to", address) for address in parcel.recipients), ("o:tracking", "no")],
            name="message",
            filename="message.mime",
            content_type="message/rfc822",
            content=parcel.raw,
        )
        login = base64.b64encode(f"api:{self.key}".encode()).decode()
        answer = provider.ask(
            NAME,
            f"{BASES[self.region]}/v3/{quote(self.domain, safe='')}/messages.mime",
            headers={"Authorization": f"Basic {login}", "Content-Type": content_type},
            body=body,
        )
        said = str(provider.fields(answer).get("message") or provider.text(answer))
        if answer.status == 404:
            raise ServerTrouble(f"Mailgun does not know {self.domain} in this region: {said}")
        if answer.status != 200:
            raise provider.refusal(NAME, answer, words=said)
        return Sent(one_line(f"Mailgun took it: {said}", limit=500))
