"""Commands that answer every line of standard input with one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable


def answer_lines(answer: Callable[[str], dict[str, object]]) -> int:
    """Writes one JSON line for each line that is not blank; 1 when one of them could not be answered, else 0."""
    failed = False
    out = sys.stdout.buffer
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if not raw.strip():
            continue
        try:
            result = answer(raw.decode("utf-8"))
        except (ValueError, RecursionError) as problem:
            failed = True
            print(f"line {number}: {problem}", file=sys.stderr)
            result = {"error": f"line {number}: {problem}"}
        out.write(json.dumps(result, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        out.flush()
    return 1 if failed else 0
