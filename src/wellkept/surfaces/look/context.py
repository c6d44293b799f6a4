"""What every page knows about who reads it."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

THEMES = ("light", "dark")


def theme(request: HttpRequest) -> str:
    """`light` or `dark` as the agent chose it, or this browser before anyone signed in; empty: as the system has it."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = user.theme
    else:
        chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def csrf(request: HttpRequest) -> dict[str, object]:
    """Django's `csrf_token` and `csrf_input`, masked once a page instead of once a form; only when asked for."""
    return {
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
