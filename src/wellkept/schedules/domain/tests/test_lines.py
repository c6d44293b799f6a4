"""Hours on one line: what people write is read, and what is shown can be read again."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.schedules.domain.hours import DAY
from wellkept.schedules.domain.lines import read_line, write_line
from wellkept.schedules.domain.problems import BadField


@pytest.mark.parametrize(
    "text, hours",
    [
        ("", ()),
        ("9-17", ((540, 1020),)),
        ("09:00–12:30, 13:00–17:00", ((540, 750), (780, 1020))),
        ("13.30 to 17; 9 - 12", ((540, 720), (810, 1020))),
        ("0-24", ((0, 1440),)),
        ("9 bis 12 und 13 bis 17", ((540, 720), (780, 1020))),
    ],
)
def test_a_line_is_read_as_people_write_it(text, hours):
    assert read_line(text) == hours


@pytest.mark.parametrize("text", ["closed", "9", "9-25", "17-9", "9-12, 11-13", "9-9", "9:70-10", "9" * 500])
def test_a_line_that_says_no_hours_says_what_to_write(text):
    with pytest.raises(BadField):
        read_line(text)


@given(st.lists(st.integers(0, DAY), unique=True, max_size=12))
def test_what_is_shown_can_be_read_again(moments):
    ends = sorted(moments)[: len(moments) // 2 * 2]
    hours = tuple(zip(ends[::2], ends[1::2], strict=True))
    assert read_line(write_line(hours)) == hours


@given(st.text(max_size=60))
def test_any_text_is_hours_or_a_sentence(text):
    with suppress(BadField):
        assert read_line(write_line(read_line(text))) == read_line(text)
