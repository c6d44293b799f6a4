"""From words of time to a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from .found import DueKind
from .ground import CLOSING, LAST_MINUTE, Ground
from .named_zones import zone_at
from .tokens import TimeWords, Token, lookup, scan

Due = tuple[datetime | None, DueKind]

EVENING = 21 * 60
_MINUTES = {"minute": 1, "hour": 60}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}


def due_of(clause: str, words: TimeWords, ground: Ground) -> Due:
    """When a clause says it will be; (None, "vague") for "soon", (None, "none") when it says nothing."""
    tokens = scan(clause, words)
    said = [one for one in tokens if one.kind != "vague"]
    if said:
        try:
            due = _moment(clause, said, words, ground)
        except (ValueError, OverflowError):
            due = None  # the 31st of a short month, a year beyond the last one
        if due is not None:
            return due
    return None, "vague" if tokens else "none"


def _moment(clause: str, said: Sequence[Token], words: TimeWords, ground: Ground) -> Due | None:
    last = {one.kind: one for one in said}
    anchors = [one for one in said if one.kind in ("day", "span", "week")]
    if anchors and anchors[-1].kind == "span":
        return _span(anchors[-1], words, ground)
    if anchors and anchors[-1].kind == "week":
        last_day = _week(anchors[-1], words, ground)
        if "wkend" in anchors[-1].groups:
            return ground.at(last_day, LAST_MINUTE), "day"
        return ground.closing(last_day), "day"
    day = None
    if anchors:
        day = _day(anchors[-1], words, ground)
        if day is None:
            return None
    if "clock" in last:
        there = zone_at(clause, last["clock"].end)
        wall = ground if there is None else replace(ground, zone=there)
        due = _clock(last["clock"], day, words, wall)
        if _is_late(said, last["clock"], words) and due.hour < 12:
            due = wall.at(due.date(), (due.hour + 12) * 60 + due.minute)
        return due.astimezone(ground.zone), "exact"
    if "part" in last:
        return _part(last["part"], day, words, ground), "part_of_day"
    if (
        day is not None
        and "close" not in last
        and "edge" not in anchors[-1].groups
        and words.before.search(clause[: anchors[-1].start])
    ):
        day = max(day - timedelta(days=1), ground.today)
    if anchors and anchors[-1].groups.get("rel") == "tonight":
        return ground.at(ground.today, LAST_MINUTE), "part_of_day"
    return ground.closing(day or ground.today), "day"


def _span(token: Token, words: TimeWords, ground: Ground) -> Due | None:
    count = _number(token.groups.get("n", "1"), words)
    unit = next((u for key, u in words.units.items() if token.groups["unit"].startswith(key)), None)
    if unit is None:
        return None
    business = "biz" in token.groups
    if unit in _MINUTES:
        minutes = round(count * _MINUTES[unit])
        if business:
            return ground.business_minutes(minutes), "business"
        return ground.later(minutes=minutes), "duration"
    days = round(count * _DAYS[unit])
    if business:
        return ground.business_days(days), "business"
    return ground.later(days=days), "duration"


def _number(word: str, words: TimeWords) -> float:
    if word[:1].isdecimal():
        return float(word.replace(",", "."))
    return words.numbers.get(" ".join(word.split()), 1)


def _week(token: Token, words: TimeWords, ground: Ground) -> date:
    today = ground.today
    said = " ".join(token.groups.values())
    is_next = bool(words.next_words.search(token.groups.get("which", "")))
    if words.units.get(token.groups.get("unit", ""), "") == "month":
        first = today.replace(day=1)
        for _ in range(2 if is_next else 1):
            first, start = (first + timedelta(days=32)).replace(day=1), first
        return ground.last_business_day(start, first - timedelta(days=1))
    monday = today - timedelta(days=today.weekday())
    if is_next or (today.weekday() > 4 and "wkend" not in token.groups):
        monday += timedelta(days=7)
    if "second" in token.groups:  # the week after the next one
        monday += timedelta(days=7)
    if "after" in token.groups:
        return monday + timedelta(days=7)
    if "wkend" in token.groups:
        return monday + timedelta(days=6)
    if words.early.search(said):
        return monday + timedelta(days=1)
    if words.middle.search(said):
        return monday + timedelta(days=2)
    return ground.last_business_day(monday, monday + timedelta(days=6))


def _day(token: Token, words: TimeWords, ground: Ground) -> date | None:
    groups, today = token.groups, ground.today
    if "rel" in groups:
        return today + timedelta(days=words.relative[" ".join(groups["rel"].split())])
    if "wd" in groups:
        return _weekday(groups, words, today)
    if "iso" in groups:
        return date.fromisoformat(groups["iso"])
    if "first" in groups:
        return _numeric(groups, today, month_first=words.month_first and _american(ground))
    if "edge" in groups:
        return _end_of_month(groups, words, ground)
    month = lookup(words.months, groups["mon"]) if "mon" in groups else None
    return _coming(int(groups["dom"]), month, groups.get("year"), today)


def _end_of_month(groups: Mapping[str, str], words: TimeWords, ground: Ground) -> date | None:
    """Early, in the middle of, or at the end of a month that is named: the 5th, the 15th, its last business day."""
    month = lookup(words.months, groups["mon"])
    if month is None:
        return None
    today = ground.today
    year = int(groups["year"]) if "year" in groups else today.year + (month < today.month)
    first = date(year, month, 1)
    if words.early.search(groups["edge"]):
        return first.replace(day=5)
    if words.middle.search(groups["edge"]):
        return first.replace(day=15)
    return ground.last_business_day(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _weekday(groups: Mapping[str, str], words: TimeWords, today: date) -> date | None:
    wanted = lookup(words.weekdays, groups["wd"])
    if wanted is None:
        return None
    ahead = (wanted - today.weekday()) % 7
    if "nextweek" in groups:
        return today + timedelta(days=7 - today.weekday() + wanted)
    if ahead == 0 and "this" not in groups:
        ahead = 7
    return today + timedelta(days=ahead)


def _american(ground: Ground) -> bool:
    return ground.zone.key.startswith(("America/", "US/")) and not ground.zone.key.startswith(_DAY_FIRST)


_DAY_FIRST = (
    "America/Argentina",
    "America/Mexico",
    "America/Bogota",
    "America/Lima",
    "America/Santiago",
    "America/Sao",
)


def _numeric(groups: Mapping[str, str], today: date, *, month_first: bool) -> date:
    first, second = int(groups["first"]), int(groups["second"])
    day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
    return _coming(day, month, groups.get("year"), today)


def _coming(day: int, month: int | None, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month or today.month, day)
    if month:
        this_year = date(today.year, month, day)
        # A month ago is more likely next year's date; last week's is a slip, and shown as the past it is.
        return this_year if (today - this_year).days <= 31 else date(today.year + 1, month, day)
    first = today if day >= today.day else (today.replace(day=1) + timedelta(days=32))
    return first.replace(day=day)


def _clock(token: Token, day: date | None, words: TimeWords, ground: Ground) -> datetime:
    groups = token.groups
    if "named" in groups:
        minutes = words.clocks[" ".join(groups["named"].split())]
    else:
        minutes = _minutes(groups, words)
    due = ground.at(day or ground.today, minutes)
    if day is None and due <= ground.sent_at:
        afternoon = "ap" not in groups and minutes < 12 * 60 and not groups.get("h", "0").startswith("0")
        due = ground.at(ground.today, minutes + 720) if afternoon and "named" not in groups else due
        if due <= ground.sent_at:
            due = ground.at(ground.today + timedelta(days=1), minutes)
    return due


def _is_late(said: Sequence[Token], clock: Token, words: TimeWords) -> bool:
    """Whether an hour stands with an evening or a night: "by 8 tonight" is 20:00."""
    if "ap" in clock.groups or "named" in clock.groups:
        return False
    parts = [one.groups.get("part") or one.groups.get("rel", "") for one in said]
    return any((lookup(words.parts, part) or 0) > CLOSING for part in parts if part)


def _minutes(groups: Mapping[str, str], words: TimeWords) -> int:
    hour = int(_number(groups["h"], words))
    minute = int(groups.get("m") or 0)
    if "quarter" in groups:
        said = groups["quarter"]
        minute = 30 if said.startswith(("half", "halb", "media")) else 15
        if said.endswith(("to", "vor")):
            hour, minute = hour - 1, 45
        elif said == "halb":  # half of the hour that is named
            hour -= 1
    if hour > 24 or minute > 59:
        raise ValueError("no such time")
    half = groups.get("ap", "")
    if half.startswith(("p", "tarde", "nach", "abend")) and hour < 12:
        hour += 12
    elif half.startswith("a") and not half.startswith("abend") and hour == 12:
        hour = 0
    elif not half and 1 <= hour <= 6 and not groups["h"].startswith("0"):
        hour += 12  # nobody is called at 4 in the morning
    return hour * 60 + minute


def _part(token: Token, day: date | None, words: TimeWords, ground: Ground) -> datetime:
    said = " ".join(token.groups["part"].split())
    minutes = lookup(words.parts, said) or EVENING
    if day is None and said == "in the morning":  # "this morning" is today's, this one is the next
        day = ground.today + timedelta(days=1)
    day = day or ground.today
    due = ground.closing(day) if minutes == CLOSING else ground.at(day, minutes)
    return due if day != ground.today or due > ground.sent_at else ground.closing(day)
