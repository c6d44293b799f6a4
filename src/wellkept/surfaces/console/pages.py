"""What every page of the console shares: who may come in, the side navigation, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.accounts.queries import workspace
from wellkept.channels.email.queries import open_alarms
from wellkept.conversations.access import Access, access_of
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused

from .navigation import navigation

UNPROCESSABLE = 422

View = Callable[..., HttpResponse]


def for_supervisors(view: View) -> View:
    """Admins and supervisors."""
    return _guarded(
        view, lambda access: access.may_supervise, _("Only supervisors and admins look after this.")
    )


def for_admins(view: View) -> View:
    """Admins only."""
    return _guarded(
        view, lambda access: access.may_configure, _("Only an admin changes this. Ask one of them.")
    )


def _guarded(view: View, may: Callable[[Access], bool], why: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Agent):
            return redirect_to_login(request.get_full_path())
        access = access_of(request.user)
        if not may(access):
            raise PermissionDenied(why)
        request.access = access  # type: ignore[attr-defined]  # read by `access` below
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def access(request: HttpRequest) -> Access:
    """The access that the guard has read."""
    return cast(Access, request.access)  # type: ignore[attr-defined]  # set by the guard


def actor(request: HttpRequest) -> Actor:
    """Who is doing it."""
    return Actor.agent(cast(Agent, request.user).pk)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """A console page. `here` is the name of the navigation entry it belongs to."""
    shared = {
        "agent": request.user,
        "access": access(request),
        "workspace": workspace(),
        "sections": navigation(access(request)),
        "here": here,
        "alarms": open_alarms(),
        "sends_nowhere": not settings.OUTGOING_SMTP,
        "said": "",
        "refusal": "",
    }
    return render(request, f"console/{template}.html", {**shared, **(context or {})}, status=status)


def form_page(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    context: Mapping[str, Any] | None = None,
    *,
    here: str,
) -> HttpResponse:
    """A console page with a form; 422 when something in it, or by a `refusal` in the context, was refused."""
    shown = {"form": form, **(context or {})}
    status = UNPROCESSABLE if form.errors or shown.get("refusal") else 200
    return page(request, template, shown, here=here, status=status)


def carry_out(
    request: HttpRequest,
    form: Form,
    write: Callable[[dict[str, Any]], HttpResponse],
    *,
    beside: str | None = "name",
) -> HttpResponse | None:
    """Where to go after a posted form was carried out by `write`, which gets what the form holds.

    None when nothing was posted, something in the form is not right, or an operation refused: all of it is then
    undone, and the refusal stands beside the field of that name, or above the form for None.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return write(form.cleaned_data)
    except Refused as refusal:
        form.add_error(beside, str(refusal))
        return None


def done(name: str, what: str, *args: Any) -> HttpResponse:
    """Back to a page of the console, which says what was done (see `said`)."""
    return redirect(f"{reverse(f'console:{name}', args=args)}?done={what}")


def said(request: HttpRequest, sentences: Mapping[str, str]) -> str:
    """The sentence for the `done` that brought the browser here, or ""."""
    return sentences.get(request.GET.get("done", ""), "")
