"""The style sheet, and the pages that say no."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import bundle


def style(request: HttpRequest, mark: str) -> HttpResponse:
    """The joined style sheet. An old address gets today's, uncached."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        bundle.css_gzipped() if takes_gzip else bundle.css(), content_type="text/css; charset=utf-8"
    )
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    is_current = mark == bundle.css_hash()
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-store"
    return response


def no_permission(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. Says whom to ask."""
    said = str(exception) if exception and exception.args else ""
    return _page(
        request,
        403,
        _("This is not yours to open"),
        said or _("Ask an admin if you need it, or go back to your list."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what exists and may not be seen."""
    return _page(
        request,
        404,
        _("Nothing here"),
        _("It was never here, was moved, or is not yours to see. Your list is a click away."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500. Nothing was lost: drafts are on the server and mail waits."""
    request.user = AnonymousUser()  # asking who it is may be what broke
    return _page(
        request, 500, _("Something broke here"),
        _("It was written down for the people who run this desk. Your drafts are safe; try again in a minute."),
    )  # fmt: skip


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose proof of origin did not fit: mostly a page open since before a sign-in."""
    return _page(
        request, 403, _("This page was open for too long"),
        _("Load it again and repeat the last step. Drafts are saved, nothing was changed."),
    )  # fmt: skip


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "look/message.html", {"heading": title, "text": text}, status=status)
