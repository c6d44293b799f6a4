"""The picture of a day: people needed and there in each half-hour, as coordinates of an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.routing.capacity.days import Plan, Row
from wellkept.routing.capacity.scope import HALF_HOUR

WIDTH, LEFT, BOTTOM, TOP = 900.0, 36.0, 210.0, 10.0
GAP = 2.0
LINES = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One half-hour. `missing` is None where nobody is missing."""

    row: Row
    x: float
    width: float
    there: float
    missing: float | None
    needed: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the drawing needs. `needed` is the path of the dashed line; `now` the x of this moment, or None."""

    columns: list[Column]
    axis: list[tuple[float, int]]
    hours: list[tuple[float, str]]
    needed: str
    now: float | None


def chart_of(plan: Plan, *, at: datetime) -> Chart | None:
    """None where no half-hour is to be shown."""
    if not plan.rows:
        return None
    step = (WIDTH - 8 - LEFT) / len(plan.rows)
    most = max(plan.peak, 1)
    each = -(-most // LINES)
    unit = (BOTTOM - TOP) / (each * -(-most // each))

    def y(people: float) -> float:
        return round(BOTTOM - people * unit, 1)

    columns = [
        Column(
            row=row,
            x=round(LEFT + number * step + GAP, 1),
            width=round(step - 2 * GAP, 1),
            there=y(row.there),
            missing=y(row.needed) if row.is_short else None,
            needed=y(row.needed),
        )
        for number, row in enumerate(plan.rows)
    ]
    line = " ".join(
        f"{'M' if number == 0 else 'L'}{LEFT + number * step:.1f} {one.needed} H{LEFT + (number + 1) * step:.1f}"
        for number, one in enumerate(columns)
    )
    hours = [
        (round(LEFT + number * step, 1), f"{row.start:%H}")
        for number, row in enumerate(plan.rows)
        if row.start.minute == 0
    ]
    return Chart(
        columns=columns,
        axis=[(y(people), people) for people in range(0, each * -(-most // each) + 1, each)],
        hours=hours,
        needed=line,
        now=_now(plan, at, step),
    )


def _now(plan: Plan, at: datetime, step: float) -> float | None:
    for number, row in enumerate(plan.rows):
        if row.start <= at < row.start + HALF_HOUR:
            return round(LEFT + (number + (at - row.start) / HALF_HOUR) * step, 1)
    return None
