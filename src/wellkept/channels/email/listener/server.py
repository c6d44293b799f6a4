"""The open door: listens, hands each client a session, and closes without losing an answer."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from aiosmtpd.smtp import Envelope
from django.conf import settings

from wellkept.channels.email.addresses import Addresses
from wellkept.channels.email.operations import Mail, accept_many
from wellkept.kernel import clock

from .intake import Intake
from .limits import Limits
from .session import LocalSession, MailSession

# aiosmtpd tells every command at level INFO, addresses and all.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

Store = Callable[[Sequence[Mail]], Sequence[str]]


class Listener:
    """Takes mail by SMTP, or by LMTP, on the running event loop.

    A mail is acknowledged only after `store` has made it durable; when that fails its sender is told to try again.
    """

    def __init__(self, *, lmtp: bool = False, store: Store | None = None) -> None:
        self.max_bytes: int = settings.MAX_MESSAGE_BYTES
        self.spool = str(settings.DATA)
        self.limits = Limits(
            connections=settings.SMTP_CONNECTIONS,
            mails_per_minute=settings.SMTP_MAILS_PER_MINUTE,
            relays=settings.MAIL_RELAYS,
        )
        self.sessions: set[MailSession] = set()
        self._lmtp = lmtp
        self._tls = _tls_context()
        self._hostname = urlsplit(settings.PUBLIC_URL).hostname or socket.gethostname()
        self._intake = Intake(store=store or _store, read=Addresses.read)
        self._server: asyncio.Server | None = None
        # Whole mails that wait to be written, all together: two of the largest, or many small ones.
        self._room = 2 * self.max_bytes

    async def start(
        self, *, sock: socket.socket | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Begins to answer, on an open socket or on an address. Call after the fork: it starts a thread."""
        self._intake.start()
        loop = asyncio.get_running_loop()
        where = {"sock": sock} if sock is not None else {"host": host, "port": port}
        self._server = await loop.create_server(self._session, backlog=1024, **where)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Takes no new mail, stores and acknowledges what has come, and says goodbye to those still there."""
        if self._server is None:
            return
        self._server.close()
        await self._intake.stop()
        await asyncio.sleep(0.05)  # the last answers are on their way through the loop
        for session in list(self.sessions):
            session.hang_up()
        self._server = None

    # What a session asks of us

    async def addresses(self, *, fresh: bool = False) -> Addresses:
        return await self._intake.addresses(fresh=fresh)

    async def store(self, raw: bytes, envelope: Envelope, *, peer: str) -> str:
        sender = envelope.mail_from or ""
        mail = Mail(
            raw=raw,
            envelope_from="" if sender == "<>" else sender,
            envelope_to=list(envelope.rcpt_tos),
            via="lmtp" if self._lmtp else "smtp",
            peer=peer,
            at=clock.now(),
        )
        return await self._intake.put(mail)

    def reserve(self, size: int) -> bool:
        """Room in memory for so many bytes more; False when there is none just now."""
        if size > self._room:
            return False
        self._room -= size
        return True

    def release(self, size: int) -> None:
        self._room += size

    def _session(self) -> MailSession:
        kind = LocalSession if self._lmtp else MailSession
        return kind(self, hostname=self._hostname, tls=self._tls)


def _store(mails: Sequence[Mail]) -> list[str]:
    return [str(arrived.pk) for arrived in accept_many(list(mails))]


def _tls_context() -> ssl.SSLContext | None:
    if not settings.SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY or None)
    return context
