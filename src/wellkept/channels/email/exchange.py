"""One question to a web server and its answer: no private address, no redirect, no end to wait for in vain."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from .targets import NotReached, is_named, resolve

PIECE = 64 * 1024
TOO_LATE = "no answer in time"


class BrokeOff(Exception):
    """The question was on its way, and no whole answer came back. What became of it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The names of `headers` are in small letters; `is_cut` when the body was longer than asked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False


def exchange(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float,
    each_seconds: float | None = None,
    most_bytes: int,
    may_be_plain: bool = False,
) -> Answer:
    """Asks once. A redirect is an answer like any other: where it leads was not judged.

    `seconds` are for all of it, `each_seconds` for one silence. Without `may_be_plain` the address must be https,
    unless it leads to a machine that the operator has named. Raises NotReached or BrokeOff.
    """
    parts, port = _parts(url)
    ip = resolve(parts.hostname or "", port)
    if parts.scheme != "https" and not may_be_plain and not is_named(ip):
        raise NotReached(f"{parts.hostname} must be asked by https.")
    silence = min(seconds, each_seconds or seconds)
    try:
        sock = socket.create_connection((ip, port), timeout=silence)
    except OSError as error:
        raise NotReached(f"{parts.hostname} does not answer.") from error
    # A timeout is for each read, and one byte a second never meets it. This ends the whole exchange.
    handle = sock.dup()
    is_late = threading.Event()
    deadline = threading.Timer(seconds, _hang_up, (handle, is_late))
    deadline.daemon = True
    deadline.start()
    try:
        if parts.scheme == "https":
            sock = _encrypted(sock, parts.hostname or "")
        answer = _ask(sock, parts, port, method, headers or {}, body, silence, most_bytes)
        if is_late.is_set():
            raise BrokeOff(TOO_LATE)  # what was read until then may be half of it
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        too_late = isinstance(error, TimeoutError) or is_late.is_set()
        raise BrokeOff(TOO_LATE if too_late else str(error) or type(error).__name__) from error
    finally:
        deadline.cancel()
        handle.close()
        sock.close()


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotReached("That is no web address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise NotReached("That is no plain web address.")
    return parts, port


def _encrypted(sock: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        sock.close()
        raise NotReached(f"The certificate of {host} is not valid ({error.verify_message}).") from error
    except OSError as error:
        sock.close()
        raise NotReached(f"{host} cannot be spoken to with encryption.") from error


def _ask(
    sock: socket.socket,
    parts: SplitResult,
    port: int,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    silence: float,
    most_bytes: int,
) -> Answer:
    connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=silence)
    connection.sock = sock
    if parts.scheme == "https":
        connection.default_port = 443  # so that Host names no port where none is needed
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    given = {"User-Agent": "Wellkept", "Connection": "close", **headers}
    if body is None:
        connection.request(method, path, headers=given)
    else:  # in pieces: the timeout is for one call, and a large mail takes its time on a slow line
        connection.request(method, path, _pieces(body), {**given, "Content-Length": str(len(body))})
    answer = connection.getresponse()
    data = answer.read(most_bytes + 1)
    return Answer(
        status=answer.status,
        headers={name.lower(): value for name, value in answer.getheaders()},
        body=data[:most_bytes],
        is_cut=len(data) > most_bytes,
    )


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def _hang_up(sock: socket.socket, is_late: threading.Event) -> None:
    is_late.set()  # before the reader wakes: what it has then may be half
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it ended by itself
