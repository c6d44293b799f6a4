"""`wellkept promises find` and `wellkept promises eval`: promises in words, from a shell."""

from __future__ import annotations

import json
import sys
from typing import Any, get_args

from wellkept.promises.domain.words import Found, find
from wellkept.promises.domain.words.measuring import Half, Rate, Score, Sentence, labelled, score
from wellkept.schedules.domain.reading import read_calendar, read_time
from wellkept.schedules.domain.zones import zone

from .jsonl import answer_lines

HALVES: tuple[Half, ...] = get_args(Half)


def run_find() -> int:
    """JSON lines {text, sent_at, zone, calendar?} in, {promises: […]} out; `id` is passed through.

    0 when every line could be read. A line that could not is answered with {"error": …}, and the end is 1.
    """
    return answer_lines(_find_line)


def run_eval(half: Half | None, *, as_json: bool) -> int:
    """Prints how well promises are found in the labelled sentences; 1 when the held-out half misses the aim, else 0."""
    sentences = labelled()
    table = {
        one: {
            name: score(chosen, calendar_of=read_calendar)
            for name, chosen in _by_language(sentences, one).items()
        }
        for one in (HALVES if half is None else (half,))
    }
    if as_json:
        print(
            json.dumps(
                {one: {k: _plain(v) for k, v in rows.items()} for one, rows in table.items()}, indent=2
            )
        )
    else:
        for one, rows in table.items():
            _print(one, rows)
    held_out = table.get("held-out")
    if held_out is not None and not reaches_aim(held_out["all"]):
        print("The held-out half misses the aim: precision 0.9 at recall 0.7.", file=sys.stderr)
        return 1
    return 0


def reaches_aim(of: Score) -> bool:
    """Precision of 0.9 or more at a recall of 0.7 or more."""
    return (of.precision.value or 0) >= 0.9 and (of.recall.value or 0) >= 0.7


def _find_line(line: str) -> dict[str, object]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(
            f'no JSON; write {{"text": …, "sent_at": …, "zone": …}} on one line ({problem})'
        ) from None
    if not isinstance(given, dict):
        raise ValueError('a line is an object; write {"text": …, "sent_at": …, "zone": …}')
    text = given.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" is missing or no string; write the draft as a string')
    sent_at = read_time(given.get("sent_at"), field="sent_at")
    where = zone(given.get("zone"), field="zone")
    calendar = None if given.get("calendar") is None else read_calendar(given["calendar"])
    found = find(text, sent_at=sent_at, zone=where, calendar=calendar)
    passed_on = {"id": given["id"]} if "id" in given else {}
    return {**passed_on, "promises": [_shown(one) for one in found]}


def _shown(one: Found) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "due": one.due.isoformat() if one.due else None,
        "due_kind": one.due_kind,
        "strength": one.strength,
    }


def _by_language(sentences: list[Sentence], half: Half) -> dict[str, list[Sentence]]:
    chosen = [one for one in sentences if one.half == half]
    languages = sorted({one.language for one in chosen})
    return {name: [one for one in chosen if one.language == name] for name in languages} | {"all": chosen}


def _plain(of: Score) -> dict[str, Any]:
    rates = {"precision": of.precision, "recall": of.recall, "due": of.due, "strength": of.strength}
    return {"sentences": of.sentences} | {
        name: {"hits": r.hits, "n": r.n, "value": r.value, "interval": list(r.interval)}
        for name, r in rates.items()
    }


def _print(half: Half, rows: dict[str, Score]) -> None:
    heads = "  ".join(f"{head:25}" for head in ("precision", "recall", "due right", "strength right"))
    print(f"{half:9} sentences  {heads}".rstrip())
    for name, of in rows.items():
        rates = "  ".join(_cell(rate) for rate in (of.precision, of.recall, of.due, of.strength))
        print(f"{name:9} {of.sentences:9}  {rates}".rstrip())


def _cell(rate: Rate) -> str:
    low, high = rate.interval
    value = "–" if rate.value is None else f"{rate.value:.3f}"
    counted = f"{rate.hits}/{rate.n}"
    return f"{counted:>7} {value:5} {low:.2f}–{high:.2f}  "
