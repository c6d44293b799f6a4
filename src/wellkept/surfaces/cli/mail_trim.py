"""`wellkept mail trim`: a person's own words, apart from quotes, signatures and disclaimers."""

from __future__ import annotations

import json

from wellkept.channels.email.domain.trim import trim

from .jsonl import answer_lines


def run() -> int:
    """JSON lines {text, html} in, {reply, rest} out; `html` may be missing, and `id` is passed through.

    0 when every line could be read. A line that could not is answered with {"error": …}, and the end is 1.
    """
    return answer_lines(_trim_line)


def _trim_line(line: str) -> dict[str, object]:
    given = json.loads(line)
    if not isinstance(given, dict):
        raise ValueError('a line is an object with "text" and "html"')
    text, html = given.get("text") or "", given.get("html")
    if not isinstance(text, str) or not isinstance(html, str | None):
        raise ValueError('"text" and "html" are strings')
    trimmed = trim(text, html)
    passed_on = {"id": given["id"]} if "id" in given else {}
    return {**passed_on, "reply": trimmed.reply, "rest": trimmed.rest}
