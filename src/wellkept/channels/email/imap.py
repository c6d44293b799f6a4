"""One IMAP folder of a mail account, on top of imap-tools: look, fetch, mark, wait."""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesHeaderParser
from io import BufferedReader
from typing import Any

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from wellkept.kernel import secrets
from wellkept.kernel.text import one_line

from .domain.bearer import Mechanism, after_refusal, first_words
from .models import EmailAccount
from .oauth import NoToken, bearer_of

TIMEOUT_SECONDS = 60
LOOK_AT_ONCE = 500

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"  # the protocol's, whatever the locale
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


class ImapTrouble(Exception):
    """The mail server cannot be reached, refuses, or broke off. The text is for the admin."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail in the folder, not yet fetched."""

    uid: int
    received_at: datetime
    size: int
    is_seen: bool


class Folder:
    """The account's folder, selected. Every method raises ImapTrouble."""

    def __init__(self, account: EmailAccount, *, read_only: bool = False) -> None:
        """Connects and signs in; the certificate of an encrypted connection must be valid."""
        with _trouble(f"{account.imap_host}:{account.imap_port}"):
            self._enter(account)
            try:
                self._look_around(account, read_only)
            except BaseException:
                self.close()
                raise

    def _enter(self, account: EmailAccount) -> None:
        """Signed in; with a token that is renewed once when the server does not take it."""
        if not account.imap_uses_token:
            self._try_to_enter(account, secrets.unseal(account.imap_secret))
            return
        bearer = bearer_of(account, pasted=account.imap_secret)
        token = bearer.token()
        try:
            self._try_to_enter(account, token)
        except imaplib.IMAP4.abort:
            raise  # the line broke, which says nothing about the token
        except imaplib.IMAP4.error:
            fresh = bearer.renewed(token)
            if fresh is None:
                raise
            self._try_to_enter(account, fresh)

    def _try_to_enter(self, account: EmailAccount, secret: str) -> None:
        self._box = _connect(account)
        self._client = self._box.client
        try:
            _sign_in(self._box, account, secret)
        except BaseException:
            self.close()
            raise

    def _look_around(self, account: EmailAccount, read_only: bool) -> None:
        self._box.folder.set(account.imap_folder or "INBOX", readonly=read_only)
        _, values = self._client.response("UIDVALIDITY")
        self.uid_validity = int(values[0] or 0) if values else 0
        _, (names,) = self._client.capability()
        self.can_idle = b"IDLE" in names.upper().split()

    def newer_than(self, uid: int, *, since: datetime | None = None) -> list[Entry]:
        """Mails with greater UIDs that arrived at `since` or later, in order of UID, seen or not."""
        criteria = f"UID {uid + 1}:*"
        if since is not None:
            # SINCE knows days only, in whatever zone the server likes; the moment is compared below.
            criteria += f" SINCE {_imap_date(since - timedelta(days=1))}"
        with _trouble("looking for new mail"):
            found = sorted({int(value) for value in self._box.uids(criteria, charset=None)})
            fresh = [value for value in found if value > uid]  # "n:*" always gives the last one, too
            entries = [entry for part in _parts(fresh) for entry in self._look(part)]
        return [entry for entry in entries if since is None or entry.received_at >= since]

    def count(self) -> int:
        """How many mails lie in the folder."""
        with _trouble("counting"):
            return len(self._box.uids("ALL", charset=None))

    def has(self, uid: int) -> bool:
        """Whether the mail is still there."""
        with _trouble("looking for a mail"):
            return bool(self._box.uids(f"UID {uid}", charset=None))

    def fetch(self, uid: int) -> bytes | None:
        """The mail as it lies there, left unseen; None when it is gone by now."""
        with _trouble("fetching a mail"):
            _, data = self._client.uid("FETCH", str(uid), "(BODY.PEEK[])")
        return next((bytes(item[1]) for item in data if isinstance(item, tuple)), None)

    def subject(self, uid: int) -> str:
        """The subject, on one line."""
        with _trouble("reading a subject"):
            _, data = self._client.uid("FETCH", str(uid), "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        raw = next((bytes(item[1]) for item in data if isinstance(item, tuple)), b"")
        headers = BytesHeaderParser(policy=policy.default).parsebytes(raw[:4096])
        return one_line(str(headers.get("Subject", "")), limit=120)

    def mark_seen(self, uids: Iterable[int]) -> None:
        """Sets \\Seen."""
        wanted = ",".join(str(uid) for uid in uids)
        if wanted:
            with _trouble("marking mail as seen"):
                self._client.uid("STORE", wanted, "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, seconds: float) -> None:
        """Comes back when the server says anything, or after that time. Needs `can_idle`.

        What was said does not matter: servers also say that they are still there. Look again.
        """
        with _trouble("waiting for mail"), self._box.idle as idle:
            if not self._has_unread():
                idle.poll(timeout=seconds)

    def _has_unread(self) -> bool:
        """Whether news came in one packet with the go-ahead: it is in the reader then, and the socket stays silent."""
        sock = self._client.sock
        patience = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(_reader(self._client).peek(1))
        except OSError:  # an encrypted connection has nothing yet
            return False
        finally:
            sock.settimeout(patience)

    def interrupt(self) -> None:
        """From another thread: whatever this folder is doing ends at once with ImapTrouble."""
        with contextlib.suppress(OSError, AttributeError):
            self._client.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Signs out, or just lets go when the connection is broken."""
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError, ValueError):
            self._client.sock.settimeout(5)
            self._client.logout()
        with contextlib.suppress(OSError, AttributeError):
            self._client.shutdown()

    def _look(self, uids: list[int]) -> Iterator[Entry]:
        wanted = ",".join(str(uid) for uid in uids)
        _, data = self._client.uid("FETCH", wanted, "(UID INTERNALDATE RFC822.SIZE FLAGS)")
        asked = set(uids)
        for item in data:
            line = item[0] if isinstance(item, tuple) else item
            entry = _entry(line) if isinstance(line, bytes) else None
            if entry is not None and entry.uid in asked:
                yield entry


def _reader(client: imaplib.IMAP4) -> BufferedReader:
    """The library's own; its name changed in Python 3.14."""
    return getattr(client, "_file", None) or client.file  # type: ignore[return-value]  # what makefile("rb") gives


def _connect(account: EmailAccount) -> BaseMailBox:
    where = {"host": account.imap_host, "port": account.imap_port, "timeout": TIMEOUT_SECONDS}
    if account.imap_security == EmailAccount.Security.NONE:
        return MailBoxUnencrypted(**where)
    context = ssl.create_default_context()
    if account.imap_security == EmailAccount.Security.STARTTLS:
        return MailBoxStartTls(**where, ssl_context=context)
    return MailBox(**where, ssl_context=context)


def _sign_in(box: BaseMailBox, account: EmailAccount, secret: str) -> None:
    user = account.imap_user or account.address
    if account.imap_uses_token:
        _sign_in_with_token(box.client, user, secret, account)
    elif (user + secret).isascii():
        box.login(user, secret, initial_folder=None)
    else:
        box.login_utf8(user, secret, initial_folder=None)


def _sign_in_with_token(client: imaplib.IMAP4, user: str, token: str, account: EmailAccount) -> None:
    """OAuth2 bearer: XOAUTH2, or the standard's OAUTHBEARER where only that is offered."""
    mechanism: Mechanism = "XOAUTH2"
    if "AUTH=OAUTHBEARER" in client.capabilities and "AUTH=XOAUTH2" not in client.capabilities:
        mechanism = "OAUTHBEARER"
    first = first_words(mechanism, user=user, token=token, host=account.imap_host, port=account.imap_port)
    answers = iter([first.encode()])
    client.authenticate(mechanism, lambda _: next(answers, after_refusal(mechanism).encode()))


def _entry(line: bytes) -> Entry | None:
    uid, size = _UID.search(line), _SIZE.search(line)
    received = imaplib.Internaldate2tuple(line)
    if uid is None or received is None:
        return None
    return Entry(
        uid=int(uid[1]),
        received_at=datetime.fromtimestamp(time.mktime(received), UTC),
        size=int(size[1]) if size else 0,
        is_seen=rb"\Seen" in imaplib.ParseFlags(line),
    )


def _imap_date(moment: datetime) -> str:
    return f"{moment.day:02}-{_MONTHS[3 * moment.month - 3 : 3 * moment.month]}-{moment.year}"


def _parts(uids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), LOOK_AT_ONCE):
        yield uids[start : start + LOOK_AT_ONCE]


@contextlib.contextmanager
def _trouble(what: str) -> Iterator[None]:
    """Turns what the libraries raise into ImapTrouble with one line of reason."""
    try:
        yield
    except (secrets.CannotOpen, NoToken) as error:
        raise ImapTrouble(str(error)) from error
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError, EOFError) as error:
        raise ImapTrouble(one_line(f"{what}: {_reason(error)}", limit=400)) from error


def _reason(error: Any) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    said = error.args[0] if getattr(error, "args", None) else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)
    return text or type(error).__name__
