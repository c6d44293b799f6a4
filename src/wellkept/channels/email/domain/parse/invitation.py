"""A calendar invitation in words, for mail that says nothing else."""

from __future__ import annotations

import re

MOST_BYTES = 256 * 1024

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"^(SUMMARY|LOCATION|DTSTART|DTEND|ORGANIZER|DESCRIPTION|METHOD)((?:;[^:\n]{0,300})?):([^\n]*)$", re.M
)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_ZONE = re.compile(r"TZID=\"?([^;:\"]{1,80})", re.I)
_ESCAPE = re.compile(r"\\([\\;,nN])")


def in_words(text: str) -> str:
    """A few lines (what, when, where, who, the description) of the first event; "" when there is none."""
    text = _FOLD.sub("", text.replace("\x00", ""))
    start = text.find("BEGIN:VEVENT")
    if start < 0:
        return ""
    end = text.find("END:VEVENT", start)
    found: dict[str, tuple[str, str]] = {}
    for name, options, value in _LINE.findall(text[start : end if end > 0 else len(text)].replace("\r", "")):
        found.setdefault(name, (options, _ESCAPE.sub(_plain, value).strip()))
    lines = [found["SUMMARY"][1]] if "SUMMARY" in found else []
    times = [_time(*found[name]) for name in ("DTSTART", "DTEND") if name in found]
    if times:
        lines.append(" – ".join(times))
    if found.get("LOCATION", ("", ""))[1]:
        lines.append(found["LOCATION"][1])
    if "ORGANIZER" in found:
        lines.append(re.sub(r"(?i)^mailto:", "", found["ORGANIZER"][1]))
    if found.get("DESCRIPTION", ("", ""))[1]:
        lines += ["", found["DESCRIPTION"][1]]
    return "\n".join(line for line in lines).strip()


def _plain(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _time(options: str, value: str) -> str:
    match = _TIME.match(value)
    if match is None:
        return value
    year, month, day, hour, minute, utc = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = _ZONE.search(options)
    return f"{year}-{month}-{day} {hour}:{minute}" + (" UTC" if utc else f" ({zone[1]})" if zone else "")
