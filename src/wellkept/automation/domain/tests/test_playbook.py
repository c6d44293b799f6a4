"""The engine of playbooks: what it decides, what it asks for, and the proof that a table is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.automation.domain import playbook
from wellkept.automation.domain.playbook import Definition, Fact, Interval, Row, Step, Wrong, value_of
from wellkept.automation.domain.playbook_lines import read_lines, say, write_lines
from wellkept.automation.domain.table import MOST_NAMED, TooManyCases, decide, problems

FACTS = """Months since purchase | number, months | from the order
Dropped | yes or no | the customer
Fault | one of: no heat, leaks, lid | the customer
Serial | text | under the base
"""
TABLE = """Months since purchase: under 24; Dropped: no => Replace it | The warranty covers two years.
Months since purchase: under 24; Dropped: yes; Fault: lid => Send a lid
Months since purchase: under 24; Dropped: yes; Fault: no heat or leaks => Offer a repair
Months since purchase: 24 or more => Offer a repair
"""
STEPS = """Look at the photo
Replace it => Order the part
Offer a repair => Name the price
"""


@pytest.fixture
def kettle():
    return read_lines(FACTS, TABLE, STEPS)


def test_a_whole_table_has_no_problems(kettle):
    assert problems(kettle) == []


@pytest.mark.parametrize(
    "values, remedy, missing",
    [
        ({}, "", ["months_since_purchase", "dropped", "fault"]),
        ({"months_since_purchase": 24}, "Offer a repair", []),
        ({"months_since_purchase": 23.5}, "", ["dropped", "fault"]),
        ({"months_since_purchase": 3, "dropped": False}, "Replace it", []),
        ({"months_since_purchase": 3, "dropped": True}, "", ["fault"]),
        ({"months_since_purchase": 3, "dropped": True, "fault": "lid"}, "Send a lid", []),
        ({"months_since_purchase": 3, "dropped": True, "fault": "leaks"}, "Offer a repair", []),
        ({"serial": "0426"}, "", ["months_since_purchase", "dropped", "fault"]),
    ],
)
def test_facts_lead_to_a_remedy_or_to_what_is_asked_next(kettle, values, remedy, missing):
    outcome = decide(kettle, values)
    assert outcome.remedy == remedy
    assert [fact.key for fact in outcome.missing] == missing


def test_it_says_which_facts_decided(kettle):
    outcome = decide(kettle, {"serial": "1", "months_since_purchase": 3, "dropped": False, "fault": "lid"})
    assert (outcome.row, outcome.because) == (1, ("months_since_purchase", "dropped"))
    assert outcome.why == "The warranty covers two years."


def test_a_case_without_a_row_is_named(kettle):
    gap = read_lines(FACTS, "\n".join(TABLE.splitlines()[:3]), "")
    found = problems(gap)
    assert {one.rows for one in found} == {()}
    assert all(one.case["months_since_purchase"] == Interval(24, None) for one in found)


def test_a_case_with_two_rows_is_named_with_both(kettle):
    clash = read_lines(FACTS, TABLE + "Fault: lid; Months since purchase: 24 or more => Send a lid", "")
    assert {one.rows for one in problems(clash)} == {(4, 5)}


def test_steps_are_those_of_all_and_of_the_remedy(kettle):
    assert [step.text for step in kettle.steps_of("Replace it")] == ["Look at the photo", "Order the part"]
    assert [step.text for step in kettle.steps_of("")] == ["Look at the photo"]


def test_json_and_lines_bring_back_the_same(kettle):
    assert playbook.read(playbook.write(kettle)) == kettle
    assert read_lines(**write_lines(kettle)) == kettle


@pytest.mark.parametrize(
    "facts, table, steps, where, line",
    [
        ("Age | years", "", "", "facts", 1),
        ("Age | number\nage | text", "", "", "facts", 2),
        ("Fault | one of: ", "", "", "facts", 1),
        ("Fault | one of: a, a", "", "", "facts", 1),
        ("A: b | text", "", "", "facts", 1),
        ("Age | number", "Age: under 3 -> x", "", "table", 1),
        ("Age | number", "\nSize: under 3 => x", "", "table", 2),
        ("Age | number", "Age: 5 to under 3 => x", "", "table", 1),
        ("Age | number", "Age: young => x", "", "table", 1),
        ("Age | number", "Age: under 3; Age: 4 or more => x", "", "table", 1),
        ("Age | number", "Age: under 3 => ", "", "table", 1),
        ("Name | text", "Name: Dana => x", "", "table", 1),
        ("Fault | one of: a, b", "Fault: c => x", "", "table", 1),
        ("Ours | yes or no", "Ours: maybe => x", "", "table", 1),
        ("Age | number", "always => x", "y => z", "steps", 1),
    ],
)
def test_what_cannot_be_is_refused_by_part_and_line(facts, table, steps, where, line):
    with pytest.raises(Wrong) as wrong:
        read_lines(facts, table, steps)
    assert (wrong.value.where, wrong.value.line) == (where, line)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"facts": 1, "rows": [], "steps": []}, {"facts": [{}], "rows": [], "steps": []},
             {"facts": [], "rows": [{"when": {"x": True}, "remedy": "y"}], "steps": []},
             {"facts": [], "rows": [{"when": {"x": "y"}, "remedy": "y"}], "steps": []}],
)  # fmt: skip
def test_json_that_is_no_playbook_is_refused(data):
    with pytest.raises(Wrong):
        playbook.read(data)


@pytest.mark.parametrize(
    "kind, text, value",
    [
        ("yes_no", "yes", True), ("yes_no", "no", False), ("choice", "lid", "lid"), ("number", " 14,5 ", 14.5),
        ("number", "14", 14), ("date", "2026-02-28", "2026-02-28"), ("text", " a  b ", "a b"), ("text", "  ", None),
    ],
)  # fmt: skip
def test_what_is_entered_is_read_by_its_kind(kind, text, value):
    assert value_of(Fact("k", "K", kind, ("lid",) if kind == "choice" else ()), text) == value


@pytest.mark.parametrize(
    "kind, text",
    [("yes_no", "maybe"), ("choice", "x"), ("number", "1e9"), ("number", "²"), ("date", "2026-02-30")],
)
def test_what_does_not_fit_is_refused(kind, text):
    with pytest.raises(Wrong):
        value_of(Fact("k", "K", kind, ("lid",) if kind == "choice" else ()), text)


def test_a_table_that_asks_for_too_much_at_once_is_refused():
    facts = tuple(Fact(f"f{n}", f"F{n}", "yes_no") for n in range(15))
    row = Row({fact.key: True for fact in facts}, "x")
    with pytest.raises(TooManyCases):
        problems(Definition(facts, (row,), ()))


def test_only_the_first_problems_are_named():
    facts = tuple(Fact(f"f{n}", f"F{n}", "yes_no") for n in range(6))
    row = Row({fact.key: True for fact in facts}, "x")
    assert len(problems(Definition(facts, (row,), ()))) == MOST_NAMED


BOUNDS = st.one_of(st.none(), st.integers(-3, 3))


@st.composite
def tables(draw):
    """A small table over a number, a choice and a yes-or-no fact."""
    facts = (Fact("n", "N", "number"), Fact("c", "C", "choice", ("a", "b", "c")), Fact("y", "Y", "yes_no"))
    rows = []
    for number in range(draw(st.integers(1, 4))):
        when = {}
        low, high = draw(BOUNDS), draw(BOUNDS)
        if low is None or high is None or low < high:
            when["n"] = Interval(low, high)
        if chosen := draw(st.frozensets(st.sampled_from("abc"))):
            when["c"] = chosen
        if draw(st.booleans()):
            when["y"] = draw(st.booleans())
        rows.append(Row(when, f"remedy {number}"))
    return Definition(facts, tuple(rows), (Step("1", "Do it"),))


@given(tables(), st.integers(-5, 5), st.sampled_from("abc"), st.booleans())
def test_no_case_outside_the_named_ones_has_a_gap_or_a_clash(table, number, choice, yes):
    values = {"n": number + 0.5, "c": choice, "y": yes}

    def holding(row):
        for key, condition in row.when.items():
            value = values[key]
            inside = condition.holds(value) if isinstance(condition, Interval) else (
                value in condition if isinstance(condition, frozenset) else value is condition
            )  # fmt: skip
            if not inside:
                return False
        return True

    rows = [place for place, row in enumerate(table.rows, 1) if holding(row)]
    if not problems(table):
        assert len(rows) == 1
        assert decide(table, values).row == rows[0]
    elif len(rows) != 1:
        assert decide(table, values).row == 0


@given(tables())
def test_any_table_is_written_and_read_back(table):
    assert playbook.read(playbook.write(table)) == table
    assert read_lines(**write_lines(table)) == table


@pytest.mark.parametrize(
    "condition, words",
    [
        (True, "yes"),
        (frozenset("ba"), "a or b"),
        (Interval(1, 2.5), "1 to under 2.5"),
        (Interval(), "any number"),
        (Interval(1_000_000, None), "1000000 or more"),
    ],
)
def test_conditions_are_said_in_the_words_of_the_table(condition, words):
    assert say(condition) == words
