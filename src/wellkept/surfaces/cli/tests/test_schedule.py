"""`wellkept schedule due` and `elapsed`: an answer, or a sentence that names the field; and the page about them."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from wellkept.project.main import main
from wellkept.schedules.domain import reading
from wellkept.surfaces.cli import schedule

PAGE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "schedules.md"
CALENDAR = {
    "zone": "Europe/Berlin",
    "week": {str(day): [["09:00", "12:30"], ["13:00", "17:00"]] for day in range(5)},
    "holidays": ["2026-12-25"],
    "half_days": {"2026-12-24": [["09:00", "12:00"]]},
}
FRIDAY = "2026-03-27T16:30:00+01:00"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.json"
    path.write_text(json.dumps(CALENDAR), encoding="utf-8")
    return str(path)


@pytest.fixture
def given(monkeypatch):
    """`given(b"…")` is what standard input holds."""

    def give(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))

    return give


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_a_due_time_is_in_the_zone_of_the_calendar(file, capsys):
    assert (
        main(["schedule", "due", "--calendar", file, "--start", "2026-03-27T15:30:00Z", "--minutes", "60"])
        == 0
    )
    assert capsys.readouterr().out == "2026-03-30T09:30:00+02:00\n"


def test_minutes_between_two_times_may_have_a_fraction(file, capsys):
    ask = ["schedule", "elapsed", "--calendar", file, "--start", FRIDAY, "--end"]
    assert main([*ask, "2026-03-30T09:30:00+02:00"]) == 0
    assert main([*ask, "2026-03-30T09:30:30+02:00"]) == 0
    assert capsys.readouterr().out == "60\n60.5\n"


def test_a_calendar_may_come_by_a_pipe(given, capsys):
    given(json.dumps(CALENDAR).encode())
    assert main(["schedule", "due", "--calendar", "-", "--start", FRIDAY, "--minutes", "0"]) == 0
    assert capsys.readouterr().out == "2026-03-27T16:30:00+01:00\n"


@pytest.mark.parametrize(
    "change, says",
    [
        ({"--start": "2026-03-27T16:30:00"}, "--start: has no offset"),
        ({"--start": "soon"}, "--start: .*ISO 8601"),
        ({"--start": None}, "--start: is missing"),
        ({"--minutes": "-5"}, "--minutes: write a whole number"),
        ({"--minutes": "ten"}, "--minutes: write a whole number"),
        ({"--minutes": None}, "--minutes: is missing"),
        ({"--minutes": "9" * 5000}, "--minutes: write a whole number"),
        ({"--minutes": "99999999999"}, "2199"),
        ({"--calendar": None}, "--calendar: is missing"),
        ({"--calendar": "/nowhere.json"}, "--calendar: /nowhere.json: No such file"),
        ({"--calendar": __file__}, "--calendar: .* is no JSON"),
    ],
)
def test_a_bad_value_is_one_sentence_and_two(file, capsys, change, says):
    options = {"--calendar": file, "--start": FRIDAY, "--minutes": "60", **change}
    given = [f"{name}={value}" for name, value in options.items() if value is not None]
    assert main(["schedule", "due", *given]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert re.search(says, said.err)


def test_a_bad_calendar_is_named(tmp_path, capsys):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**CALENDAR, "week": {"0": [["9", "17:00"]]}}), encoding="utf-8")
    assert main(["schedule", "due", "--calendar", str(bad), "--start", FRIDAY, "--minutes", "1"]) == 2
    assert capsys.readouterr().err.startswith("calendar.week.0.0: ")
    bad.write_text("[" * 100_000, encoding="utf-8")
    assert main(["schedule", "due", "--calendar", str(bad), "--start", FRIDAY, "--minutes", "1"]) == 2


def test_every_line_is_answered_and_a_bad_one_does_not_stop_the_others(given, capfdbinary):
    good = {"calendar": CALENDAR, "start": FRIDAY, "minutes": 60}
    given(
        lines(
            good, {**good, "minutes": -1}, {**good, "calendar": {}}, {"id": 7, **good}, 5, {"start": FRIDAY}
        )
        + b"nonsense\n\xff\n"
        + b"[" * 100_000
        + b"\n"
    )
    assert main(["schedule", "due", "--jsonl"]) == 1
    answers = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    due = "2026-03-30T09:30:00+02:00"
    assert answers[0] == {"due": due}
    assert answers[3] == {"id": 7, "due": due}
    assert [list(one) for one in answers[1:3] + answers[4:]] == [["error"]] * 7
    assert "minutes" in answers[1]["error"]
    assert "calendar.zone" in answers[2]["error"]
    assert "calendar: is missing" in answers[5]["error"]


def test_lines_of_elapsed_give_minutes(given, capfdbinary):
    given(lines({"calendar": CALENDAR, "start": FRIDAY, "end": "2026-03-30T09:30:00+02:00"}))
    assert main(["schedule", "elapsed", "--jsonl"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == {"minutes": 60}


def test_a_calendar_that_comes_again_is_read_once(given, capfdbinary, monkeypatch):
    read = Mock(side_effect=reading.read_calendar)
    monkeypatch.setattr(schedule, "read_calendar", read)
    line = {"calendar": CALENDAR, "start": FRIDAY, "minutes": 60}
    given(lines(*[line] * 5, {**line, "calendar": {**CALENDAR, "zone": "UTC"}}, line))
    assert main(["schedule", "due", "--jsonl"]) == 0
    assert read.call_count == 2


def test_the_command_needs_no_django():
    code = (
        "import sys; from wellkept.project.main import main\n"
        "main(['schedule', 'due', '--jsonl']); sys.exit('django' in sys.modules)"
    )
    line = lines({"calendar": CALENDAR, "start": FRIDAY, "minutes": 60})
    assert subprocess.run([sys.executable, "-c", code], input=line, capture_output=True).returncode == 0


def asked_on_the_page():
    """Each command of the page, with what it is given on standard input and what it says."""
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for one in re.findall(r"^\$ (.+)\n((?:(?!\$ ).+\n)*)", block, re.MULTILINE):
            words = shlex.split(one[0])
            piped = words[1] if words[0] == "echo" else ""
            yield words[words.index("wellkept") + 1 :], piped, one[1]


@pytest.mark.parametrize("words, piped, says", list(asked_on_the_page()), ids=lambda value: "")
def test_the_page_says_what_the_command_says(words, piped, says, tmp_path, monkeypatch, given, capfd):
    [shown] = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "desk.json").write_text(shown, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given(piped.encode())
    main(words)
    said = capfd.readouterr()
    assert said.out + said.err == says


def test_the_page_has_examples():
    assert len(list(asked_on_the_page())) == 6
