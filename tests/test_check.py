"""bin/check as people type it."""

from __future__ import annotations

import re
import sys

import pytest

from scripts import check

GOOD = check.Step("good", "always passes", (sys.executable, "-c", "pass"), is_fast=True)
BAD = check.Step("bad", "never passes", (sys.executable, "-c", "raise SystemExit(3)"))
LAST = check.Step("last", "comes after the bad one", (sys.executable, "-c", "pass"))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """`typed("bad", "--keep-going")` gives the exit code and the lines of a run over the three steps above."""
    monkeypatch.setattr(check, "STEPS", [GOOD, BAD, LAST])

    def run(*arguments: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["bin/check", *arguments])
        code = check.main()
        return code, capfd.readouterr().out.splitlines()

    return run


def test_the_steps_are_those_of_the_working_agreement() -> None:
    assert [step.name for step in check.STEPS] == [
        *("lint", "format", "templates", "imports", "types", "settings", "migrations"),
        *("unit", "postgres", "slow", "browser"),
    ]
    assert [step.name for step in check.STEPS if step.is_fast] == ["lint", "format", "types", "unit"]


def test_list_names_every_step_and_runs_none(typed) -> None:
    code, lines = typed("--list")
    assert code == 0
    assert [line.split()[0] for line in lines] == ["good", "bad", "last"]


def test_a_failed_step_stops_the_run_and_is_named(typed) -> None:
    code, lines = typed()
    assert code == 1
    assert re.fullmatch(r"Failed: bad, after \d+ s\. Again only this: bin/check bad", lines[-1])
    assert not any("last" in line for line in lines)


def test_keep_going_runs_the_rest_and_fails_all_the_same(typed) -> None:
    code, lines = typed("--keep-going")
    assert code == 1
    assert any(line.startswith("-- last passed in") for line in lines)


def test_fast_and_names_choose_steps_in_their_own_order(typed) -> None:
    code, lines = typed("last", "fast")
    assert code == 0
    assert re.fullmatch(r"Passed in \d+ s: good, last\.", lines[-1])


def test_an_unknown_step_is_refused_with_a_way_to_find_the_right_one(typed) -> None:
    with pytest.raises(SystemExit, match=r"^There is no step god\. bin/check --list names them\.$"):
        typed("god")


def test_a_step_sees_none_of_the_settings_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_URL", "https://mine.example.com")
    monkeypatch.setenv("DATABASE_URL", "postgres://mine")
    code = "import os, sys; sys.exit('WELLKEPT_URL' in os.environ or 'DATABASE_URL' in os.environ)"
    assert check.run(check.Step("clean", "looks around", (sys.executable, "-c", code)))
