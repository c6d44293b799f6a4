from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from wellkept.promises.domain.ical import Entry, calendar

AT = datetime(2026, 3, 6, 12, tzinfo=timezone(timedelta(hours=1)))
TEXTS = st.text(max_size=200)


def entry(**changes):
    return Entry(
        **{"uid": "7@desk", "version": 1, "due_at": AT, "changed_at": AT, "summary": "Call Dana", **changes}
    )


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_due_time_is_told_in_utc_and_its_version_as_sequence():
    lines = unfolded(calendar([entry(version=3)], name="Owed"))
    assert "DTSTART:20260306T110000Z" in lines
    assert "SEQUENCE:2" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_commas_semicolons_and_line_ends_are_escaped():
    lines = unfolded(calendar([entry(summary="One, two; three\r\nfour\\")], name="Owed"))
    assert "SUMMARY:One\\, two\\; three\\nfour\\\\" in lines


@given(TEXTS, TEXTS)
def test_no_text_makes_a_line_of_its_own_or_one_that_is_too_long(summary, text):
    data = calendar([entry(summary=summary, text=text)], name=summary)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    names = [line.split(":")[0].split(";")[0] for line in unfolded(data)[:-1]]
    plain = calendar([entry(summary="x", text="x" if text else "")], name="x")
    assert names == [line.split(":")[0].split(";")[0] for line in unfolded(plain)[:-1]]


@given(TEXTS)
def test_what_was_said_can_be_read_back(summary):
    said = next(
        line for line in unfolded(calendar([entry(summary=summary)], name="")) if line.startswith("SUMMARY:")
    )
    back = said.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";")
    back = back.replace("\\,", ",").replace("\0", "\\")
    expected = summary.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join(" " if (one < " " and one != "\n") or one == "\x7f" else one for one in expected)
    assert back == expected.encode("utf-8", "replace").decode()


def test_an_empty_ledger_is_a_calendar_too():
    assert b"VEVENT" not in calendar([], name="Owed")
