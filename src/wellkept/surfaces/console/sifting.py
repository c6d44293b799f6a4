"""Which days, which inbox, which team: what is chosen above a page of measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellkept.accounts.models import Team
from wellkept.accounts.queries import teams
from wellkept.conversations.models import Inbox
from wellkept.conversations.queries import inboxes_for
from wellkept.insight.tiles.scope import Scope, scope_for
from wellkept.kernel import clock
from wellkept.schedules.queries import default_calendar

from .pages import access

EPOCH = date(1970, 1, 1)
FIRST = "28"


@dataclass(frozen=True)
class Sifted:
    """A scope with its names. `kept` are the choices as they stand in an address; the usual ones are left away."""

    scope: Scope
    period: str
    periods: list[tuple[str, str]]
    inboxes: list[Inbox]
    teams: list[Team]
    kept: dict[str, str]
    first: date
    last: date
    zone: str

    @property
    def window(self) -> str:
        """The days in words: "26 Oct – 22 Nov 2026"."""
        form = "j M" if self.first.year == self.last.year else "j M Y"
        return f"{date_format(self.first, form)} – {date_format(self.last, 'j M Y')}"

    @property
    def query(self) -> str:
        """ "?period=7&inbox=2", or "" for the usual."""
        return "?" + "&".join(f"{key}={value}" for key, value in self.kept.items()) if self.kept else ""


def sift(request: HttpRequest) -> Sifted:
    """What the address asks for. Anything that is none of ours, or not theirs to see, is as if it were not there."""
    now, may = clock.now(), access(request)
    calendar = default_calendar()
    today = now.astimezone(calendar.zone).date()
    periods = {
        "7": (_("Last 7 days"), today - timedelta(days=6), today),
        FIRST: (_("Last 28 days"), today - timedelta(days=27), today),
        "91": (_("Last 13 weeks"), today - timedelta(days=90), today),
        "month": (_("Last month"), *_last_month(today)),
    }
    period = request.GET.get("period", FIRST)
    period = period if period in periods else FIRST
    inboxes, all_teams = list(inboxes_for(may)), list(teams())
    inbox_id = _chosen(request, "inbox", {one.pk for one in inboxes})
    team_id = _chosen(request, "team", {one.pk for one in all_teams})
    _label, first, last = periods[period]
    scope = scope_for(
        may,
        start=(first - EPOCH).days,
        end=(last - EPOCH).days + 1,
        now=now,
        inbox_id=inbox_id,
        team_id=team_id,
    )
    chosen = {"period": "" if period == FIRST else period, "inbox": inbox_id or "", "team": team_id or ""}
    return Sifted(
        scope=scope,
        period=period,
        periods=[(key, label) for key, (label, _first, _last) in periods.items()],
        inboxes=inboxes,
        teams=all_teams,
        kept={key: str(value) for key, value in chosen.items() if value},
        first=first,
        last=last,
        zone=str(calendar.zone),
    )


def _chosen(request: HttpRequest, name: str, known: set[int]) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and int(value) in known else None


def _last_month(today: date) -> tuple[date, date]:
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end
