"""Variables in texts: values, fallbacks, gaps, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.automation.domain.variables import NAMES, fill, problems


def test_a_value_stands_where_the_variable_was():
    assert (
        fill("Hello {{ customer.first_name | there }}!", {"customer.first_name": "Dana"}).text
        == "Hello Dana!"
    )


@pytest.mark.parametrize("values", [{}, {"customer.first_name": ""}, {"customer.first_name": "  "}])
def test_without_a_value_the_fallback_is_said(values):
    assert fill("Hello {{customer.first_name|there}}!", values).text == "Hello there!"


def test_without_value_and_fallback_the_gap_is_reported():
    filled = fill("Hello {{ customer.name }}!", {})
    assert (filled.text, filled.gaps) == ("Hello !", ("customer.name",))


@pytest.mark.parametrize("name", ["{{ agent.name }}", "{% now %}", "${7*7}", "\\1 \\g<0>"])
def test_a_value_is_never_read_as_a_text(name):
    filled = fill("Hello {{ customer.name }}", {"customer.name": name, "agent.name": "Ben"})
    assert filled.text == f"Hello {name}"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Hello {{ customer.name | there }}", []),
        ("Hello {{ customer.password }}", [(6, 29)]),
        ("Hello {{ customer.__class__ }}", [(6, 30)]),
        ("Hello {{ }} and {{ agent.name", [(6, 11), (16, 18)]),
        ("function () { return {}; }", []),
    ],
)
def test_an_unknown_variable_is_a_problem_where_it_stands(text, places):
    assert [(one.start, one.end) for one in problems(text)] == places


@given(st.text(alphabet="{}| ab.", max_size=30))
def test_a_text_without_problems_leaves_no_variable_behind(text):
    if not problems(text):
        assert "{{" not in fill(text, {}).text


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=10)))
def test_a_text_without_variables_stays_as_it_is(values):
    assert fill("Just { a } text", values).text == "Just { a } text"
