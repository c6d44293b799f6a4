"""Promises in words: what a draft commits to, and by when. Pure: a text and a moment in, promises out."""

from .finding import find
from .found import DueKind, Found, Strength, WorkingTime

__all__ = ["DueKind", "Found", "Strength", "WorkingTime", "find"]
