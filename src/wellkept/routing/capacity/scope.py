"""What a team is, for its capacity: whose messages come to it, when it works, and under which terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.access import Access
from wellkept.conversations.models import Inbox
from wellkept.promises.models import TargetKind
from wellkept.promises.standing import code_now
from wellkept.routing.domain.forecast import SLOTS
from wellkept.routing.domain.need import Terms
from wellkept.routing.domain.staffing import Target
from wellkept.routing.models import StaffingTerms
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.queries import calendar_of, default_calendar

from .present import members_of

# Until a supervisor says better: ten minutes of work, a third of paid time elsewhere, one conversation at once.
ASSUMED_HANDLE_SECONDS = 600
ASSUMED_SHRINKAGE = 0.3
ASSUMED_SHARE = 0.8
ASSUMED_WITHIN = 4 * 3600
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Scope:
    """`members` answer customers. `set_terms` None: nobody has set any, `terms` are assumed."""

    team: Team
    members: tuple[Agent, ...]
    inbox_ids: frozenset[int]
    calendar: Calendar
    terms: Terms
    set_terms: StaffingTerms | None

    def starts(self, day: date) -> list[datetime]:
        """The beginning of each half-hour of that date on the wall of its zone."""
        first = datetime.combine(day, time(), tzinfo=self.calendar.zone)
        return [first + slot * HALF_HOUR for slot in range(SLOTS)]

    def is_open(self, day: date) -> tuple[bool, ...]:
        """Of each half-hour, whether the team works in its middle."""
        return tuple(self.calendar.is_open(start + HALF_HOUR / 2) for start in self.starts(day))

    def today(self, at: datetime) -> date:
        return at.astimezone(self.calendar.zone).date()


def teams_for(access: Access) -> QuerySet[Team]:
    """The teams whose capacity the person may see, by name: all for who supervises, else none."""
    return Team.objects.order_by("name", "id") if access.may_supervise else Team.objects.none()


def scope_of(team: Team) -> Scope:
    """The team as it is now."""
    calendar = calendar_of(team.schedule) if team.schedule else default_calendar()
    inbox_ids = inboxes_of(team)
    row = StaffingTerms.objects.filter(team=team).order_by("-set_at", "-id").first()
    terms = read_terms(row) if row else assumed_terms(inbox_ids)
    return Scope(team, tuple(members_of(team)), inbox_ids, calendar, terms, row)


def inboxes_of(team: Team) -> frozenset[int]:
    """Whose new conversations go to the team; of an inbox that names none, to each team that opens it."""
    theirs = Q(default_team=team) | Q(default_team__isnull=True, inboxaccess__team=team)
    return frozenset(Inbox.objects.filter(theirs, archived_at__isnull=True).values_list("id", flat=True))


def read_terms(row: StaffingTerms) -> Terms:
    return Terms(
        handle_seconds=row.handle_seconds,
        patience_seconds=row.patience_seconds,
        target=Target(row.target_percent / 100, row.target_seconds),
        shrinkage=row.shrinkage_percent / 100,
        concurrency=float(row.concurrency),
    )


def assumed_terms(inbox_ids: frozenset[int]) -> Terms:
    """Nobody gives up, as with mail; the target is the published first reply, four hours where there is none."""
    return Terms(
        handle_seconds=ASSUMED_HANDLE_SECONDS,
        target=Target(ASSUMED_SHARE, _first_reply_seconds(inbox_ids) or ASSUMED_WITHIN),
        shrinkage=ASSUMED_SHRINKAGE,
    )


def _first_reply_seconds(inbox_ids: frozenset[int]) -> int | None:
    code = code_now()
    if code is None:
        return None
    fits = [
        target.minutes * 60
        for target in code.targets.values()
        if target.kind == TargetKind.FIRST_REPLY
        and target.priority is None
        and target.company_id is None
        and target.tag_id is None
        and (target.inbox_id is None or target.inbox_id in inbox_ids)
    ]
    return min(fits, default=None)
