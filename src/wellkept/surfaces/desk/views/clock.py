"""The clock of one promise, explained."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from wellkept.kernel import clock as now
from wellkept.promises.queries import promises_for
from wellkept.surfaces.desk.pages.clock import clock_page

from .frame import AgentRequest, agent_page, desk


@agent_page
def clock(request: AgentRequest, number: int) -> HttpResponse:
    """Which of its time counted and which did not; 404 when there is none or it is not theirs to see."""
    theirs = promises_for(request.access)
    with_all = ("conversation", "customer", "target", "owner", "team")
    promise = theirs.filter(pk=number).select_related(*with_all).first()
    if promise is None:
        raise Http404
    return desk(request, "desk/clock.html", {"page": clock_page(promise, at=now.now())})
