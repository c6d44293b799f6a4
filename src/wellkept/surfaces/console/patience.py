"""A page waits for a mail server no longer than a person would."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connections
from django.utils import translation

T = TypeVar("T")

SECONDS = 20.0


class TookTooLong(Exception):
    """The call is not done yet."""


def within(call: Callable[[], T], *, seconds: float | None = None) -> T:
    """What `call` gives or raises, when that is within the time; otherwise TookTooLong.

    The servers' own timeouts hold for each step, and add up to minutes: a page's thread is worth more. A call that
    takes too long goes on in a thread of its own until those timeouts end it, and nobody hears of its end.
    """
    answers: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
    language = translation.get_language()

    def run() -> None:
        try:
            with translation.override(language):  # a refusal speaks to the person who waits
                answers.put((call(), None))
        except BaseException as error:  # raised again where somebody waits for it
            answers.put((None, error))
        finally:
            connections.close_all()  # this thread's own, if it opened any

    threading.Thread(target=run, name="patience", daemon=True).start()
    try:
        result, error = answers.get(timeout=SECONDS if seconds is None else seconds)
    except queue.Empty:
        raise TookTooLong from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # None only when that is what the call gave
