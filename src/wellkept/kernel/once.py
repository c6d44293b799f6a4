"""What hardly ever changes is read once for a batch, not once for each of its items.

    with reading_once():
        for mail in waiting:
            process(mail)  # asks for the service code each time, and it is read the first time

Outside of a batch, or a second after it was read, `@once` reads as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from time import monotonic
from typing import TypeVar

Answer = TypeVar("Answer")
FRESH_SECONDS = 1.0  # so soon a batch of slow items sees what changed meanwhile

_kept: ContextVar[dict[Hashable, tuple[float, object]] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside, whatever is marked `@once` is read at most once a second."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[..., Answer]) -> Callable[..., Answer]:
    """Marks a read of what a batch may share: its arguments are hashable, its answer is never changed."""

    @wraps(read)
    def answer(*args: Hashable) -> Answer:
        kept = _kept.get()
        if kept is None:
            return read(*args)
        key = (read, *args)
        read_at, found = kept.get(key, (float("-inf"), None))
        if monotonic() - read_at < FRESH_SECONDS:
            return found  # type: ignore[return-value]  # as it was put in below
        fresh = read(*args)
        kept[key] = monotonic(), fresh
        return fresh

    return answer
