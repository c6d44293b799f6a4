"""The mail server of the other side: takes mail, or behaves as badly as the test says."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Sink:
    """What came in, and what to answer. `answers` holds a status for "MAIL", "DATA" or a recipient's address;
    the words "drop" and "stall" instead of one end the connection without an answer, or never give any."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    tokens: list[str] = field(
        default_factory=list
    )  # those that XOAUTH2 lets in, and below all that were shown
    shown: list[str] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        self.recipients.append(list(envelope.rcpt_tos))
        self.senders.append(envelope.mail_from)
        answer = self.answers.get("DATA", "250 2.0.0 queued as 4F2A")
        if answer == "drop":
            server.transport.abort()
            await asyncio.sleep(60)
        if answer == "stall":
            await asyncio.sleep(60)
        return answer

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """As Google documents it: a refusal comes after reasons that the client answers with an empty line."""
        user, bearer = base64.b64decode(args[1]).decode().removesuffix("\1\1").split("\1")
        self.signed_in.append(user.removeprefix("user="))
        self.shown.append(bearer.removeprefix("auth=Bearer "))
        if self.shown[-1] in self.tokens:
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    def authenticate(
        self, server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        self.signed_in.append(data.login.decode())
        return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def sink(**options: Any) -> Iterator[Sink]:
    """A sink on a port of this machine, until the block ends."""
    loop = asyncio.new_event_loop()
    box = Sink()
    sessions: list[SMTP] = []

    def session() -> SMTP:
        sessions.append(
            SMTP(
                box,
                hostname="mx.quayside.example",
                loop=loop,
                authenticator=box.authenticate,
                auth_require_tls=False,
                **options,
            )
        )
        return sessions[-1]

    async def start() -> asyncio.Server:
        return await loop.create_server(session, "127.0.0.1", 0)

    async def stop() -> None:
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in sessions:
            if one.transport is not None:
                one.transport.close()
        await asyncio.sleep(0)

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
