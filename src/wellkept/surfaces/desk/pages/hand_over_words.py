"""What happened to a hand-over, as a sentence of the history."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.kernel.models import LoggedEvent

HAND_OVERS = (
    "hand_over.offered",
    "hand_over.accepted",
    "hand_over.declined",
    "hand_over.withdrawn",
    "hand_over.overdue",
)


def hand_over_sentence(event: LoggedEvent, who: str, name: Callable[[type, int | None], str]) -> str:
    """`name` gives the name of an agent or a team by its number."""
    data = event.data
    if event.kind == "hand_over.offered":
        whom = name(Agent, data["to_agent_id"]) if data["to_agent_id"] else name(Team, data["to_team_id"])
        return _("%(who)s asked %(whom)s to take it over") % {"who": who, "whom": whom}
    if event.kind == "hand_over.accepted":
        return _("%(who)s accepted the hand-over; what is owed went with it") % {"who": who}
    if event.kind == "hand_over.declined":
        return _("%(who)s declined the hand-over") % {"who": who}
    if event.kind == "hand_over.overdue":
        return _("Nobody decided about the hand-over in time: supervisors see it now")
    if data["why"] == "asked":
        return _("%(who)s took the hand-over back") % {"who": who}
    return _("The hand-over ended: it went another way")
