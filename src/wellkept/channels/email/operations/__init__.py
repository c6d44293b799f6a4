"""Writes of mail: one verb each. Nothing is acknowledged before `accept` has come back."""

from .accepting import Mail, accept, accept_many
from .deciding import ChooseInbox, NothingToDecide, drop, release
from .hooks import rotate_webhook_secret, set_signing_key
from .rereading import CannotRead, reparse
from .senders import forget_sender, judge_sender
from .sources import SourceMissing, read_raw

__all__ = [
    "CannotRead",
    "ChooseInbox",
    "Mail",
    "NothingToDecide",
    "SourceMissing",
    "accept",
    "accept_many",
    "drop",
    "forget_sender",
    "judge_sender",
    "read_raw",
    "release",
    "reparse",
    "rotate_webhook_secret",
    "set_signing_key",
]
