"""Promises as a calendar that any program can subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One promise. `uid` stays for ever; `version` counts its dates from 1; moments are aware."""

    uid: str
    version: int
    due_at: datetime
    changed_at: datetime
    summary: str
    text: str = ""
    url: str = ""


def calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The whole file in UTF-8, lines folded and ended as the standard says."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wellkept//Promises//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"SEQUENCE:{entry.version - 1}",
        f"DTSTAMP:{_moment(entry.changed_at)}",
        f"DTSTART:{_moment(entry.due_at)}",
        f"SUMMARY:{_escaped(entry.summary)}",
        "TRANSP:TRANSPARENT",
    ]
    if entry.text:
        lines.append(f"DESCRIPTION:{_escaped(entry.text)}")
    if entry.url:
        lines.append(f"URL:{_one_line(entry.url)}")
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = marked.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(_one_line(line) for line in lines)


def _one_line(text: str) -> str:
    """Without control characters: none may end the line early."""
    return "".join(" " if sign < " " or sign == "\x7f" else sign for sign in text)


def _folded(line: str) -> bytes:
    """In pieces of 75 octets at most; a character is never cut."""
    pieces, piece, most = [], b"", LINE
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(piece) + len(octets) > most:
            pieces.append(piece)
            piece, most = b"", LINE - 1  # the space that begins a further piece counts
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
