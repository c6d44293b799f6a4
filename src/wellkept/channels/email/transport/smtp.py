"""Hands one finished mail to a mail server by SMTP, and says in one sentence what the server made of it."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from wellkept.channels.email.domain.bearer import after_refusal, first_words
from wellkept.channels.email.oauth import Bearer, NoToken
from wellkept.channels.registry import DeliveryFailed, Said
from wellkept.kernel.text import one_line

from . import contract
from .contract import Parcel, Sent, ServerTrouble
from .ses import id_in_mail

_DEFAULT_PORTS = {"tls": 465, "starttls": 587, "none": 25}
# Without this line Postmark writes its own Message-ID over ours, and no answer would find its conversation.
_POSTMARK = ".postmarkapp.com"
_SES = re.compile(r"email-smtp\.([a-z0-9-]+)\.amazonaws\.com")
_SES_TOOK = re.compile(r" took it: Ok ([0-9A-Za-z-]+)")
_KEEP_ID = b"X-PM-KeepID: true\r\n"


@dataclass(frozen=True)
class Server:
    """Where outgoing mail goes. `security` is starttls, tls or none; an empty `user` signs in nowhere.

    With a `bearer` it signs in with OAuth2 (XOAUTH2) in place of the password.
    """

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    bearer: Bearer | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Smtp:
    """A mail server as a way out."""

    server: Server

    def send(self, parcel: Parcel) -> Sent:
        raw = parcel.raw
        if self.server.host.lower().endswith(_POSTMARK):
            raw = _KEEP_ID + raw
        said = send(raw, sender=parcel.sender, recipients=parcel.recipients, server=self.server)
        return Sent(said, message_id=_id_of_ses(self.server.host, said))


def _id_of_ses(host: str, said: str) -> str:
    """Amazon's mail servers answer "Ok" and the id that they write over ours."""
    region, took = _SES.fullmatch(host.lower()), _SES_TOOK.search(said)
    return id_in_mail(took[1], region[1]) if region and took else ""


