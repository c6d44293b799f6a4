"""Owed: the agent's home."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wellkept.kernel import clock
from wellkept.surfaces.desk.pages.hand_over import waiting
from wellkept.surfaces.desk.pages.owed import owed_page
from wellkept.surfaces.desk.pages.rail import rail

from .frame import AgentRequest, agent_page, desk


@agent_page
def owed(request: AgentRequest) -> HttpResponse:
    """What the agent owes; with `of=all` what anybody owes, for who supervises."""
    is_all = request.GET.get("of") == "all" and request.access.may_supervise
    context: dict[str, Any] = {"page": owed_page(request.access, is_all=is_all, at=clock.now())}
    if request.headers.get("HX-Request"):
        context |= {"rail": rail(request.access), "access": request.access}
        context["hand_overs"] = waiting(request.access, at=clock.now())
        response = render(request, "desk/owedpart.html", context)
        response["Vary"] = "HX-Request"
        return response
    return desk(request, "desk/owed.html", context)
