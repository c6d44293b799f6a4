"""Owed: the agent's home."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wellkept.kernel import clock
from wellkept.surfaces.desk.pages.hand_over import waiting
from wellkept.surfaces.desk.pages.owed_page import Whose, owed_page
from wellkept.surfaces.desk.pages.rail import rail

from .frame import AgentRequest, agent_page, desk

OF: dict[str, Whose] = {"all": "all", "risk": "risk"}


@agent_page
def owed(request: AgentRequest) -> HttpResponse:
    """What the agent owes; for who supervises also `of=all`, what anybody owes, and `of=risk`, what is in danger."""
    whose = OF.get(request.GET.get("of", ""), "mine") if request.access.may_supervise else "mine"
    context: dict[str, Any] = {"page": owed_page(request.access, whose=whose, at=clock.now())}
    if request.headers.get("HX-Request"):
        context |= {"rail": rail(request.access), "access": request.access}
        context["hand_overs"] = waiting(request.access, at=clock.now())
        response = render(request, "desk/owedpart.html", context)
        response["Vary"] = "HX-Request"
        return response
    return desk(request, "desk/owed.html", context)
