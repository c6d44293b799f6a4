"""`wellkept promises find` and `wellkept promises eval`."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from wellkept.surfaces.cli import promises_words

LINE = {
    "text": "Hi. I’ll call you tomorrow by noon.",
    "sent_at": "2026-03-10T10:20:00+00:00",
    "zone": "Europe/London",
}


@pytest.fixture
def given(monkeypatch):
    """`given({…}, "nonsense")` is what standard input holds, a line each."""

    def give(*lines):
        raw = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw.encode()), encoding="utf-8"))

    return give


def test_a_line_is_answered_with_its_promises(given, capfdbinary):
    given({**LINE, "id": 7})
    assert promises_words.run_find() == 0
    assert json.loads(capfdbinary.readouterr().out) == {
        "id": 7,
        "promises": [
            {
                "start": 4,
                "end": 34,
                "text": "I’ll call you tomorrow by noon",
                "due": "2026-03-11T12:00:00+00:00",
                "due_kind": "exact",
                "strength": "firm",
            }
        ],
    }


def test_a_calendar_gives_the_closing_time(given, capfdbinary):
    calendar = {"zone": "Europe/London", "week": {"2": [["08:00", "16:00"]]}}
    given({**LINE, "text": "I'll call you tomorrow.", "calendar": calendar})
    assert promises_words.run_find() == 0
    (one,) = json.loads(capfdbinary.readouterr().out)["promises"]
    assert one["due"] == "2026-03-11T16:00:00+00:00"


@pytest.mark.parametrize(
    "line, says",
    [
        ("nonsense", '"sent_at"'),
        ("[]", '"sent_at"'),
        ({**LINE, "text": 5}, "string"),
        ({**LINE, "sent_at": "2026-03-10T10:20"}, "offset"),
        ({**LINE, "zone": "Europe/Lundon"}, "Europe/London"),
        ({**LINE, "zone": None}, "Europe/Berlin"),
        ({**LINE, "calendar": []}, "week"),
    ],
)
def test_a_bad_line_says_what_to_write_and_the_next_goes_on(given, capfdbinary, line, says):
    given(line, LINE)
    assert promises_words.run_find() == 1
    bad, good = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert list(bad) == ["error"]
    assert says in bad["error"]
    assert len(good["promises"]) == 1


def test_blank_lines_are_skipped_and_the_error_names_the_line(given, capfdbinary):
    given("", "   ", "{", {**LINE, "zone": None}, LINE)
    assert promises_words.run_find() == 1
    told = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [one.get("error", "")[:7] for one in told] == ["line 3:", "line 4:", ""]


def test_half_a_surrogate_pair_counts_as_one_character(given, capfdbinary):
    text = "\ud83d. I'll call you \udc00 tomorrow."
    given(json.dumps({**LINE, "text": text}))
    assert promises_words.run_find() == 0
    (one,) = json.loads(capfdbinary.readouterr().out)["promises"]
    assert (one["start"], one["end"], one["text"]) == (3, len(text) - 1, text[3:-1])


def test_eval_prints_both_halves_or_the_one_asked_for(capsys):
    assert promises_words.run_eval(None, as_json=False) == 0
    table = capsys.readouterr().out
    assert table.index("tuning") < table.index("held-out")
    assert promises_words.run_eval("tuning", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["tuning"]
    assert set(told["tuning"]) == {"de", "en", "es", "all"}


def test_neither_command_loads_django():
    code = "import sys, wellkept.surfaces.cli.promises_words; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
