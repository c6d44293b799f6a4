"""The demo's playbooks can be followed: every case has exactly one row."""

from collections.abc import Mapping

import pytest

from wellkept.automation.domain.playbook_lines import read_lines
from wellkept.automation.domain.table import decide, problems
from wellkept.surfaces.cli.demo.company import DRIVERS
from wellkept.surfaces.cli.demo.playbooks import BROKEN, PLAYBOOKS, WHERE

Facts = Mapping[str, bool | str | float]


@pytest.mark.parametrize("driver, name, texts", PLAYBOOKS, ids=[name for _, name, _ in PLAYBOOKS])
def test_every_case_has_one_row_and_the_reason_is_there(driver, name, texts):
    assert problems(read_lines(**texts)) == []
    assert any(driver in leaves for leaves in DRIVERS.values())


def test_a_kettle_of_three_months_that_leaks_is_replaced():
    facts: Facts = {"months_since_purchase": 3, "what_is_wrong": "leaks", "broke_by_a_fall": False}
    assert decide(read_lines(**BROKEN), facts).remedy == "Replace it"


def test_a_parcel_that_is_needed_on_a_day_is_sent_again():
    facts: Facts = {"days_late": 2, "carrier_s_last_word": "nothing", "needed_by_a_day": True}
    assert decide(read_lines(**WHERE), facts).remedy == "Send it again today"
