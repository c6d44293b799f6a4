"""`wellkept staffing`: how many agents a load needs, as a table to argue with."""

from __future__ import annotations

import argparse
import json
import sys
from math import isfinite

from wellkept.routing.domain.load import OVERLOAD, Overload
from wellkept.routing.domain.need import BUSIEST, MOST_WAITING, Line, Outcome, Terms, line, needed, table
from wellkept.routing.domain.staffing import Target, halfin_whitt, square_root_staffing

PERIODS = {"minute": 1 / 60, "quarter-hour": 0.25, "half-hour": 0.5, "hour": 1.0}  # in hours
BETAS = (0.2, 0.5, 1.0, 1.5)
NOBODY_LEAVES = "none"
MOST_LINES = 60

COLUMNS = ("agents", "plan", "busy", "in time", "wait", "give up", "mean wait", "spare β", "if all stayed")
EXAMPLE = "for example: wellkept staffing --arrivals 100 --handle 240 --patience 180 --target 80/20"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's place in `wellkept …`. Values are texts: this module says what to write instead of a bad one."""
    text = "How many agents a load needs: exact Erlang-A, as a table."
    one = commands.add_parser("staffing", help=text, description=text, epilog=EXAMPLE)
    one.set_defaults(command="staffing")
    one.add_argument("--arrivals", metavar="N", help="how many arrive in a period")
    one.add_argument("--per", default="hour", metavar="PERIOD", help=f"{_choices()} (default: hour)")
    one.add_argument("--handle", metavar="SECONDS", help="how long one is handled on average")
    one.add_argument(
        "--patience",
        default=NOBODY_LEAVES,
        metavar="SECONDS",
        help="after how long people give up on average (default: none, nobody does)",
    )
    one.add_argument("--target", default="80/20", metavar="PERCENT/SECONDS", help="(default: 80/20)")
    one.add_argument(
        "--shrinkage", default="0", metavar="PERCENT", help="share of paid time not at work (default: 0)"
    )
    one.add_argument(
        "--concurrency", default="1", metavar="N", help="chats an agent holds at once, measured (default: 1)"
    )
    one.add_argument("--agents", metavar="N or FROM-TO", help="these lines, instead of those around the need")
    one.add_argument("--json", action="store_true", help="only the JSON")


def run(options: argparse.Namespace) -> int:
    """Prints the table, or the JSON; a bad value is one sentence that names the option and what to write, and 2."""
    try:
        arrivals, terms = _read(options)
        lines = _lines(options.agents, terms, arrivals)
        enough = needed(terms, arrivals)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(_as_json(terms, arrivals, enough, lines), indent=2))
    else:
        print("\n".join(_as_text(terms, arrivals, enough, lines)))
    return 0


def _read(options: argparse.Namespace) -> tuple[float, Terms]:
    if options.per not in PERIODS:
        raise ValueError(f"--per: {options.per} is no period here; write {_choices()}.")
    arrivals = _number("--arrivals", options.arrivals, "how many arrive, for example --arrivals 100")
    patience = None
    if options.patience != NOBODY_LEAVES:
        patience = _number(
            "--patience", options.patience, "seconds above 0, for example --patience 180, or none"
        )
    shrinkage = _number("--shrinkage", options.shrinkage, "a percentage, for example --shrinkage 30", least=0)
    if shrinkage >= 100:
        raise ValueError("--shrinkage: nobody would be left; write a percentage below 100, for example 30.")
    concurrency = _number(
        "--concurrency", options.concurrency, "chats at once, 1 or more, for example 2.2", least=1
    )
    handle = _number(
        "--handle", options.handle, "seconds of work on one on average, for example --handle 240"
    )
    terms = Terms(
        handle_seconds=handle,
        patience_seconds=patience,
        target=_target(options.target),
        shrinkage=shrinkage / 100,
        concurrency=concurrency,
    )
    return arrivals / PERIODS[options.per], terms


def _number(option: str, text: str | None, write: str, *, least: float | None = None) -> float:
    """A number above 0, or from `least` on; a percent sign at its end is no harm."""
    if text is None:
        raise ValueError(f"{option}: is missing; write {write}.")
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = float("nan")
    if not isfinite(number) or (number <= 0 if least is None else number < least):
        raise ValueError(f"{option}: {text!r} cannot be used; write {write}.")
    return number


def _target(text: str) -> Target:
    share, _, seconds = text.partition("/")
    try:
        percent, within = float(share.removesuffix("%")), float(seconds.removesuffix("s"))
    except ValueError:
        percent = within = float("nan")
    if not 0 < percent < 100 or not isfinite(within) or within < 0:
        raise ValueError(
            f"--target: {text!r} cannot be used; write a percentage below 100, a slash and seconds, "
            "for example 80/20."
        )
    return Target(percent / 100, within)


