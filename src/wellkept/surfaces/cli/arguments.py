"""The command line in one page: every command, its options, its help."""

from __future__ import annotations

import argparse

from . import staffing


def parser(version: str) -> argparse.ArgumentParser:
    """The parser of `wellkept …`; the result carries `command`, for example "mail parse"."""
    top = argparse.ArgumentParser(prog="wellkept", description="Customer service that keeps its promises.")
    top.add_argument("--version", action="version", version=f"wellkept {version}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _serving(commands)
    _people(commands)
    _mail(commands)
    _schedule(commands)
    _promises(commands)
    staffing.add(commands)
    _keeping(commands)
    return top


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    command: str,
    help_text: str,
    *,
    data: bool = True,
) -> argparse.ArgumentParser:
    one = commands.add_parser(command.split()[-1], help=help_text, description=help_text)
    one.set_defaults(command=command)
    if data:
        one.add_argument("--data", metavar="DIR", help="the data folder (default: $WELLKEPT_DATA or ./var)")
    return one


def _group(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help_text: str
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    group = commands.add_parser(name, help=help_text, description=help_text)
    return group.add_subparsers(metavar="COMMAND", required=True)


def _serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _add(commands, "serve", "Serve the desk: pages, live updates, mail in, background work.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port of the desk (default: 8000)")
    serve.add_argument("--smtp-host", help="address for mail (default: as --host)")
    serve.add_argument(
        "--smtp-port", type=int, default=2525, help="port for mail by SMTP, 0 for none (default: 2525)"
    )
    serve.add_argument("--lmtp-port", type=int, default=0, help="port for mail by LMTP (default: none)")
    serve.add_argument("--demo", action="store_true", help="fill an empty desk with a small company first")
    _add(commands, "worker", "Do only background work, for further hosts.")
    demo = _add(commands, "demo", "Fill the desk with a believable small company.")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same company (default: 1)")
    manage = commands.add_parser("manage", help="Django's own commands, for developers.")
    manage.set_defaults(command="manage")
    manage.add_argument("rest", nargs=argparse.REMAINDER)


def _people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    agent = _group(commands, "agent", "People who answer.")
    add = _add(agent, "agent add", "Add a person; prints a one-time link unless a password is given.")
    add.add_argument("email")
    add.add_argument("--role", default="agent", help="admin, supervisor, agent or light (default: agent)")
    add.add_argument("--name", default="")
    add.add_argument(
        "--team", action="append", default=[], help="a team to join, made when new; may be repeated"
    )
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    token = _group(commands, "token", "API tokens.")
    issue = _add(token, "token add", "Issue a token that acts as this agent; it is printed once.")
    issue.add_argument("email")
    issue.add_argument("--name", default="shell")


def _mail(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mail = _group(commands, "mail", "Mail: in, out, and what we make of it.")
    receive = _add(
        mail, "mail receive", "Take one raw message from a pipe; exit 0 only when stored, 75 to retry."
    )
    receive.add_argument(
        "--inbox", metavar="ADDRESS", help="the address it came for (default: $RECIPIENT or its headers)"
    )
    parse = _add(mail, "mail parse", "One JSON line for each raw message.", data=False)
    parse.add_argument("files", nargs="*", metavar="FILE")
    _add(mail, "mail trim", "JSON lines {text, html} in, {reply, rest} out.", data=False)
    sample = _add(mail, "mail send-sample", "Send a sample mail to a running desk.", data=False)
    sample.add_argument("--host", default="127.0.0.1")
    sample.add_argument("--port", type=int, default=2525)
    sample.add_argument("--to", default="help@larkmoor.example", help="an address of an inbox")
    address = _add(mail, "mail add-address", "Give an inbox an address; the inbox is made when new.")
    address.add_argument("address")
    address.add_argument("--inbox", default="Help", help="the inbox (default: Help)")
    address.add_argument("--team", action="append", default=[], help="a team that sees it; may be repeated")
    html = _group(commands, "html", "HTML of strangers.")
    clean = _add(html, "html clean", "What the desk would show of the HTML on standard input.", data=False)
    clean.add_argument("--jsonl", action="store_true", help="lines {id, html} in and out")


def _schedule(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schedule = _group(commands, "schedule", "Time counted in business hours.")
    due = _add(schedule, "schedule due", "When so many business minutes have passed.", data=False)
    due.add_argument("--minutes", metavar="M", help="how many minutes count until then, 0 or more")
    elapsed = _add(schedule, "schedule elapsed", "The business minutes between two times.", data=False)
    elapsed.add_argument("--end", metavar="TIME", help="until when, with its offset")
    for one in (due, elapsed):
        one.add_argument(
            "--calendar", metavar="FILE", help='JSON with "zone", "week", "holidays"; - for standard input'
        )
        one.add_argument("--start", metavar="TIME", help="since when, for example 2026-03-27T16:30:00+01:00")
    due.add_argument("--jsonl", action="store_true", help="lines {calendar, start, minutes} in, {due} out")
    elapsed.add_argument(
        "--jsonl", action="store_true", help="lines {calendar, start, end} in, {minutes} out"
    )


def _promises(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    promises = _group(commands, "promises", "Promises in words.")
    _add(
        promises,
        "promises find",
        "JSON lines {text, sent_at, zone, calendar?} in, {promises: [{start, end, text, due, …}]} out.",
        data=False,
    )
    measured = _add(promises, "promises eval", "How well promises in words are found.", data=False)
    measured.add_argument(
        "--half", choices=("tuning", "held-out"), help="only this half of the sentences (default: both)"
    )
    measured.add_argument("--json", action="store_true", help="only the JSON")


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = _add(commands, "backup", "Write a consistent copy of everything while the desk runs.")
    backup.add_argument("file")
    restore = _add(commands, "restore", "Put a backup into an empty data folder and check it.")
    restore.add_argument("file")
    _add(commands, "doctor", "Check what must always hold; exit 1 when something does not.")
    bench = _add(commands, "bench", "Measure the speed budget on generated data.")
    bench.add_argument("--conversations", type=int, default=10_000)
    bench.add_argument("--json", action="store_true", help="only the JSON")
