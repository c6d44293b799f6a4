"""Content lines: the file decoded, unfolded, and each line taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wellkept.schedules.domain.problems import BadField

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 100_000

_NAME = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=("[^"]*"|[^";:,]*)((?:,(?:"[^"]*"|[^";:,]*))*)', re.ASCII)
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Line:
    """`NAME;PARAMETER=…:value`; names in capitals, a quoted parameter without its quotes, the value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str


def read_lines(raw: bytes) -> Iterator[Line]:
    """The lines of a file, but for those that are none. Raises BadField for what is too large or no calendar."""
    if len(raw) > MOST_BYTES:
        raise BadField("file", f"is larger than {MOST_BYTES // 1024 // 1024} MB; export fewer years.")
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    unfolded = text.replace("\n ", "").replace("\n\t", "").split("\n")
    if len(unfolded) > MOST_LINES:
        raise BadField("file", f"has more than {MOST_LINES:,} lines; export fewer years.")
    if "BEGIN:VCALENDAR" not in (line.strip().upper() for line in unfolded[:20]):
        raise BadField("file", "is no iCalendar file; it begins with BEGIN:VCALENDAR and often ends in .ics.")
    for line in unfolded:
        if (found := _take_apart(line)) is not None:
            yield found


def _take_apart(line: str) -> Line | None:
    name = _NAME.match(line)
    if name is None:
        return None
    parameters, reached = {}, name.end()
    while parameter := _PARAMETER.match(line, reached):
        parameters[parameter[1].upper()] = parameter[2].strip('"')
        reached = parameter.end()
    if line[reached : reached + 1] != ":":
        return None
    return Line(name[0].upper(), parameters, line[reached + 1 :])


def unescape(value: str) -> str:
    """A TEXT value (section 3.3.11) as people wrote it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
