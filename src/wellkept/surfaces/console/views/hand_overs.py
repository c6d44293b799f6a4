"""Hand-overs: what waits for a decision, how it went, and how long it may wait."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.kernel import clock
from wellkept.routing import queries_hand_over as queries
from wellkept.routing.models import HandOverState
from wellkept.routing.operations.hand_over import set_terms
from wellkept.surfaces.console.forms.playbooks import TermsForm
from wellkept.surfaces.console.pages import access, actor, carry_out, done, for_supervisors, form_page, said
from wellkept.surfaces.console.paging import listing


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def hand_overs(request: HttpRequest) -> HttpResponse:
    """The newest first; posting sets how many minutes one may wait."""
    form = TermsForm(request.POST or None, initial={"minutes": queries.minutes_to_decide()})

    def save(given: dict[str, Any]) -> HttpResponse:
        set_terms(minutes=given["minutes"], by=actor(request), at=clock.now())
        return done("hand-overs", "saved")

    if saved := carry_out(request, form, save, beside="minutes"):
        return saved
    rows = queries.hand_overs_for(access(request))
    only = request.GET.get("state") == "waiting"
    if only:
        rows = rows.filter(state=HandOverState.OFFERED)
    context = {
        "hand_overs": listing(rows, ("-offered_at", "-id"), request),
        "only_waiting": only,
        "words": {
            HandOverState.OFFERED: _("Waits"),
            HandOverState.ACCEPTED: _("Accepted"),
            HandOverState.DECLINED: _("Declined"),
            HandOverState.WITHDRAWN: _("Ended"),
        },
        "said": said(request, {"saved": _("Saved. It counts from the next hand-over on.")}),
    }
    return form_page(request, "hand_overs", form, context, here="hand-overs")
