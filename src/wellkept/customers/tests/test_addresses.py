"""When two addresses are one."""

import pytest

from wellkept.customers.domain.addresses import MOST_CHARS, normalise_address


@pytest.mark.parametrize(
    "written, kept",
    [
        pytest.param("Dana@Whitfield.EXAMPLE", "dana@whitfield.example", id="ASCII letters"),
        pytest.param("  dana@whitfield.example\n", "dana@whitfield.example", id="space around"),
        pytest.param("d\x00ana@whitfield.example", "dana@whitfield.example", id="what no database can hold"),
        pytest.param("Müller@käse.example", "müller@käse.example", id="other letters stay"),
        pytest.param("MÜLLER@KÄSE.EXAMPLE", "mÜller@kÄse.example", id="other capitals stay"),
        pytest.param("a.b+c@x.example", "a.b+c@x.example", id="dots and tags mean something"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_only_ascii_letters_are_folded(written, kept):
    assert normalise_address(written) == kept


@pytest.mark.parametrize(
    "look_alike",
    [
        pytest.param("\u212aate@whitfield.example", id="Kelvin sign, which lower() makes a k"),
        pytest.param("kate@wh\u0131tfield.example", id="dotless i, which upper() makes an I"),
        pytest.param("kate@wh\u0130tfield.example", id="dotted capital I"),
        pytest.param("kate@whitfield.example\u200b", id="a space of no width"),
        pytest.param("k\u0430te@whitfield.example", id="Cyrillic a"),
    ],
)
def test_a_look_alike_stays_another_address(look_alike):
    assert normalise_address(look_alike) != normalise_address("kate@whitfield.example")


def test_doing_it_twice_changes_nothing_and_the_length_is_bounded():
    once = normalise_address("Ä" * 1000)
    assert (normalise_address(once), len(once)) == (once, MOST_CHARS)
