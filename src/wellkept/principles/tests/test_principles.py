"""The principles hold together: what they name exists, and nothing they promise is left without a measure."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from wellkept.insight.tiles.book import TILES
from wellkept.principles.book import BY_SLUG, PRINCIPLES

FOLDER = Path(__file__).resolve().parent.parent
# The cards that PRINCIPLES.md names as measures of each, and the measures it names without a card (by principle).
CARDS = {
    "P02": {"M08", "M07", "M06", "P02"},
    "P03": {"M14", "P03"},
    "P09": {"M15", "P09"},
    "P18": {"M15", "M16", "M06", "P18"},
    "P24": {"M05", "M06", "P24"},
}


def test_each_principle_is_one_file_named_after_it():
    files = {path.stem for path in FOLDER.glob("p[0-9]*.py")}
    assert files == {one.slug.replace("-", "_") for one in PRINCIPLES}
    assert [one.number for one in PRINCIPLES] == sorted(CARDS)
    assert len(BY_SLUG) == len(PRINCIPLES)


@pytest.mark.parametrize("principle", PRINCIPLES, ids=lambda one: one.number)
def test_it_says_all_that_a_principle_has_to(principle):
    assert str(principle.promise).endswith(".")
    assert principle.mechanisms
    assert principle.guards
    assert principle.measures
    assert str(principle.evidence)


@pytest.mark.parametrize("principle", PRINCIPLES, ids=lambda one: one.number)
def test_every_pointer_leads_to_code_of_ours(principle):
    for pointer in (*principle.mechanisms, *principle.guards):
        code = pointer.code
        home = code.__name__ if isinstance(code, ModuleType) else getattr(code, "__module__", "")
        assert home.startswith("wellkept."), pointer.says


@pytest.mark.parametrize("principle", PRINCIPLES, ids=lambda one: one.number)
def test_every_card_it_is_measured_by_is_there_or_says_why_not(principle):
    named = {tile.card for tile in principle.measures} | {one.card for one in principle.not_yet}
    assert named == CARDS[principle.number]


@pytest.mark.parametrize("principle", PRINCIPLES, ids=lambda one: one.number)
def test_its_measures_are_tiles_and_the_first_are_among_them(principle):
    assert set(principle.first) <= set(principle.measures)
    assert 1 <= len(principle.first) <= 2
    for tile in principle.measures:
        assert TILES[tile.key] is tile


def test_every_tile_belongs_to_a_principle_and_has_its_counter_measure():
    shown = {tile.key for one in PRINCIPLES for tile in one.measures}
    assert shown == set(TILES)
    for tile in TILES.values():
        assert tile.counter in TILES, f"{tile.key} is countered by {tile.counter}"
        assert tile.counter != tile.key
        assert str(tile.says).endswith(".")


def test_no_measure_can_be_asked_of_a_person():
    """Nothing ranks people: neither tile nor scope knows an agent."""
    for path in (FOLDER.parent / "insight" / "tiles").glob("*.py"):
        assert not re.search(r"agent_id\b|assignee|owner_id", path.read_text(encoding="utf-8")), path.name
