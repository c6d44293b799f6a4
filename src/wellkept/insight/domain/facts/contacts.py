"""When a message of a customer is another contact (M06)."""

from __future__ import annotations

from datetime import datetime, timedelta

# Replies within one open conversation that come closer than this are one contact.
GAP = timedelta(hours=72)


def is_another(before: datetime, now: datetime, *, is_continued: bool, was_solved_between: bool) -> bool:
    """Whether what came `now` is another contact than what came `before`.

    Not while one open conversation goes on with less than 72 hours between two messages.
    """
    return not is_continued or was_solved_between or now - before >= GAP
