"""Reading trees of conditions: what cannot be is refused, with the place."""

from __future__ import annotations

import pytest

from wellkept.automation.domain.conditions import MOST_TESTS, Check, Group, Wrong, read

OPEN = {"field": "status", "op": "is", "value": ["open"]}


def test_a_tree_is_read_as_written():
    tree = read({"all": [OPEN, {"any": [{"field": "assignee", "op": "empty"}]}]})
    assert tree == Group(
        "all", (Check("status", "is", ("open",)), Group("any", (Check("assignee", "empty"),)))
    )


@pytest.mark.parametrize(
    ("data", "say", "path"),
    [
        ("open", "A condition is", ()),
        ({"all": []}, "A group joins", ()),
        ({"all": [OPEN], "any": [OPEN]}, "A group joins", ()),
        ({"all": [OPEN, {"field": "mood", "op": "is", "value": ["bad"]}]}, "no such field", (1,)),
        ({"field": ["status"], "op": "is", "value": ["open"]}, "no such field", ()),
        (
            {"any": [{"all": [{"field": "status", "op": "under", "value": [5]}]}]},
            "compared like that",
            (0, 0),
        ),
        ({"field": "status", "op": "is", "value": ["done"]}, "one of the list", ()),
        ({"field": "status", "op": "is"}, "a value to compare", ()),
        ({"field": "assignee", "op": "empty", "value": [1]}, "takes no value", ()),
        ({"field": "assignee", "op": "is", "value": [0]}, "one of the list", ()),
        ({"field": "assignee", "op": "is", "value": [True]}, "whole number", ()),
        ({"field": "age", "op": "under", "value": [1, 2]}, "one span", ()),
        ({"field": "age", "op": "under", "value": [-1]}, "A span goes", ()),
        ({"field": "subject", "op": "contains", "value": [" "]}, "Give words", ()),
        ({"any": [{"any": [{"any": [{"any": [{"any": [OPEN]}]}]}]}]}, "deep at most", (0, 0, 0, 0)),
    ],
)
def test_nonsense_is_refused_with_its_place(data, say, path):
    with pytest.raises(Wrong, match=say) as wrong:
        read(data)
    assert wrong.value.path == path


def test_a_tree_has_an_end():
    with pytest.raises(Wrong, match="At most"):
        read({"all": [OPEN] * (MOST_TESTS + 1)})
