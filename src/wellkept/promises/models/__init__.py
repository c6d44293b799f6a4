"""Tables of the room."""

from .amends import Amends
from .code import Hours, ServiceCode, Target, TargetKind
from .decision import Decision
from .promise import ENDED, OPEN, DueKind, Evidence, Kind, Promise, PromiseStatus, Promisor, Strength
from .rehearsal import Rehearsal
from .risk import Risk

__all__ = [
    "ENDED",
    "OPEN",
    "Amends",
    "Decision",
    "DueKind",
    "Evidence",
    "Hours",
    "Kind",
    "Promise",
    "PromiseStatus",
    "Promisor",
    "Rehearsal",
    "Risk",
    "ServiceCode",
    "Strength",
    "Target",
    "TargetKind",
]
