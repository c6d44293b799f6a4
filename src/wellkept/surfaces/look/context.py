"""What every page knows about who reads it."""

from __future__ import annotations

from django.http import HttpRequest

THEMES = ("light", "dark")


def theme(request: HttpRequest) -> str:
    """`light` or `dark` as the agent chose it, or this browser before anyone signed in; empty: as the system has it."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = user.theme
    else:
        chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""
