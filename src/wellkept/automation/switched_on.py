"""Which kinds of event some trigger waits for: known without asking the database each time.

A change in this process counts at once, one in another process after `SECONDS`.
"""

from __future__ import annotations

import time

from .models import Rule, RuleKind

SECONDS = 5.0


class _Known:
    kinds: frozenset[str] = frozenset()
    until: float = 0.0


def waited_for(kind: str) -> bool:
    """Whether a trigger that is switched on waits for events of this kind."""
    if time.monotonic() >= _Known.until:
        lists = Rule.objects.filter(
            kind=RuleKind.TRIGGER, switched_on_at__isnull=False, retired_at__isnull=True
        ).values_list("on", flat=True)
        assume(frozenset(kind for kinds in lists for kind in kinds))
    return kind in _Known.kinds


def assume(kinds: frozenset[str], *, seconds: float = SECONDS) -> None:
    """Takes these as what is waited for, for so long."""
    _Known.kinds, _Known.until = kinds, time.monotonic() + seconds


def forget() -> None:
    """The next question asks the database."""
    _Known.until = 0.0
