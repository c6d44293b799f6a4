"""Public holidays by country and part of it, as the package `holidays` knows them."""

from __future__ import annotations

from datetime import date

from .domain.problems import BadField

MOST_YEARS = 20


def countries() -> dict[str, tuple[str, ...]]:
    """The country codes (ISO 3166) that are known, each with its parts: {"DE": ("BB", "BE", …), …}."""
    import holidays  # takes a moment to load, so only who asks for it pays

    known = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(known[code]) for code in sorted(known)}


def region_name(country: str, part: str = "") -> str:
    """ "DE-BY", or "DE" for the whole country. Raises BadField for what is not known."""
    known = countries()
    if country not in known:
        raise BadField("country", f'"{country[:20]}" is not known; write a code such as "DE" or "US".')
    if part and part not in known[country]:
        like = ", ".join(known[country][:8]) or "nothing: it has no parts with holidays of their own"
        raise BadField("part", f'"{part[:20]}" is not a part of {country}; write one such as {like}.')
    return f"{country}-{part}" if part else country


def public_holidays(
    country: str, part: str = "", *, first_year: int, last_year: int, language: str = ""
) -> dict[date, str]:
    """The public holidays of these years, both inclusive, with their names in that language where there is one.

    Without a language the names are in the country's own. Raises BadField.
    """
    import holidays

    region_name(country, part)
    if not 1970 <= first_year <= last_year < min(first_year + MOST_YEARS, 2100):
        raise BadField("years", f"write years from 1970 to 2099, at most {MOST_YEARS} of them.")
    own = holidays.country_holidays(
        country, years=()
    ).default_language  # without one it would ask the environment
    found = holidays.country_holidays(
        country,
        subdiv=part or None,
        years=range(first_year, last_year + 1),
        language=language or own,
        expand=False,
    )
    return {
        day: str(name)[:200] for day, name in sorted(found.items()) if first_year <= day.year <= last_year
    }
