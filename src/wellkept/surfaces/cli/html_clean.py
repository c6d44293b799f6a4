"""`wellkept html clean`: what the desk would show of a stranger's HTML."""

from __future__ import annotations

import io
import json
import sys

from wellkept.channels.email.domain.html import clean

from .jsonl import answer_lines


def run(jsonl: bool) -> int:
    """HTML on standard input, cleaned HTML on standard output; with `jsonl`, lines {id, html} in and out.

    0 when all of it could be read. A line that could not is answered with {"error": …}, and the end is 1.
    """
    if jsonl:
        return answer_lines(_clean_line)
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="")
    html = stream.read()
    stream.detach()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # standard output is a text stream here
    sys.stdout.write(clean(html).html)
    sys.stdout.flush()
    return 0


def _clean_line(line: str) -> dict[str, object]:
    given = json.loads(line)
    if not isinstance(given, dict) or not isinstance(given.get("html"), str):
        raise ValueError('a line is an object with "id" and "html"')
    return {"id": given.get("id"), "html": clean(given["html"]).html}
