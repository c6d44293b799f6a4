"""`wellkept mail trim` and `wellkept html clean`: a line in, a line out."""

from __future__ import annotations

import io
import json
import sys

import pytest

from wellkept.surfaces.cli import html_clean, mail_trim


@pytest.fixture
def given(monkeypatch):
    """`given(b"…")` is what standard input holds."""

    def give(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))

    return give


def test_every_line_of_mail_is_trimmed(given, capfdbinary):
    text = "Yes.\n\nAm 03.03.2025 um 10:42 schrieb Ben:\n> Grün?"
    given(
        (
            json.dumps({"text": text})
            + "\n\n"
            + json.dumps({"text": "", "html": "<p>Ja</p>", "id": "a"})
            + "\n"
        ).encode()
    )
    assert mail_trim.run() == 0
    first, second = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert first == {"reply": "Yes.", "rest": "Am 03.03.2025 um 10:42 schrieb Ben:\n> Grün?"}
    assert second == {"id": "a", "reply": "Ja", "rest": ""}


def test_a_line_that_cannot_be_read_is_answered_and_the_next_goes_on(given, capfdbinary):
    given(b'nonsense\n{"text": 5}\n\xff\xfe\n{"text": "Hi"}\n')
    assert mail_trim.run() == 1
    seen = capfdbinary.readouterr()
    answers = [json.loads(line) for line in seen.out.splitlines()]
    assert [list(answer) for answer in answers] == [["error"], ["error"], ["error"], ["reply", "rest"]]
    assert len(seen.err.splitlines()) == 3


def test_html_is_cleaned_line_by_line(given, capfdbinary):
    given(b'{"id": 7, "html": "<p onclick=x>Hi<script>x</script></p>"}\n{"id": 8}\n')
    assert html_clean.run(jsonl=True) == 1
    first, second = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert first == {"id": 7, "html": "<p>Hi</p>"}
    assert "error" in second
