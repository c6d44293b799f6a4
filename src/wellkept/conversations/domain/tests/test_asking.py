"""A search is read piece by piece: conditions by their names, everything else as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.conversations.domain.asking import LONGEST, MOST_CONDITIONS, ask

NAMES = ("status", "due", "tag")


def seen(query: str) -> tuple[str, list[tuple[str, str, bool]]]:
    asked = ask(query, NAMES)
    return asked.words, [(one.name, one.value, one.is_not) for one in asked.conditions]


@pytest.mark.parametrize(
    ("query", "words", "conditions"),
    [
        ("lid status:open", "lid", [("status", "open", False)]),
        ("-tag:refund lid cracked", "lid cracked", [("tag", "refund", True)]),
        ('tag:"to do" "cracked lid"', '"cracked lid"', [("tag", "to do", False)]),
        ("due:<2h STATUS:Open", "", [("due", "<2h", False), ("status", "Open", False)]),
        ("Re: lid https://a.example 10:42", "Re: lid https://a.example 10:42", []),
        ("tag: x", "tag: x", []),
        ("", "", []),
    ],
)
def test_conditions_and_words_are_told_apart(query, words, conditions):
    assert seen(query) == (words, conditions)


def test_one_condition_can_be_left_out():
    asked = ask("status:open cracked -tag:refund lid", NAMES)
    assert asked.without(asked.conditions[0]) == "-tag:refund cracked lid"


@given(st.text(max_size=LONGEST + 50))
def test_anything_may_be_typed(query):
    asked = ask(query, NAMES)
    assert len(asked.conditions) <= MOST_CONDITIONS
    for one in asked.conditions:
        assert one.text in query


@given(
    st.lists(st.sampled_from(["status:open", "-due:today", 'tag:"to do"', "lid", '"a phrase"']), max_size=8)
)
def test_what_was_read_reads_the_same_again(pieces):
    asked = ask(" ".join(pieces), NAMES)
    again = ask(" ".join([*(one.text for one in asked.conditions), asked.words]), NAMES)
    assert again == asked
