"""Where the desk may connect to on somebody's word: public addresses, and those that the operator has named.

The name is resolved here and the connection made to what was judged, so that a second answer of the name server
cannot lead inside (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket

from django.conf import settings

# Addresses that hold an IPv4 address inside: NAT64 (RFC 6052) and its local-use prefix (RFC 8215).
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


class NotReached(Exception):
    """Nothing was asked of the other side, because it may not or cannot be reached. The sentence says why."""


def resolve(host: str, port: int) -> str:
    """The address to connect to: every one the name has must be public. Raises NotReached."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{host} has no address.") from error
    for one in found:
        if not is_allowed(one):
            raise NotReached(f"{host} leads to a private address.")
    if not found:
        raise NotReached(f"{host} has no address.")
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
    if is_named(address):
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:  # fec0::/10, which Python counts as global
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_named(address: str) -> bool:
    """Whether the operator has named this very address: a machine of their own."""
    try:
        return str(ipaddress.ip_address(address.partition("%")[0])) in settings.PRIVATE_TARGETS
    except ValueError:
        return False
