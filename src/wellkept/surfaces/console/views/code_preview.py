"""Before and after publishing: the last 90 days under a draft, and open clocks counted anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.kernel import clock
from wellkept.promises import operations, rehearsals
from wellkept.promises.domain.tally import Tally
from wellkept.promises.models import ServiceCode
from wellkept.promises.preview import AT_ONCE, WINDOW, count_since, preview
from wellkept.promises.recalculating import recalculate_soon
from wellkept.surfaces.console.code_words import compared
from wellkept.surfaces.console.forms.service_code import RecountForm
from wellkept.surfaces.console.pages import (
    actor,
    carry_out,
    done,
    for_admins,
    for_supervisors,
    form_page,
    page,
)

HERE = "service-code"


@require_safe
@for_supervisors
def rehearsal(request: HttpRequest, code_id: int) -> HttpResponse:
    """What would have happened: at once, or how far the background is with it, or an offer to begin."""
    code = get_object_or_404(ServiceCode, pk=code_id)
    at = clock.now()
    row = rehearsals.of(code)
    context: dict[str, Any] = {"code": code, "row": row, "total": 0}
    if row is not None:
        context |= _shown(rehearsals.result(row), row.asked_at)
    elif (total := count_since(at - WINDOW)) <= AT_ONCE:
        context |= _shown(preview(code, at=at), at)
    else:
        context["total"] = total
    return page(request, "code_preview", context, here=HERE)


@require_POST
@for_admins
def rehearse(request: HttpRequest, code_id: int) -> HttpResponse:
    """Begins it in the background."""
    code = get_object_or_404(ServiceCode, pk=code_id)
    rehearsals.ask(code, at=clock.now())
    return done("code-preview", "begun", code.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def recount(request: HttpRequest) -> HttpResponse:
    """How many open clocks would move; posting moves them."""
    at = clock.now()
    form = RecountForm(request.POST or None)

    def move(given: dict[str, Any]) -> HttpResponse:
        moved = recalculate_soon(reason=given["reason"], by=actor(request), at=at)
        return done("service-code", "recounting" if moved is None else "recounted")

    if moved := carry_out(request, form, move, beside="reason"):
        return moved
    return form_page(request, "code_recount", form, {"would": operations.what_would_move(at=at)}, here=HERE)


def _shown(tally: Tally | None, at: datetime) -> dict[str, Any]:
    if tally is None:
        return {"tally": None}
    return {"tally": tally, "kinds": compared(tally), "since": at - WINDOW, "until": at}
