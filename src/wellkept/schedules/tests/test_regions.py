"""Public holidays by region."""

from __future__ import annotations

from datetime import date

from wellkept.schedules import regions


def test_countries_name_their_parts():
    known = regions.countries()
    assert {"BY", "BE"} <= set(known["DE"])
    assert regions.region_name("DE", "BY") == "DE-BY"
    assert regions.region_name("FR") == "FR"


def test_a_part_has_holidays_that_the_country_has_not():
    everywhere = regions.public_holidays("DE", first_year=2026, last_year=2027)
    bavaria = regions.public_holidays("DE", "BY", first_year=2026, last_year=2027)
    assert date(2026, 10, 3) in everywhere
    assert date(2027, 1, 6) in bavaria.keys() - everywhere.keys()
    assert bavaria[date(2026, 1, 1)] == "Neujahr"
    assert {day.year for day in bavaria} == {2026, 2027}