def server_from(url: str) -> Server | None:
    """Reads `smtp://user:password@host:port?tls=starttls`; "" gives None. Raises ValueError with the reason."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("does not look like smtp://user:password@mail.example.com:587?tls=starttls")
    default = "tls" if parts.scheme == "smtps" else "starttls"
    security = parse_qs(parts.query).get("tls", [default])[-1]
    if security not in _DEFAULT_PORTS:
        raise ValueError("has a tls that is none of starttls, tls, none")
    return Server(
        host=parts.hostname,
        port=parts.port or _DEFAULT_PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def send(raw: bytes, *, sender: str, recipients: Sequence[str], server: Server) -> str:
    """Delivers to all recipients in one go; returns what the server said, refusals of single ones included.

    Raises DeliveryFailed, whose `can_retry` follows the server's answer: 4xx, silence and broken connections may
    pass, 5xx will not. Raises its kind ServerTrouble when the conversation did not get as far as the mail.
    """
    with _signed_in(server) as client, _deadline(client):
        try:
            return _hand_over(client, raw, sender=sender, recipients=recipients, server=server)
        except smtplib.SMTPResponseException as error:
            raise _refused(server, error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise DeliveryFailed(
                f"{server.host} broke off before it said whether it has the mail: {_reason(error)}. "
                "It goes again as the same message.",
                can_retry=True,
            ) from error


def _hand_over(
    client: smtplib.SMTP, raw: bytes, *, sender: str, recipients: Sequence[str], server: Server
) -> str:
    code, said = client.mail(sender, _options(client, raw, [sender, *recipients]))
    if code != 250:
        raise _refused(server, code, said)
    refused = {
        address: answer for address in recipients if (answer := client.rcpt(address))[0] not in (250, 251)
    }
    if len(refused) == len(recipients):
        raise _all_refused(server, refused)
    code, said = client.data(raw)
    if code != 250:
        raise _refused(server, code, said)
    detail = f"{server.host} took it: {_words(said)}"
    if not refused:
        return one_line(detail, limit=500)
    reasons = {address: f"{code} {_words(why)}" for address, (code, why) in refused.items()}
    for address, why in reasons.items():
        detail += f" — but not for {address}: {why}"
    return Said(one_line(detail, limit=500), refused=reasons)


def _options(client: smtplib.SMTP, raw: bytes, addresses: Sequence[str]) -> list[str]:
    options = [f"SIZE={len(raw)}"] if client.has_extn("size") else []
    if not raw.isascii() and client.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        if not client.has_extn("smtputf8"):
            raise DeliveryFailed(
                "The mail server cannot send to addresses with such letters.", can_retry=False
            )
        client.command_encoding = "utf-8"
        options.append("SMTPUTF8")
    return options


@contextlib.contextmanager
def _signed_in(server: Server) -> Iterator[smtplib.SMTP]:
    try:
        client = _connected(server)
    except NoToken as error:
        raise ServerTrouble(f"{server.host} was not asked. {error}") from error
    except ssl.SSLCertVerificationError as error:
        raise ServerTrouble(
            f"The certificate of {server.host} is not valid ({error.verify_message}). Nothing was sent."
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        what = "token" if server.bearer else "user name or password"
        raise ServerTrouble(
            f"{server.host} does not accept the {what}: {error.smtp_code} {_words(error.smtp_error)}"
        ) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise ServerTrouble(f"{server.host}:{server.port} cannot be used: {_reason(error)}") from error
    try:
        yield client
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if client.sock is not None:
                client.sock.settimeout(5)
                client.quit()
        client.close()


def _connected(server: Server) -> smtplib.SMTP:
    """Signed in; with a token that is renewed once when the server does not take it."""
    if server.bearer is None:
        return _connect(server, "")
    token = server.bearer.token()
    try:
        return _connect(server, token)
    except smtplib.SMTPAuthenticationError:
        fresh = server.bearer.renewed(token)
        if fresh is None:
            raise
        return _connect(server, fresh)


def _connect(server: Server, token: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    name = urlsplit(settings.PUBLIC_URL).hostname or socket.gethostname()
    client: smtplib.SMTP
    if server.security == "tls":
        client = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=contract.TIMEOUT_SECONDS, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=contract.TIMEOUT_SECONDS)
    try:
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=context)
            client.ehlo()
        if token:
            _sign_in_with_token(client, server, token)
        elif server.user:
            client.login(server.user, server.password)
    except BaseException:
        client.close()
        raise
    return client


def _sign_in_with_token(client: smtplib.SMTP, server: Server, token: str) -> None:
    first = first_words("XOAUTH2", user=server.user, token=token, host=server.host, port=server.port)

    def words(challenge: bytes | None = None) -> str:
        return first if challenge is None else after_refusal("XOAUTH2")

    client.auth("XOAUTH2", words)


@contextlib.contextmanager
def _deadline(client: smtplib.SMTP) -> Iterator[None]:
    """Cuts the connection when everything together takes too long."""

    def cut() -> None:
        if client.sock is not None:
            with contextlib.suppress(OSError):
                client.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(contract.WHOLE_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refused(server: Server, code: int, said: bytes | str) -> DeliveryFailed:
    text = one_line(f"{server.host} refused it: {code} {_words(said)}", limit=500)
    return DeliveryFailed(text, can_retry=not 500 <= code < 600)


def _all_refused(server: Server, refused: dict[str, tuple[int, bytes]]) -> DeliveryFailed:
    reasons = "; ".join(f"{address}: {code} {_words(said)}" for address, (code, said) in refused.items())
    is_final = all(500 <= code < 600 for code, _ in refused.values())
    return DeliveryFailed(
        one_line(f"{server.host} takes no mail for {reasons}", limit=500), can_retry=not is_final
    )


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(text, limit=200)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return _words(str(error)) or type(error).__name__
