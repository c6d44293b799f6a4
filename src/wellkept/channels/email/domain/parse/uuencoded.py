"""Files that were uuencoded into the text itself, as programs did before MIME and some still do."""

from __future__ import annotations

import re

from .decoding import uudecode

MOST_FILES = 100

_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} (\S[^\n]{0,500})$", re.M)
_LINE = re.compile(r"[ -`]{1,90}\Z")


def extract(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded files, and those files as (name, bytes). Anything not whole stays text."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    position = 0
    while len(files) < MOST_FILES:
        begin = _BEGIN.search(text, position)
        if begin is None:
            break
        lines, end = _lines(text, begin.end() + 1)
        data, problem = uudecode(lines) if lines else (b"", "")
        if end < 0 or problem or not data:
            kept.append(text[position : begin.end()])
            position = begin.end()
            continue
        kept.append(text[position : begin.start()])
        files.append((begin[1].strip(), data))
        position = end
    return "".join(kept) + text[position:], files


def _lines(text: str, position: int) -> tuple[list[bytes], int]:
    """The encoded lines from here to `end`, and where the text goes on; -1 when a line is none of them."""
    lines: list[bytes] = []
    while position < len(text):
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        line = text[position:stop] if stop - position <= 100 else ""
        if line.rstrip() == "end":
            return lines, min(stop + 1, len(text))
        if not _LINE.match(line):
            return [], -1
        lines.append(line.encode("ascii"))
        position = stop + 1
    return [], -1
