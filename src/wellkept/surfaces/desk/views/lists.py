"""Lists: views, and what a search finds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wellkept.conversations import queries
from wellkept.conversations.search import search
from wellkept.customers import queries as customers
from wellkept.kernel import clock
from wellkept.kernel.text import storable, whole
from wellkept.surfaces.desk.pages import searching
from wellkept.surfaces.desk.pages.hand_over import waiting
from wellkept.surfaces.desk.pages.lists import list_page, status_words
from wellkept.surfaces.desk.pages.rail import rail

from .frame import AgentRequest, agent_page, desk


@agent_page
def home(request: AgentRequest) -> HttpResponse:
    """Where an agent begins: what they owe; who owes nothing, everything."""
    return HttpResponseRedirect(
        reverse("owed") if request.access.may_reply else reverse("view", args=["all"])
    )


@agent_page
def view(request: AgentRequest, key: str) -> HttpResponse:
    """One page of a view."""
    status = request.GET.get("status", "open")
    try:
        found = list_page(key, status, request.access, after=request.GET.get("after"))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    context = {"list": found, "words": status_words(), "current": whole(request.GET.get("current")) or 0}
    if request.headers.get("HX-Request"):
        context["rail"] = rail(request.access)
        context["hand_overs"] = waiting(request.access, at=clock.now())
        response = render(request, "desk/listpart.html", context)
        response["Vary"] = "HX-Request"
        return response
    return desk(request, "desk/list.html", context)


@agent_page
def results(request: AgentRequest) -> HttpResponse:
    """Words and conditions over what the agent may see; a number goes straight to its conversation."""
    query = storable(request.GET.get("q", ""))[:400].strip()
    number = whole(query.lstrip("#"))
    if number and queries.conversations_for(request.access).filter(pk=number).exists():
        return HttpResponseRedirect(reverse("conversation", args=[number]))
    try:
        page = searching.find(query, request.access, after=request.GET.get("after", ""), at=clock.now())
    except ValueError as error:
        raise Http404 from error
    return desk(request, "desk/search.html", {"query": query, "page": page, "words": status_words()})


@agent_page
def find(request: AgentRequest) -> HttpResponse:
    """For the palette: the newest conversations and the customers that fit, as a fragment."""
    query = storable(request.GET.get("q", ""))[:200].strip()
    number = whole(query.lstrip("#"))
    named = queries.conversations_for(request.access).filter(pk=number).first() if number else None
    hits = {hit.conversation_id: hit for hit in search(query, request.access, size=12).hits}
    theirs = queries.customers_for(request.access)
    context = {
        "named": named,
        "hits": list(hits.values())[:6],
        "people": customers.people(query, among=theirs, size=5).rows if query else [],
        "words": status_words(),
    }
    return render(request, "desk/found.html", context)


def nothing(request: HttpRequest) -> HttpResponse:
    """For probes: 204 while pages are answered."""
    return HttpResponse(status=204)
