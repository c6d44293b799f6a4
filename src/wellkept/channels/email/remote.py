"""Fetches a picture from elsewhere, and nothing else: no private address, no redirect, no surprise in size or kind.

The address is resolved here and the connection made to what was judged, so that a second answer of the name server
cannot lead inside (DNS rebinding).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 8
# Addresses that hold an IPv4 address inside: NAT64 (RFC 6052) and its local-use prefix (RFC 8215).
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


class NotFetched(Exception):
    """The picture cannot or may not be fetched. The sentence says why."""


def fetch_picture(address: str) -> tuple[str, bytes]:
    """Type and bytes of a PNG, JPEG, GIF or WebP. Raises NotFetched."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotFetched("That is no web address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise NotFetched("Only plain web addresses are fetched.")
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
        if any(ip in network for network in NAT64):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_allowed(str(inner))
    if str(ip) in settings.PRIVATE_TARGETS:
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:  # fec0::/10, which Python counts as global
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _get(scheme: str, host: str, ip: str, port: int, path: str) -> bytes:
    sock = socket.create_connection((ip, port), timeout=SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    # A timeout is for each read, and one byte a second never meets it. This ends the whole exchange.
    handle = sock.dup()
    deadline = threading.Timer(SECONDS, _hang_up, (handle,))
    deadline.start()
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection.sock = sock
        connection.request("GET", path, headers={"Accept": "image/*", "User-Agent": "Wellkept picture proxy"})
        answer = connection.getresponse()
        if answer.status != 200:  # a redirect too: where it leads was not judged
            raise NotFetched(f"{host} answered {answer.status}.")
        data = answer.read(MOST_BYTES + 1)
    finally:
        is_late = not deadline.is_alive()
        deadline.cancel()
        handle.close()
        connection.close()
        sock.close()
    if is_late:
        raise NotFetched(f"{host} took longer than {SECONDS} seconds.")
    if len(data) > MOST_BYTES:
        raise NotFetched("The picture is larger than 5 MB.")
    return data


def _hang_up(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it ended by itself


def kind_of(data: bytes) -> str:
    """The type by the first bytes, whatever the server said. Raises NotFetched for anything but four kinds."""
    for mark, kind in KINDS.items():
        if data.startswith(mark):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise NotFetched("That is no picture.")
