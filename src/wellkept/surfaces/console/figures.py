"""A figure as people read it (M23): never without n, never surer than it is; and its two small drawings."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.insight.domain.figure import Figure
from wellkept.insight.domain.measures.shown import Style, style
from wellkept.insight.tiles.counting import Shown
from wellkept.insight.tiles.tile import Tile

WIDE, HIGH = 100, 28
_ENDS = {"share": 1.0, "percent": 100.0}  # scales that have an end of their own


@dataclass(frozen=True, slots=True)
class Point:
    """A week of the trend, in the drawing's units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """Where the interval and the figure lie between the ends of the scale, in percent of its width."""

    low: float
    high: float
    point: float
    first: str
    last: str


@dataclass(frozen=True)
class View:
    """A tile to be drawn. `figure` is the number in words, or what is said instead; `beside` says of how many."""

    tile: Tile
    style: Style
    figure: str
    beside: str
    interval: str
    line: Line | None
    left_out: list[tuple[str, int]]
    n: int
    trend: str
    weeks: list[str]
    runs: list[list[Point]]
    target: str


def view(shown: Shown) -> View:
    """The tile as it may be shown."""
    tile, figure = shown.tile, shown.figure
    if figure is None:
        nothing = _("Nothing is published to measure against")
        return View(tile, "nothing", nothing, "", "", None, [], 0, "", [], [], "")
    how_sure = style(figure.n)
    words, beside = _words(tile, figure, how_sure)
    return View(
        tile=tile,
        style=how_sure if figure.value is not None else "nothing",
        figure=words,
        beside=beside,
        interval=_interval(tile, figure) if how_sure in ("greyed", "normal") else "",
        line=_line(tile, figure) if how_sure in ("greyed", "normal") else None,
        left_out=[(_(reason), count) for reason, count in figure.exclusions.items()],
        n=figure.n,
        trend=_trend(shown),
        weeks=[_week(tile, week) for week in shown.weeks],
        runs=_runs(tile, shown.weeks),
        target=_target(shown),
    )


def number(tile: Tile, value: float) -> str:
    """A value in the tile's unit: "93.9 %", "3 h 10 min", "1.3 ×", "4"."""
    if tile.unit == "share":
        return _("%(share)s %%") % {"share": _plain(100 * value)}
    if tile.unit == "percent":
        return _("%(share)s %%") % {"share": _plain(value)}
    if tile.unit == "times":
        return _("%(times)s ×") % {"times": f"{value / 1000:.2f}"}
    return span(round(value)) if tile.unit == "minutes" else _plain(value)


def amount(tile: Tile, value: float) -> str:
    """What was measured of one case."""
    if tile.how == "done by" and tile.card == "M14":
        return _("%(times)s × of what was said") % {"times": f"{value / 1000:.2f}"}
    return span(round(value)) if tile.how == "done by" else number(tile, value)


def span(minutes: int) -> str:
    """ "40 min", "3 h", "3 h 10 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": f"{hours:,}"}
    return _("%(hours)s h %(minutes)s min") % {"hours": f"{hours:,}", "minutes": rest}


def _words(tile: Tile, figure: Figure, how_sure: Style) -> tuple[str, str]:
    if how_sure == "nothing":
        return _("Nothing measured yet"), ""
    counted = ngettext("of %(n)s case", "of %(n)s cases", figure.n) % {"n": f"{figure.n:,}"}
    if tile.how == "share":
        of = _("%(hits)s of %(n)s") % {"hits": f"{figure.hits:,}", "n": f"{figure.n:,}"}
        if how_sure == "count":
            return of, _("too few for a rate")
        assert figure.value is not None, "a share of some cases has a value"
        return number(tile, figure.value), of
    if how_sure == "count":
        return _("Too few to say"), counted
    if figure.value is None:
        return _("Not known yet"), _("too many of %(n)s are still open") % {"n": f"{figure.n:,}"}
    return number(tile, figure.value), counted


def _interval(tile: Tile, figure: Figure) -> str:
    if figure.low is None:
        return ""
    low = number(tile, figure.low)
    if figure.high is None:
        return _("95 %% interval from %(low)s, its upper end not known yet") % {"low": low}
    return _("95 %% interval %(low)s to %(high)s") % {"low": low, "high": number(tile, figure.high)}


def _line(tile: Tile, figure: Figure) -> Line | None:
    if figure.value is None or figure.low is None:
        return None
    high = figure.value if figure.high is None else figure.high
    end = _ENDS.get(tile.unit) or ceil(max(high, figure.value, 1) * 1.1)
    low, high, point = (round(100 * min(one / end, 1), 2) for one in (figure.low, high, figure.value))
    return Line(low, 100.0 if figure.high is None else high, point, number(tile, 0), number(tile, end))


def _trend(shown: Shown) -> str:
    """Only a share is compared, and only what the interval of the difference (M02) shows is called one."""
    before = shown.before
    if before is None or before.value is None or style(before.n) == "count":
        return ""
    against = shown.tile.against
    values = {
        "was": number(shown.tile, before.value),
        "what": against[1] if against else _("the period before"),
    }
    if shown.trend == "no change shown":
        return _("No difference shown against %(was)s (%(what)s).") % values
    if shown.trend == "up":
        return _("Higher than %(was)s (%(what)s).") % values
    return _("Lower than %(was)s (%(what)s).") % values


def _week(tile: Tile, week: Figure) -> str:
    words, beside = _words(tile, week, style(week.n))
    return f"{words} ({beside})" if beside else words


def _runs(tile: Tile, weeks: tuple[Figure, ...]) -> list[list[Point]]:
    """The weeks that have enough cases, as lines; a week without breaks the line."""
    values = [week.value if week.n >= 10 else None for week in weeks]
    known = [value for value in values if value is not None]
    if not known or len(weeks) < 2:
        return []
    top = _ENDS.get(tile.unit) or max(*known, 1) * 1.1
    runs: list[list[Point]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            y = HIGH - 3 - (HIGH - 6) * value / top
            runs[-1].append(Point(round(3 + (WIDE - 6) * place / (len(weeks) - 1), 2), round(y, 2)))
    return [run for run in runs if run]


def _target(shown: Shown) -> str:
    if shown.within is None or shown.tile.card == "M14":
        return ""
    if shown.is_business:
        return _("Published: within %(time)s of business hours.") % {"time": span(shown.within)}
    return _("Published: within %(time)s.") % {"time": span(shown.within)}


def _plain(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
