"""Who is there. The one place that decides it."""

from __future__ import annotations

from wellkept.accounts.models import Agent, Role, Team


def members_of(team: Team) -> list[Agent]:
    """Those of the team who answer customers, by name. A light agent only reads and notes."""
    answering = Agent.objects.active().filter(teams=team).exclude(role=Role.LIGHT)
    return list(answering.order_by("name", "id"))


def hands(members: int, *, shrinkage: float) -> int:
    """How many of so many are at the desk on an ordinary day, to the nearest: who is ill or away is not.

    Of a team with anybody in it at least one, for an opening means that somebody is there.
    """
    return max(1, int(members * (1 - shrinkage) + 0.5)) if members else 0


def there_in(members: int, is_open: tuple[bool, ...], *, shrinkage: float) -> tuple[int, ...]:
    """Agents at the desk in each of these half-hours: the team less its shrinkage while it works, else nobody."""
    there = hands(members, shrinkage=shrinkage)
    return tuple(there if opens else 0 for opens in is_open)