def _lines(asked: str | None, terms: Terms, arrivals: float) -> tuple[Line, ...]:
    if asked is None:
        return table(terms, arrivals)
    first, _, last = asked.partition("-")
    try:
        lowest, highest = int(first), int(last or first)
    except ValueError:
        lowest = highest = 0
    if not 1 <= lowest <= highest < lowest + MOST_LINES:
        raise ValueError(
            f"--agents: {asked!r} cannot be used; write a number or a range of at most {MOST_LINES}, "
            "for example 8 or 6-12."
        )
    return tuple(line(terms, arrivals, agents=agents) for agents in range(lowest, highest + 1))


def _as_text(terms: Terms, arrivals: float, enough: int, lines: tuple[Line, ...]) -> list[str]:
    offered, target = terms.load(arrivals).offered, terms.target
    stay = (
        "nobody gives up"
        if terms.patience_seconds is None
        else f"people give up after {terms.patience_seconds:g} s on average"
    )
    return [
        f"{arrivals:g} an hour, {terms.handle_seconds:g} s each: {offered:.2f} erlangs"
        + (f", {terms.concurrency:g} chats an agent" if terms.concurrency > 1 else "")
        + f"; {stay}.",
        f"Target: {target.share:.0%} answered within {target.seconds:g} s, of all who come.",
        "",
        *_grid([COLUMNS, *(_cells(one) for one in lines)]),
        "",
        _verdict(terms, arrivals, enough),
        f"Square-root rule, n = ⌈R + β√R⌉: {_rule(terms, offered)}.",
        *_warning(terms, arrivals, enough),
    ]


def _cells(one: Line) -> tuple[str, ...]:
    mark = " ✓" if one.meets_target else "  "
    found = one.outcome
    shown = (
        (OVERLOAD, "", "", "", "")
        if found == OVERLOAD
        else (
            f"{found.occupancy:.1%}",
            f"{found.service_level:.1%}{mark}",
            f"{found.waiting_share:.2%}",
            f"{found.abandoned_share:.2%}",
            f"{found.mean_wait_seconds:.1f} s",
        )
    )
    stayed = one.if_all_stayed
    return (
        str(one.agents),
        str(one.planned),
        *shown,
        f"{one.spare:.2f}",
        OVERLOAD if stayed == OVERLOAD else f"{stayed.mean_wait_seconds:.1f} s",
    )


def _grid(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _verdict(terms: Terms, arrivals: float, enough: int) -> str:
    planned = line(terms, arrivals, agents=enough).planned
    agents = f"{enough} agent meets" if enough == 1 else f"{enough} agents meet"
    if terms.shrinkage:
        return (
            f"{agents} the target; plan {planned}, for {terms.shrinkage:.0%} of paid time is not at the desk."
        )
    return f"{agents} the target."


def _rule(terms: Terms, offered: float) -> str:
    """In agents; the share that waits is Halfin and Whitt's, where nobody gives up."""
    shown = []
    for beta in BETAS:
        agents = -int(-square_root_staffing(offered, beta) // terms.concurrency)
        shown.append(f"β {beta:g} → {agents} ({halfin_whitt(beta):.0%} wait)")
    return ", ".join(shown)


def _warning(terms: Terms, arrivals: float, enough: int) -> list[str]:
    found = line(terms, arrivals, agents=enough).outcome
    if found == OVERLOAD or not found.is_strained:
        return []
    return [
        f"Careful: with {enough} the desk is busy {found.occupancy:.0%} of the time and {found.waiting_share:.0%} "
        f"wait; above {BUSIEST:.0%} or {MOST_WAITING:.0%} there is no room for a bad day."
    ]


def _as_json(terms: Terms, arrivals: float, enough: int, lines: tuple[Line, ...]) -> dict[str, object]:
    offered = terms.load(arrivals).offered
    return {
        "arrivals_per_hour": arrivals,
        "handle_seconds": terms.handle_seconds,
        "patience_seconds": terms.patience_seconds,
        "target": {"share": terms.target.share, "seconds": terms.target.seconds},
        "shrinkage": terms.shrinkage,
        "concurrency": terms.concurrency,
        "offered": offered,
        "agents": enough,
        "planned": line(terms, arrivals, agents=enough).planned,
        "rows": [_row(one) for one in lines],
        "square_root": [
            {
                "beta": beta,
                "servers": square_root_staffing(offered, beta),
                "waiting_share": halfin_whitt(beta),
            }
            for beta in BETAS
        ],
    }


def _row(one: Line) -> dict[str, object]:
    return {
        "agents": one.agents,
        "planned": one.planned,
        "beta": one.spare,
        "meets_target": one.meets_target,
        **_measures(one.outcome),
        "if_all_stayed": OVERLOAD
        if one.if_all_stayed == OVERLOAD
        else {
            "waiting_share": one.if_all_stayed.waiting_share,
            "mean_wait_seconds": one.if_all_stayed.mean_wait_seconds,
            "service_level": one.if_all_stayed.service_level,
        },
    }


def _measures(found: Outcome | Overload) -> dict[str, object]:
    names = ("occupancy", "service_level", "waiting_share", "abandoned_share", "mean_wait_seconds")
    return {name: OVERLOAD if found == OVERLOAD else getattr(found, name) for name in names}


def _choices() -> str:
    return ", ".join(PERIODS)
