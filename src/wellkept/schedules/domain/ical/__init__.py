"""Closed days from an iCalendar file (RFC 5545), as shared by authorities and office programs."""

from .reading import Closure, Reading, read_ical

__all__ = ["Closure", "Reading", "read_ical"]
