"""The way out of a desk that has none: the local outbox."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.channels import outbox
from wellkept.channels.registry import DeliveryFailed

from .contract import Parcel, Sent

KEPT = "Kept in the local outbox: no outgoing server is set."


@dataclass(frozen=True)
class LocalOutbox:
    """Keeps each mail as a file; the same name again replaces it."""

    def send(self, parcel: Parcel) -> Sent:
        try:
            outbox.keep(parcel.raw, name=parcel.name, at=parcel.at)
        except OSError as error:
            raise DeliveryFailed(
                f"The local outbox cannot be written: {error.strerror}.", can_retry=True
            ) from error
        return Sent(KEPT)
