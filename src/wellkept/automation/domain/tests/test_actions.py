"""What a macro or a rule does, read from plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.automation.domain.actions import (
    KINDS,
    MOST_MINUTES,
    MOST_TAGS,
    MOST_WORDS,
    Action,
    Later,
    Wrong,
    read,
    write,
)
from wellkept.automation.domain.condition_fields import PRIORITIES, STATUSES

numbers = st.integers(1, 2**63 - 1)
minutes = st.integers(1, MOST_MINUTES)
words = st.text(st.characters(exclude_characters="{}\0", exclude_categories=["Cs"]), max_size=MOST_WORDS)
texts = words.filter(str.strip) | st.just("Hello {{ customer.first_name | there }}")
later = st.builds(Later, minutes, words)
tags = st.lists(numbers, min_size=1, max_size=MOST_TAGS, unique=True).map(tuple)
VALUES = {
    "assign": numbers | st.sampled_from(["author", "nobody"]),
    "team": numbers | st.just("nobody"),
    "priority": st.sampled_from(PRIORITIES),
    "driver": numbers,
    "add_tags": tags,
    "remove_tags": tags,
    "note": texts,
    "reply": texts,
    "status": st.sampled_from(STATUSES),
    "wait": later,
    "follow_up": later,
    "snooze": minutes,
}
actions = st.sampled_from(KINDS).flatmap(lambda kind: VALUES[kind].map(lambda value: Action(kind, value)))


def outcome(data):
    """What reading gives: the actions, or the refusal."""
    try:
        return read(data)
    except Wrong as wrong:
        return wrong


@given(st.lists(actions, min_size=1, max_size=6))
def test_what_is_written_is_read_again(chosen):
    found = outcome(json.loads(json.dumps(write(chosen))))
    if isinstance(found, Wrong):
        assert found.place is None or 0 <= found.place < len(chosen)
    else:
        assert sorted(found, key=repr) == sorted(chosen, key=repr)
        assert read(write(found)) == found


names = st.sampled_from(["do", "value", "minutes", "text"])
plain = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(KINDS)


@given(st.recursive(plain, lambda some: st.lists(some) | st.dictionaries(names, some)))
def test_whatever_comes_is_read_or_refused_in_words(data):
    found = outcome(data)
    assert found.say if isinstance(found, Wrong) else found


@given(actions)
def test_every_action_stands_alone(action):
    assert read(write([action])) == (action,)


def test_they_are_done_in_one_order_however_they_were_written():
    data = [{"do": "snooze", "value": 60}, {"do": "note", "value": "x"}, {"do": "assign", "value": "author"}]
    assert [action.kind for action in read(data)] == ["assign", "note", "snooze"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ([], None),
        ({"do": "status", "value": "open"}, None),
        ([{"do": "status", "value": "open"}] * 11, None),
        ([{"do": "status", "value": "open"}, {"do": "status", "value": "closed"}], 1),
        ([{"do": "fly", "value": 1}], 0),
        ([{"do": "status", "value": "gone"}], 0),
        ([{"do": "priority", "value": True}], 0),
        ([{"do": "priority", "value": 4}], 0),
        ([{"do": "assign", "value": 0}], 0),
        ([{"do": "assign", "value": "ben"}], 0),
        ([{"do": "driver", "value": "nobody"}], 0),
        ([{"do": "add_tags", "value": []}], 0),
        ([{"do": "add_tags", "value": ["delivery"]}], 0),
        ([{"do": "note", "value": "  "}], 0),
        ([{"do": "reply", "value": "Dear {{ customer.nme }}"}], 0),
        ([{"do": "reply", "value": "Dear {{ customer.name"}], 0),
        ([{"do": "snooze", "value": 0}], 0),
        ([{"do": "follow_up", "value": 60}], 0),
        ([{"do": "follow_up", "value": {"minutes": 60, "text": 3}}], 0),
        ([{"do": "status", "value": "pending"}, {"do": "snooze", "value": 60}], 1),
        ([{"do": "wait", "value": {"minutes": 60}}, {"do": "snooze", "value": 60}], 1),
        ([{"do": "wait", "value": {"minutes": 60}}, {"do": "status", "value": "solved"}], 0),
        ([{"do": "add_tags", "value": [1, 2]}, {"do": "remove_tags", "value": [2]}], 1),
    ],
)  # fmt: skip
def test_what_cannot_be_names_its_place(data, place):
    with pytest.raises(Wrong) as caught:
        read(data)
    assert caught.value.place == place
