"""`wellkept schedule due` and `wellkept schedule elapsed`: the arithmetic of business hours, for anyone to check."""

from __future__ import annotations

import argparse
import json
import sys
from collections import OrderedDict
from pathlib import Path

from wellkept.schedules.domain.calendar import Calendar
from wellkept.schedules.domain.problems import BadField, Problem
from wellkept.schedules.domain.reading import read_calendar, read_minutes, read_time

from .jsonl import answer_lines

Answer = dict[str, object]

_KEPT = 256  # calendars in memory: most files of lines use a few


def run(options: argparse.Namespace) -> int:
    """One answer from the options, or with `--jsonl` one for each line of standard input.

    The due time is in the calendar's zone, with its offset. A bad value is one sentence that names the field, and 2;
    a bad line is answered with {"error": …}, and the end is 1.
    """
    is_due = options.command == "schedule due"
    if options.jsonl:
        return answer_lines(_Lines(is_due).answer)
    try:
        given = {
            "calendar": _file(options.calendar),
            "start": options.start,
            **({"minutes": _number(options.minutes)} if is_due else {"end": options.end}),
        }
        _all_there(given, prefix="--")
        answer = _answer(read_calendar(given["calendar"]), given, is_due=is_due, prefix="--")
    except (Problem, RecursionError) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(*answer.values())
    return 0


class _Lines:
    """Answers lines; a calendar that comes again, written the same, is read once."""

    def __init__(self, is_due: bool) -> None:
        self._is_due = is_due
        self._calendars: OrderedDict[str, Calendar] = OrderedDict()

    def answer(self, line: str) -> Answer:
        given = json.loads(line)
        if not isinstance(given, dict):
            raise ValueError(f"a line is an object with {', '.join(_fields(self._is_due))}")
        _all_there({name: given.get(name) for name in _fields(self._is_due)})
        passed_on = {"id": given["id"]} if "id" in given else {}
        return {**passed_on, **_answer(self._calendar(given["calendar"]), given, is_due=self._is_due)}

    def _calendar(self, given: object) -> Calendar:
        key = json.dumps(given)
        found = self._calendars.get(key)
        if found is None:
            found = self._calendars[key] = read_calendar(given)
            if len(self._calendars) > _KEPT:
                self._calendars.popitem(last=False)
        return found


def _answer(calendar: Calendar, given: dict[str, object], *, is_due: bool, prefix: str = "") -> Answer:
    start = read_time(given["start"], field=f"{prefix}start")
    if is_due:
        minutes = read_minutes(given["minutes"], field=f"{prefix}minutes")
        return {"due": calendar.add(start, minutes).astimezone(calendar.zone).isoformat()}
    counted = calendar.elapsed(start, read_time(given["end"], field=f"{prefix}end"))
    return {"minutes": int(counted) if counted.is_integer() else counted}


def _fields(is_due: bool) -> tuple[str, str, str]:
    return ("calendar", "start", "minutes" if is_due else "end")


def _all_there(given: dict[str, object], prefix: str = "") -> None:
    examples = {
        "calendar": "a calendar",
        "start": 'a time, for example "2026-03-27T16:30:00+01:00"',
        "end": 'a time, for example "2026-03-30T09:30:00+02:00"',
        "minutes": "a whole number of minutes, 0 or more",
    }
    for name, value in given.items():
        if value is None:
            raise BadField(f"{prefix}{name}", f"is missing; write {examples[name]}.")


def _file(name: str | None) -> object:
    if name is None:
        return None
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return json.loads(raw)
    except OSError as problem:
        raise BadField("--calendar", f"{name}: {problem.strerror}.") from problem
    except ValueError as problem:
        raise BadField("--calendar", f"{name} is no JSON: {problem}.") from problem


def _number(text: str | None) -> object:
    """The number on the command line; the text itself when it is none, for `read_minutes` to refuse."""
    try:
        return text if text is None else int(text)
    except ValueError:
        return text
