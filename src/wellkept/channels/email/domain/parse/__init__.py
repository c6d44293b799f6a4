"""Mail as it comes, read: `parse(raw)` answers for any bytes whatever, in bounded time, and says what was wrong.

`structure` finds the parts, `bodies` decides what is text and what is a file, `reading` puts the mail together.
"""

from __future__ import annotations

from .as_json import to_json
from .mail import ParsedMail, Part
from .reading import parse

__all__ = ["ParsedMail", "Part", "parse", "to_json"]
