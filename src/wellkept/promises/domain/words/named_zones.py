"""Zones that people write behind a time: "5 pm ET"."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_ZONES = {
    **dict.fromkeys(("et", "est", "edt", "eastern"), _EASTERN),
    **dict.fromkeys(("ct", "cst", "cdt", "central"), _CENTRAL),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain"), _MOUNTAIN),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), _PACIFIC),
    **dict.fromkeys(("gmt", "utc", "z"), "UTC"),
    "bst": "Europe/London",
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
}
_NAMED = re.compile(
    r"\.?\s?\(?([ecmp][sd]t|[ecp]t|gmt|utc|bst|cest|cet|mesz|mez|eest|eet|(?-i:Z|MT)|eastern|central|mountain|pacific)(?!\w)",
    re.IGNORECASE,
)


def zone_at(clause: str, end: int) -> ZoneInfo | None:
    """The zone named right behind a clock time that ends there; None when none is.

    "EST" in July means what the clocks of New York show, as people mean it, and so do its neighbours; "CST" is
    Chicago's and "BST" London's.
    """
    match = _NAMED.match(clause, end)
    if match is None:
        return None
    name = next(group for group in match.groups() if group)
    return ZoneInfo(_ZONES[name.lower()])
