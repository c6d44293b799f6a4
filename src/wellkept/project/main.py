"""The `wellkept` command: reads the line, sets the ground, and hands over to the surface that does it.

Commands that need no database (`mail parse`, `mail trim`, `html clean`, `schedule due`) never load Django.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from wellkept import __version__
from wellkept.surfaces.cli.arguments import parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    options = parser(__version__).parse_args(argv)
    if getattr(options, "data", None):
        os.environ["WELLKEPT_DATA"] = options.data
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(options: argparse.Namespace) -> int:
    command: str = options.command
    if command in PURE:
        return PURE[command](options)
    if command == "mail receive":
        from wellkept.surfaces.cli.mail_receive import run as receive

        return receive(options.inbox)  # answers 75 whatever goes wrong, so it sets Django up itself
    if command == "bench" and not options.data:
        os.environ["WELLKEPT_DATA"] = f"var/bench-{options.conversations}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.project.settings")
    import django

    django.setup()
    return _run_with_django(command, options)


def _run_with_django(command: str, options: argparse.Namespace) -> int:
    if command == "serve":
        from .serve import serve

        return serve(options)
    if command == "worker":
        from .serve import worker

        return worker()
    if command == "manage":
        from django.core.management import execute_from_command_line

        execute_from_command_line(["wellkept manage", *options.rest])
        return 0
    if command != "restore":  # which wants an empty folder
        from .prepare import prepare

        prepare()
    from wellkept.surfaces.cli import commands

    return commands.run(command, options)


def _mail_parse(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.mail_parse import run

    return run(options.files)


def _mail_trim(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.mail_trim import run

    return run()


def _html_clean(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.html_clean import run

    return run(options.jsonl)


def _send_sample(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.mail_sample import run

    return run(options.host, options.port, options.to)


def _schedule(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.schedule import run

    return run(options)


def _promises_find(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.promises_words import run_find

    return run_find()


def _promises_eval(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.promises_words import run_eval

    return run_eval(options.half, as_json=options.json)


def _staffing(options: argparse.Namespace) -> int:
    from wellkept.surfaces.cli.staffing import run

    return run(options)


PURE = {
    "mail parse": _mail_parse,
    "mail trim": _mail_trim,
    "mail send-sample": _send_sample,
    "html clean": _html_clean,
    "schedule due": _schedule,
    "schedule elapsed": _schedule,
    "promises find": _promises_find,
    "promises eval": _promises_eval,
    "staffing": _staffing,
}

if __name__ == "__main__":
    sys.exit(main())
