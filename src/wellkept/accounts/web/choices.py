"""Lists to choose from: time zones and languages."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


@cache
def timezones() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """UTC first, then places by region, as a select shows them."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    groups = [
        (
            region,
            [(name, name.partition("/")[2].replace("_", " ")) for name in names if name.startswith(region)],
        )
        for region in REGIONS
    ]
    return [("UTC", "UTC"), *groups]


def languages() -> list[tuple[str, str]]:
    """Languages of the desk, each in its own words."""
    return list(settings.LANGUAGES)
