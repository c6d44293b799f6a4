"""Fetches a picture from elsewhere, and nothing else: no private address, no redirect, no surprise in size or kind.

The address is resolved here and the connection made to what was judged, so that a second answer of the name server
cannot lead inside (DNS rebinding).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 8
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


class NotFetched(Exception):
    """The picture cannot or may not be fetched. The sentence says why."""


def fetch_picture(address: str) -> tuple[str, bytes]:
    """Type and bytes of a PNG, JPEG, GIF or WebP. Raises NotFetched."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise NotFetched("Only plain web addresses are fetched.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotFetched("That port is none.") from error
    ip = resolve(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        data = _get(parts.scheme, parts.hostname, ip, port, path)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise NotFetched(f"{parts.hostname} did not answer.") from error
    return kind_of(data), data


def resolve(host: str, port: int) -> str:
    """The address to connect to: every one the name has must be public. Raises NotFetched."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"{host} has no address.") from error
    for one in found:
        if not is_allowed(one):
            raise NotFetched(f"{host} leads to a private address.")
    if not found:
        raise NotFetched(f"{host} has no address.")
    return sorted(found)[0]


def is_allowed(address: str) -> bool:
    """Whether an IP address is public, or named by the operator in WELLKEPT_PRIVATE_TARGETS."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_allowed(str(inner))
    if str(ip) in settings.PRIVATE_TARGETS:
        return True
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _get(scheme: str, host: str, ip: str, port: int, path: str) -> bytes:
    sock = socket.create_connection((ip, port), timeout=SECONDS)
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        connection.sock = sock
        connection.request("GET", path, headers={"Accept": "image/*", "User-Agent": "Wellkept picture proxy"})
        answer = connection.getresponse()
        if answer.status != 200:  # a redirect too: where it leads was not judged
            raise NotFetched(f"{host} answered {answer.status}.")
        data = answer.read(MOST_BYTES + 1)
    finally:
        sock.close()
    if len(data) > MOST_BYTES:
        raise NotFetched("The picture is larger than 5 MB.")
    return data


def kind_of(data: bytes) -> str:
    """The type by the first bytes, whatever the server said. Raises NotFetched for anything but four kinds."""
    for mark, kind in KINDS.items():
        if data.startswith(mark):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise NotFetched("That is no picture.")
