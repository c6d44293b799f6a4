"""One conversation with one mail server or program, on top of aiosmtpd.

What aiosmtpd leaves open and this closes: lines that end in a bare LF (SMTP smuggling, CVE-2023-51764), bodies that
trickle in for ever, sign-in and relaying, error texts that tell about us, and reading the body line by line.
"""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
import time
from typing import IO, TYPE_CHECKING, Any, NoReturn, Protocol, cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, TLSSetupException, syntax

from .intake import NotStored

if TYPE_CHECKING:
    import ssl

    from wellkept.channels.email.addresses import Addresses

    from .limits import Limits

log = logging.getLogger("wellkept.mail.in")

IDLE_SECONDS = 90.0
LEAST_BYTES = (
    16 * 1024
)  # of a body in IDLE_SECONDS, or the client is cut: faster than any real line, slower than a trickle
KEPT_IN_MEMORY = 256 * 1024  # of a body that is still coming in; a larger one waits in a file without a name
MOST_RECIPIENTS = 100
MOST_STRANGERS = 20  # unknown recipients in one connection, before it looks like guessing
CALLS = {
    "NOOP": 100, "RSET": 20_000, "MAIL": 20_000, "RCPT": 200_000, "DATA": 20_000, "EHLO": 50, "HELO": 50, "LHLO": 50,
    "*": 20,
}  # fmt: skip
# One mailbox as it may stand in a RCPT: no spaces, no control characters, no second @, no lone surrogates.
_MAILBOX = re.compile(r"[^\s@\x00-\x1f\x7f\ud800-\udfff]{1,64}@[^\s@\x00-\x1f\x7f\ud800-\udfff]{1,253}\Z")
_END = b"\r\n.\r\n"


class Desk(Protocol):
    """What a session needs from the listener."""

    limits: Limits
    max_bytes: int
    spool: str
    sessions: set[MailSession]

    async def addresses(self, *, fresh: bool = False) -> Addresses: ...

    async def store(self, raw: bytes, envelope: Envelope, *, peer: str) -> str: ...

    def reserve(self, size: int) -> bool: ...

    def release(self, size: int) -> None: ...


