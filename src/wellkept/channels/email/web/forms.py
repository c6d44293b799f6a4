"""The fields of a posted form as the very bytes that were posted: a raw mail is in no one character set."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

MOST_FIELDS = 100

_BOUNDARY = re.compile(r'boundary="?([^";,\r\n]{1,200})"?', re.IGNORECASE)
_NAME = re.compile(rb'(?:^|[;\s])name="([^"\r\n]{1,200})"', re.IGNORECASE)


class BadForm(ValueError):
    """Not a form, or one with too many fields."""


def fields_of(body: bytes, content_type: str) -> dict[str, bytes]:
    """The first value of each field, files included. Raises BadForm."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _urlencoded(body)
    boundary = _BOUNDARY.search(content_type)
    if kind == "multipart/form-data" and boundary:
        return _multipart(body, boundary.group(1).encode("latin-1", "replace"))
    raise BadForm("This is no form.")


def _urlencoded(body: bytes) -> dict[str, bytes]:
    try:
        pairs = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise BadForm("This form has too many fields.") from error
    found: dict[str, bytes] = {}
    for name, value in pairs:
        found.setdefault(name, value.encode("latin-1"))
    return found


def _multipart(body: bytes, boundary: bytes) -> dict[str, bytes]:
    """RFC 7578. Django's own reader would decode the value of a plain field, and so change the mail in it."""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]
    if not parts or len(parts) > MOST_FIELDS or not parts[-1].startswith(b"--"):
        raise BadForm("This form is cut off, or has too many fields.")
    found: dict[str, bytes] = {}
    for part in parts[:-1]:
        head, blank, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if blank and name:
            found.setdefault(name.group(1).decode("utf-8", "replace"), value)
    return found
