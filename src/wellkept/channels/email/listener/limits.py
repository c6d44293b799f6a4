"""How much one client may ask of us. Kept in memory: a restart forgives everybody."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wellkept.channels.email.domain.peers import Network, ip_of, is_listed, is_this_machine

OPEN_IN_ALL = 400
REMEMBERED = 10_000


@dataclass
class Limits:
    """Counts for each client address; an IPv6 client is its /64, because it may choose any address there.

    `relays` are networks whose mail servers speak for many senders: for them, and for this machine itself, only
    the number of connections in all counts.
    """

    connections: int
    mails_per_minute: int
    relays: Sequence[Network] = ()
    _open: Counter[str] = field(default_factory=Counter)
    _in_all: int = 0
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def enter(self, address: str) -> bool:
        """Counts a connection in, or says no. Each yes is paid back with one `leave`."""
        client = _client(address)
        if self._in_all >= OPEN_IN_ALL:
            return False
        if self._open[client] >= self.connections and not self._is_relay(address):
            return False
        self._open[client] += 1
        self._in_all += 1
        return True

    def leave(self, address: str) -> None:
        """Counts a connection out."""
        client = _client(address)
        self._in_all -= 1
        self._open[client] -= 1
        if self._open[client] <= 0:
            del self._open[client]

    def may_send(self, address: str, *, now: float) -> bool:
        """Whether one more mail is within the rate. `now` is any clock in seconds that never goes back."""
        if self._is_relay(address):
            return True
        client = _client(address)
        left, since = self._buckets.get(client, (float(self.mails_per_minute), now))
        left = min(float(self.mails_per_minute), left + (now - since) * self.mails_per_minute / 60)
        if left < 1:
            return False
        if len(self._buckets) >= REMEMBERED:
            self._forget(now)
        self._buckets[client] = (left - 1, now)
        return True

    def _forget(self, now: float) -> None:
        """Whoever has been silent for a minute has a full bucket again and need not be remembered."""
        self._buckets = {key: value for key, value in self._buckets.items() if now - value[1] < 60}

    def _is_relay(self, address: str) -> bool:
        return is_this_machine(address) or is_listed(address, self.relays)


def _client(address: str) -> str:
    ip = ip_of(address)
    if ip is None:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))
