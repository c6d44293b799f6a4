"""Who is at the other end of a connection to the mail port."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def ip_of(address: str) -> Address | None:
    """The address without its zone, an IPv4 one that is written as IPv6 as what it is; None when it is no address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (ip.version == 6 and ip.ipv4_mapped) or ip


def is_listed(address: str, networks: Sequence[Network]) -> bool:
    """Whether it lies in one of the networks."""
    ip = ip_of(address)
    return ip is not None and any(ip in network for network in networks)


def is_this_machine(address: str) -> bool:
    ip = ip_of(address)
    return ip is not None and ip.is_loopback


def is_own_server(address: str, *, relays: Sequence[Network]) -> bool:
    """Whether the operator's own mail server is there: one that is listed, or this machine while none is.

    Once a server is named, this machine counts only when it is named as well: a forwarder that runs here would
    otherwise lend its address to everybody who connects to it.
    """
    return is_listed(address, relays) if relays else is_this_machine(address)
