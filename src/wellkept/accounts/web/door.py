"""What sign-in, set-up and invitations share: where to go next, and how a page at the door is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from wellkept.accounts.queries import workspace


def where_next(request: HttpRequest) -> str:
    """The page asked for before signing in, when it is one of ours; otherwise "" (no open redirect)."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else ""


def go_in(request: HttpRequest) -> HttpResponseRedirect:
    """To the page asked for, or home."""
    wanted = where_next(request)
    return HttpResponseRedirect(wanted) if wanted else redirect("home")


def client_address(request: HttpRequest) -> str:
    """The network address of the browser (project.middleware has looked through the proxies)."""
    return str(getattr(request, "client_address", "") or request.META.get("REMOTE_ADDR", ""))


def door_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page for someone not signed in, with the desk's name on it."""
    return render(
        request, f"accounts/{template}.html", {"workspace": workspace(), **(context or {})}, status=status
    )


def focus_first_error(form: BaseForm) -> None:
    """Puts the cursor where something is to be corrected."""
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    for name in form.fields:
        if name in form.errors:
            form.fields[name].widget.attrs["autofocus"] = True
            return


def never_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Neither browser nor proxy keeps the page."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return sent
