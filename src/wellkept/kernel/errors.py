"""Refusals: what a person asked for and cannot have, and what to do instead."""

from __future__ import annotations


class Refused(Exception):
    """An operation said no. The text is written for the person who asked and says what helps.

    Each operation defines its own subclass beside the verb; screens show `str(error)`.
    """


class NotAllowed(Refused):
    """The person may see this, and may not do it."""


class NotVisible(Refused):
    """It does not exist, or it is not theirs to see: both look the same from outside."""
