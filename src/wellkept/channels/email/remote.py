"""Fetches a picture from elsewhere, and nothing else: no private address, no redirect, no surprise in size or kind."""

from __future__ import annotations

from urllib.parse import urlsplit

from .exchange import BrokeOff, exchange
from .targets import NotReached

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 8
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


class NotFetched(Exception):
    """The picture cannot or may not be fetched. The sentence says why."""


def fetch_picture(address: str) -> tuple[str, bytes]:
    """Type and bytes of a PNG, JPEG, GIF or WebP. Raises NotFetched."""
    try:
        answer = exchange(
            address,
            headers={"Accept": "image/*", "User-Agent": "Wellkept picture proxy"},
            seconds=SECONDS,
            most_bytes=MOST_BYTES,
            may_be_plain=True,
        )
    except NotReached as error:
        raise NotFetched(str(error)) from error
    except BrokeOff as error:
        raise NotFetched(f"{urlsplit(address).hostname} did not answer: {error}.") from error
    if answer.status != 200:  # a redirect too: where it leads was not judged
        raise NotFetched(f"{urlsplit(address).hostname} answered {answer.status}.")
    if answer.is_cut:
        raise NotFetched("The picture is larger than 5 MB.")
    return kind_of(answer.body), answer.body


def kind_of(data: bytes) -> str:
    """The type by the first bytes, whatever the server said. Raises NotFetched for anything but four kinds."""
    for mark, kind in KINDS.items():
        if data.startswith(mark):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise NotFetched("That is no picture.")
