"""The book of adapters. A channel registers itself; the outbox looks it up by its word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from wellkept.conversations.models import Delivery


class DeliveryFailed(Exception):
    """The message did not leave. `can_retry` says whether trying again can help."""

    def __init__(self, why: str, *, can_retry: bool) -> None:
        super().__init__(why)
        self.can_retry = can_retry


class Said(str):
    """What the other side said of a message that it took, when it took it for some of its recipients only."""

    refused: Mapping[str, str]

    def __new__(cls, text: str, *, refused: Mapping[str, str]) -> Said:
        """`refused` are the addresses it did not take it for, each with the reason."""
        said = super().__new__(cls, text)
        said.refused = refused
        return said


class Adapter(Protocol):
    """What a channel must be able to do."""

    name: str

    def deliver(self, delivery: Delivery) -> str:
        """Sends the message and returns one sentence of what the other side said; a `Said` when some of several
        recipients were refused. Raises DeliveryFailed.

        Must be safe to repeat: after a crash the same delivery comes again, with the same `external_id`.
        """
        ...


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Enters the adapter under its name."""
    _adapters[adapter.name] = adapter


def adapter_of(name: str) -> Adapter:
    """The adapter of that channel. Raises DeliveryFailed when there is none here."""
    if name not in _adapters:
        raise DeliveryFailed(f"Nothing here can send by {name}.", can_retry=False)
    return _adapters[name]
