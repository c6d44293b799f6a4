"""Ways out for finished mail: a mail server, a provider's web API, or the local outbox. Each address has its own."""

from .choosing import transport_for
from .contract import Parcel, Sent, ServerTrouble, Transport
from .local import LocalOutbox

__all__ = ["LocalOutbox", "Parcel", "Sent", "ServerTrouble", "Transport", "transport_for"]
