"""Tables of the room."""

from .code import Hours, ServiceCode, Target, TargetKind
from .promise import ENDED, OPEN, DueKind, Evidence, Kind, Promise, PromiseStatus, Promisor, Strength

__all__ = [
    "ENDED",
    "OPEN",
    "DueKind",
    "Evidence",
    "Hours",
    "Kind",
    "Promise",
    "PromiseStatus",
    "Promisor",
    "ServiceCode",
    "Strength",
    "Target",
    "TargetKind",
]
