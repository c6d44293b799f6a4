"""`wellkept mail parse`: what the parser makes of raw messages, one JSON line each. Needs no desk and no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from wellkept.channels.email.domain.parse import parse, to_json


def run(files: list[str]) -> int:
    """Prints a line for each file, or for standard input without files.

    A file that cannot be read is one sentence on standard error; the others still come, and the answer is 1.
    """
    if not files:
        _print(None, sys.stdin.buffer.read())
        return 0
    code = 0
    for file in files:
        try:
            raw = Path(file).read_bytes()
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            print(f"{_printable(file)}: {reason}", file=sys.stderr)
            code = 1
            continue
        _print(file, raw)
    return code


def _print(file: str | None, raw: bytes) -> None:
    line: dict[str, Any] = {"file": _printable(file) if file is not None else None, **to_json(parse(raw))}
    # Bytes, not text: the line is UTF-8 whatever the terminal's locale is.
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _printable(file: str) -> str:
    return file.encode("utf-8", "replace").decode("utf-8")
