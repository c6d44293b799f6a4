import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel import secrets
from wellkept.kernel.text import one_line, storable, whole


@given(st.text(), st.integers(2, 200))
def test_one_line_is_one_line_within_its_limit(text, limit):
    line = one_line(text, limit=limit)
    assert len(line) <= limit
    assert "\n" not in line


@pytest.mark.parametrize(
    "text, limit, line",
    [
        ("Hello,\n\n  the lid", 40, "Hello, the lid"),
        ("Hello the lid is cracked", 14, "Hello the lid…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
    ],
)
def test_one_line_cuts_at_a_word(text, limit, line):
    assert one_line(text, limit=limit) == line


@given(st.text(alphabet=st.characters()))
def test_storable_text_is_valid_and_keeps_what_can_be_kept(text):
    kept = storable(text)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept


def test_storable_keeps_newlines_tabs_and_emoji():
    assert storable("a\tb\r\n👩‍🍳\x00\ud800") == "a\tb\r\n👩‍🍳?"


@given(st.integers(0, 10**18 - 1))
def test_a_whole_number_is_read_as_it_was_written(number):
    assert whole(str(number)) == number


@given(st.text())
def test_any_text_at_all_is_a_whole_number_or_none(text):
    number = whole(text)
    assert number is None or str(number) == (text.lstrip("0") or "0")


@pytest.mark.parametrize("text", [None, "", " 7", "7 ", "-7", "+7", "7.0", "²", "٧", "1_000", "9" * 19])
def test_what_only_resembles_a_whole_number_is_none(text):
    assert whole(text) is None


def test_a_sealed_secret_opens_only_under_the_same_key(settings):
    sealed = secrets.seal("hunter2 hunter2")
    assert "hunter2" not in sealed
    assert secrets.unseal(sealed) == "hunter2 hunter2"
    settings.SECRET_KEY = "x" * 64
    with pytest.raises(secrets.CannotOpen):
        secrets.unseal(sealed)


def test_nothing_sealed_is_still_nothing():
    assert secrets.unseal(secrets.seal("")) == ""
