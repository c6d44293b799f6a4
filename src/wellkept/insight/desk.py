"""The desk's time: which day a moment is, and how many minutes lie between two where somebody answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db.models import Q

from wellkept.accounts.models import Team
from wellkept.conversations.models import Inbox
from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import Problem
from wellkept.schedules.models import Schedule
from wellkept.schedules.queries import calendar_of, default_schedule

MINUTE = timedelta(minutes=1)
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC).toordinal()


@dataclass(frozen=True)
class Hours:
    """Time counted by one calendar."""

    calendar: Calendar

    def minutes(self, start: datetime, end: datetime) -> int:
        """Business minutes, rounded up; 0 when the end is not after the start."""
        return ceil(self.calendar.elapsed(start, end)) if end > start else 0

    def seconds(self, start: datetime, end: datetime) -> float:
        """Business seconds; 0 when the end is not after the start."""
        return self.calendar.counted(start, end).total_seconds() if end > start else 0.0

    def after(self, start: datetime, seconds: int) -> datetime:
        """When so many business seconds have passed, to the minute upwards; the start where nobody works any more."""
        try:
            return self.calendar.add(start, ceil(seconds / 60))
        except Problem:
            return start

    def since(self, now: datetime, minutes: int) -> datetime:
        """The last moment from which so many business minutes have passed until now, to the minute; a year at most."""
        early, late = now - timedelta(days=365), now
        if self.minutes(early, now) < minutes:
            return early
        while late - early > MINUTE:
            middle = early + (late - early) / 2
            if self.calendar.elapsed(middle, now) >= minutes:
                early = middle
            else:
                late = middle
        return early


@dataclass(frozen=True)
class Desk:
    """Days are those of the workspace's zone; hours those of the inbox, else of the team, else of the workspace.

    `revision` changes whenever any of them does.
    """

    workspace: Hours
    of_inbox: Mapping[int, Hours]
    of_team: Mapping[int, Hours]
    revision: str

    def day(self, at: datetime | None) -> int | None:
        """Days since 1970 in the workspace's zone."""
        return None if at is None else at.astimezone(self.workspace.calendar.zone).toordinal() - _EPOCH_DAY

    def hours(self, inbox_id: int | None, team_id: int | None) -> Hours:
        """The hours that count there."""
        return self.of_inbox.get(inbox_id or 0) or self.of_team.get(team_id or 0) or self.workspace

    def asked_after(self, column: str, now: datetime, minutes: int) -> Q:
        """Rows for which fewer business minutes than that have passed since the moment in `column`, by their hours."""
        own_inbox, own_team = Q(inbox_id__in=self.of_inbox), Q(team_id__in=self.of_team)
        after = {
            id(one): Q(**{f"{column}__gt": one.since(now, minutes)})
            for one in (self.workspace, *self.of_inbox.values(), *self.of_team.values())
        }
        found = ~own_inbox & ~own_team & after[id(self.workspace)]
        for number, one in self.of_inbox.items():
            found |= Q(inbox_id=number) & after[id(one)]
        for number, one in self.of_team.items():
            found |= ~own_inbox & Q(team_id=number) & after[id(one)]
        return found


def clock_minutes(start: datetime, end: datetime) -> int:
    """Calendar minutes, rounded up; 0 when the end is not after the start."""
    return max(0, ceil((end - start) / MINUTE))


def desk_now() -> Desk:
    """The hours as they are now: three queries, and one for each schedule that an inbox or a team has of its own."""
    default = default_schedule()
    inboxes = dict(Inbox.objects.filter(schedule__isnull=False).values_list("id", "schedule_id"))
    teams = dict(Team.objects.filter(schedule__isnull=False).values_list("id", "schedule_id"))
    own = Schedule.objects.filter(pk__in={*inboxes.values(), *teams.values()}) if inboxes or teams else ()
    schedules = {one.pk: one for one in (*own, default)}
    hours = {number: Hours(calendar_of(one)) for number, one in schedules.items()}
    told = [
        default.revision,
        *(f"inbox {key} {schedules[inboxes[key] or 0].revision}" for key in sorted(inboxes)),
        *(f"team {key} {schedules[teams[key] or 0].revision}" for key in sorted(teams)),
    ]
    return Desk(
        workspace=hours[default.pk],
        of_inbox={key: hours[number or 0] for key, number in inboxes.items()},
        of_team={key: hours[number or 0] for key, number in teams.items()},
        revision=hashlib.sha256("\n".join(told).encode()).hexdigest()[:40],
    )
