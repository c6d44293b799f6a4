"""Puts the agent on the request, in one or two queries a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from wellkept.accounts.models import Agent, Session
from wellkept.kernel import clock

SEEN_EVERY = timedelta(minutes=5)


class AgentSessionMiddleware(SessionMiddleware):
    """Django's, under our name so that the order in settings reads as what it is."""


class AgentMiddleware:
    """`request.user` is the agent or nobody; language and time zone follow the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]  # stands in for the agent, as in Django
        agent = request.user if request.user.is_authenticated else None
        language = (
            agent.language if isinstance(agent, Agent) else translation.get_language_from_request(request)
        )
        with translation.override(language), timezone.override(_zone(agent)):
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
        if agent is not None:
            response.setdefault("Cache-Control", "no-store")
        return response


def _user(request: HttpRequest) -> Agent | AnonymousUser:
    user = get_user(request)
    if isinstance(user, Agent):
        _mark_seen(request)
        return user
    return AnonymousUser()


def _mark_seen(request: HttpRequest) -> None:
    at = clock.now()
    stamp = request.session.get("seen")
    if stamp is None or at.timestamp() - stamp > SEEN_EVERY.total_seconds():
        request.session["seen"] = at.timestamp()
        Session.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def _zone(agent: object) -> ZoneInfo:
    name = agent.timezone if isinstance(agent, Agent) else "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