class MailSession(SMTP):
    """SMTP as we speak it. LMTP below answers once for each recipient."""

    line_length_limit = (
        64 * 1024
    )  # what is buffered at once; real senders write longer lines than the RFC's 998
    command_size_limit = 2048

    def __init__(self, desk: Desk, *, hostname: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            self,
            data_size_limit=desk.max_bytes,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="Wellkept",
            tls_context=tls,
            timeout=IDLE_SECONDS,
            command_call_limit=CALLS,
            loop=asyncio.get_running_loop(),
        )
        self._desk = desk
        self._address = ""
        self._is_counted = False
        self._strangers = 0

    # Coming and going

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:  # it comes again after STARTTLS
            peer = transport.get_extra_info("peername")
            self._address = str(peer[0]) if isinstance(peer, tuple) else "127.0.0.1"
            if not self._desk.limits.enter(self._address):
                writable = cast(asyncio.WriteTransport, transport)
                writable.write(b"421 4.7.0 Too many connections from you; come back in a minute\r\n")
                writable.close()
                return
            self._is_counted = True
            self._desk.sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._is_counted:
            return
        self._is_counted = False
        self._desk.sessions.discard(self)
        self._desk.limits.leave(self._address)
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self._is_counted else False

    def _cb_client_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Makes the reader strict: a command that ends in a bare LF ends the session (SMTP smuggling)."""
        read = reader.readuntil

        async def readuntil(separator: Any = b"\n") -> bytes:
            line = await read(separator)
            if separator == b"\n" and not line.endswith(b"\r\n"):
                await self._say_goodbye("521 5.5.2 Lines must end in CR LF")
            return line

        reader.readuntil = readuntil  # type: ignore[method-assign]  # the bound one, replaced on this reader alone
        super()._cb_client_connected(reader, writer)

    def _timeout_cb(self) -> None:
        if self.transport is not None:
            self._writer.write(b"421 4.4.2 You were silent or slow for too long; goodbye\r\n")
            self.transport.close()

    def hang_up(self) -> None:
        """The desk is closing: says so and ends the connection."""
        if self.transport is not None:
            self._writer.write(b"421 4.3.2 Closing; try again soon\r\n")
            self.transport.close()

    async def handle_exception(self, error: Exception) -> str:
        if isinstance(error, TLSSetupException):
            log.info("%s could not agree on TLS: %s", self._address, error.__cause__)
        else:
            log.error("a mail session stumbled", exc_info=error)
        return "451 4.3.0 Something went wrong here; try again later"

    async def _say_goodbye(self, status: str) -> NoReturn:
        """Ends the session after these words. aiosmtpd takes the cancellation as the client's going."""
        await self.push(status)
        assert self.transport is not None
        self.transport.close()
        raise asyncio.CancelledError

    # Commands

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        offers = [line for line in responses if not line.startswith(("250-AUTH", "250 HELP"))]
        return [*offers, "250-PIPELINING", "250 ENHANCEDSTATUSCODES"]

    async def smtp_STARTTLS(self, arg: str) -> None:
        if self._tls_protocol is not None:
            await self.push("503 5.5.1 This is encrypted already")
        else:
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        await self.push("502 5.5.1 Nobody signs in here: this server takes mail for its own addresses only")

    async def smtp_VRFY(self, arg: str) -> None:
        await self.push("252 2.1.5 Send a mail and see")

    async def smtp_HELP(self, arg: str) -> None:
        await self.push("214 2.0.0 RFC 5321")

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self._desk.limits.may_send(self._address, now=time.monotonic()):
            return "451 4.7.1 Too many mails from you; slow down"
        if len(address) > 320 or not address.isprintable():
            return "553 5.1.7 That is no address"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients in one mail"
        try:
            ours = _MAILBOX.match(address) and (
                (await self._desk.addresses()).find(address)
                or (await self._desk.addresses(fresh=True)).find(address)
            )
        except NotStored:
            return "451 4.3.0 Not now; try again"
        if not ours:
            self._strangers += 1
            if self._strangers > MOST_STRANGERS:
                await self._say_goodbye("421 4.7.0 Too many unknown recipients")
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        envelope = self.envelope
        if not envelope.rcpt_tos:
            await self.push("503 5.5.1 Say RCPT first")
        elif arg:
            await self.push("501 5.5.4 DATA stands alone")
        else:
            await self.push("354 End with CR LF . CR LF")
            await self._take(envelope)
            self.envelope = self._create_envelope()

    async def _take(self, envelope: Envelope) -> None:
        with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, dir=self._desk.spool) as kept:
            size, refusal = await self._read_into(kept)
            status = refusal or await self._stored(kept, size, envelope)
        await self._answer(status, envelope)

    async def _answer(self, status: str, envelope: Envelope) -> None:
        await self.push(status)

    async def _stored(self, kept: IO[bytes], size: int, envelope: Envelope) -> str:
        if not self._desk.reserve(size):
            return "452 4.3.1 Too much at once; try again soon"
        try:
            raw = _unstuffed(kept)
            if raw.count(b"\n") != raw.count(b"\r\n"):
                return "550 5.6.11 Lines must end in CR LF"
            self._reset_timeout()
            name = await self._desk.store(raw, envelope, peer=self._address)
            return f"250 2.0.0 Stored as {name}"
        except NotStored:
            return "451 4.3.0 Could not be stored; keep it and try again"
        finally:
            self._desk.release(size)

    async def _read_into(self, kept: IO[bytes]) -> tuple[int, str]:
        """Reads up to the lone dot, whatever comes; returns how much was read, and the refusal if there is one.

        A refusal is only said when the client listens again. Each piece ends in ".\\r\\n" or fills the buffer, so
        a body costs a few reads and not one for each line.
        """
        tail, size, unpaid = b"", 0, 0
        while True:
            try:
                piece = await self._reader.readuntil(b".\r\n")
                is_whole = True
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.read(overrun.consumed)
                is_whole = False
            size += len(piece)
            unpaid += len(piece)
            if unpaid >= LEAST_BYTES:
                self._reset_timeout()
                unpaid = 0
            if size <= self._desk.max_bytes:
                kept.write(piece)
            elif size > 4 * self._desk.max_bytes:
                await self._say_goodbye("552 5.3.4 Too large by far")
            tail = (tail + piece)[-len(_END) :]
            if is_whole and (tail == _END or size == len(_END) - 2):
                break
        too_large = (
            f"552 5.3.4 Larger than {self._desk.max_bytes} bytes" if size > self._desk.max_bytes else ""
        )
        return size, too_large


def _unstuffed(kept: IO[bytes]) -> bytes:
    """The mail as it was written: without the lone dot, and without the dot added before lines that begin with one."""
    kept.seek(0)
    return kept.read()[:-3].replace(b"\r\n.", b"\r\n").removeprefix(b".")


class LocalSession(MailSession, LMTP):
    """LMTP, for a mail server on our side: LHLO, and one answer for each recipient (RFC 2033)."""

    async def smtp_HELO(self, arg: str) -> None:
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def smtp_EHLO(self, arg: str) -> None:
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def smtp_LHLO(self, arg: str) -> None:
        await SMTP.smtp_EHLO(self, arg)

    async def _answer(self, status: str, envelope: Envelope) -> None:
        for _ in envelope.rcpt_tos:
            await self.push(status)
