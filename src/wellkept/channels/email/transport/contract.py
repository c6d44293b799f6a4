"""What every way out has in common: what it is given, what it says, and how it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wellkept.channels.registry import DeliveryFailed

# One silence, and all of it together: who dribbles its answers keeps within every single timeout.
TIMEOUT_SECONDS = 60
WHOLE_SECONDS = 480


@dataclass(frozen=True)
class Parcel:
    """A finished mail and its envelope. `name` and `at` say what it is called where it is kept as a file."""

    raw: bytes
    sender: str
    recipients: Sequence[str]
    name: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """`said` is one sentence of the other side, a `Said` when it took the mail for some recipients only.

    `message_id` is the id, without brackets, that the provider wrote over ours; "" when ours stayed.
    """

    said: str
    message_id: str = ""


class Transport(Protocol):
    """A way out for finished mail."""

    def send(self, parcel: Parcel) -> Sent:
        """Hands it over to all recipients in one go.

        Raises DeliveryFailed, whose `can_retry` says whether trying again can help, and its kind ServerTrouble when
        nothing is wrong with the mail.
        """
        ...


class ServerTrouble(DeliveryFailed):
    """Nothing is wrong with the mail: the server cannot be reached or will not have us. Trying again may help.

    A refused key or password is of this kind: the mail waits, the alarm is loud, and it leaves once the key is right.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why, can_retry=True)
