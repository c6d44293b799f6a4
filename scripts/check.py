"""The checks, as named steps: `bin/check` runs all, `bin/check fast` the quick ones, `bin/check types unit` just these.

Stops at the first step that fails and names it; `--keep-going` runs the rest all the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import browser, dovecot

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
DJANGO = (PYTHON, "-m", "django")
PYTEST = (PYTHON, "-m", "pytest", "--no-header", "-q")
# Every core, counted as the system counts them: pytest-xdist's `auto` would take half on machines with threads.
PARALLEL = ("-n", "logical", "--maxprocesses", "8", "--dist", "worksteal")
NO_TESTS_COLLECTED = 5


def _no_preparation() -> None:
    """Most steps need nothing but the virtual environment."""


@dataclass(frozen=True)
class Step:
    """One command; it passes when the command exits 0. `prepare` looks for what the command needs beforehand."""

    name: str
    says: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _no_preparation
    is_fast: bool = False
    may_be_empty: bool = False


def programs_for_the_browser_tests() -> None:
    """Installs what is missing where we may. The tests themselves decide what it means that it still is."""
    browser.ensure()
    if os.environ.get("CI"):
        dovecot.ensure()


def programs_for_the_mail_tests() -> None:
    if os.environ.get("CI"):
        dovecot.ensure()


SITE = {"DJANGO_SETTINGS_MODULE": "wellkept.project.settings", "WELLKEPT_URL": "https://desk.example.com"}
STEPS = [
    Step("lint", "mistakes and manners (ruff)", (PYTHON, "-m", "ruff", "check", "."), is_fast=True),
    Step(
        "format",
        "layout (ruff format)",
        (PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise", "."),
        is_fast=True,
    ),
    Step("templates", "templates (djlint)", (PYTHON, "-m", "djlint", "--lint", "--quiet", "src")),
    Step(
        "imports", "rooms import only from below", (str(Path(PYTHON).with_name("lint-imports")), "--no-cache")
    ),
    Step("types", "types (mypy --strict)", (PYTHON, "-m", "mypy"), SITE, is_fast=True),
    Step(
        "settings",
        "settings of a desk on the open net",
        (*DJANGO, "check", "--deploy", "--fail-level", "WARNING"),
        SITE,
    ),
    Step(
        "migrations",
        "models and migrations agree",
        (*DJANGO, "makemigrations", "--check", "--dry-run"),
        SITE,
    ),
    Step(
        "unit",
        "tests on SQLite",
        (*PYTEST, *PARALLEL, "-m", "not browser and not postgres and not slow"),
        prepare=programs_for_the_mail_tests,
        is_fast=True,
    ),
    Step(
        "postgres",
        "the same on PostgreSQL, and what needs one",
        (*PYTEST, *PARALLEL, "-m", "not browser and not slow"),
        {"WELLKEPT_TEST_DATABASE": "postgres"},
    ),
    Step("slow", "tests that take their time", (*PYTEST, "-m", "slow and not browser"), may_be_empty=True),
    Step(
        "browser",
        "a real browser",
        (*PYTEST, "tests/browser"),
        prepare=programs_for_the_browser_tests,
    ),
]


def main() -> int:
    arguments = parse()
    if arguments.list:
        for step in STEPS:
            print(f"{step.name:<11}{step.says}{'  (fast)' if step.is_fast else ''}")
        return 0
    chosen = choose(arguments.steps)
    started = time.monotonic()
    took: dict[str, float] = {}
    failed: list[str] = []
    for number, step in enumerate(chosen, start=1):
        print(f"\n== {number}/{len(chosen)} {step.name}: {step.says}", flush=True)
        began = time.monotonic()
        passed = run(step)
        took[step.name] = time.monotonic() - began
        print(f"-- {step.name} {'passed' if passed else 'FAILED'} in {took[step.name]:.1f} s", flush=True)
        if not passed:
            failed.append(step.name)
            if not arguments.keep_going:
                break
    print("\n" + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items()))
    whole = time.monotonic() - started
    if failed:
        again = " ".join(failed)
        print(f"Failed: {', '.join(failed)}, after {whole:.0f} s. Again only this: bin/check {again}")
        return 1
    print(f"Passed in {whole:.0f} s: {'every step' if chosen == STEPS else ', '.join(took)}.")
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/check", description="Runs what CI runs, as named steps.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help="names of steps, or fast; default: all")
    parser.add_argument("--keep-going", action="store_true", help="run the other steps after one has failed")
    parser.add_argument("--list", action="store_true", help="print the steps and stop")
    return parser.parse_args()


def choose(names: list[str]) -> list[Step]:
    known = {step.name for step in STEPS} | {"fast"}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no step {', '.join(unknown)}. bin/check --list names them.")
    if not names:
        return STEPS
    return [step for step in STEPS if step.name in names or ("fast" in names and step.is_fast)]


def run(step: Step) -> bool:
    """Whether the step passed. Its words go straight to the terminal; its data folder is thrown away."""
    step.prepare()
    with tempfile.TemporaryDirectory(prefix="wkcheck-") as folder:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name != "DATABASE_URL"
            and (not name.startswith("WELLKEPT_") or name.startswith("WELLKEPT_TEST_"))
        }
        environment = {**inherited, "WELLKEPT_DATA": folder, **step.environment}
        result = subprocess.run(step.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    return result.returncode == 0 or (step.may_be_empty and result.returncode == NO_TESTS_COLLECTED)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
