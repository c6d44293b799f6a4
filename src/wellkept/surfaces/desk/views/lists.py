"""Lists: views, search, customers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wellkept.conversations import queries
from wellkept.conversations.search import search
from wellkept.customers import queries as customers
from wellkept.surfaces.desk.pages.conversation import local_time
from wellkept.surfaces.desk.pages.lists import list_page, status_words
from wellkept.surfaces.desk.pages.rail import rail

from .frame import AgentRequest, agent_page, desk


@agent_page
def home(request: AgentRequest) -> HttpResponse:
    """Where an agent begins: their own work; who owns none, everything."""
    return HttpResponseRedirect(reverse("view", args=["mine" if request.access.may_reply else "all"]))


@agent_page
def view(request: AgentRequest, key: str) -> HttpResponse:
    """One page of a view."""
    status = request.GET.get("status", "open")
    try:
        found = list_page(key, status, request.user, request.access, after=request.GET.get("after"))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    context = {"list": found, "words": status_words(), "current": _number(request.GET.get("current", ""))}
    if request.headers.get("HX-Request"):
        context["rail"] = rail(request.user, request.access)
        response = render(request, "desk/listpart.html", context)
        response["Vary"] = "HX-Request"
        return response
    return desk(request, "desk/list.html", context)


@agent_page
def results(request: AgentRequest) -> HttpResponse:
    """Full text over what the agent may see; a number goes straight to its conversation."""
    query = request.GET.get("q", "")[:400].strip()
    if query.lstrip("#").isdigit() and len(query) < 12:
        number = int(query.lstrip("#"))
        if queries.conversations_for(request.access).filter(pk=number).exists():
            return HttpResponseRedirect(reverse("conversation", args=[number]))
    after = request.GET.get("after", "")
    page = search(query, request.access, after=int(after) if after.isdigit() and len(after) < 19 else None)
    return desk(request, "desk/search.html", {"query": query, "page": page, "words": status_words()})


@agent_page
def customer_list(request: AgentRequest) -> HttpResponse:
    """People who wrote to inboxes the agent sees."""
    query = request.GET.get("q", "")[:200].strip()
    after = request.GET.get("after", "")
    page = customers.people(query, before=int(after) if after.isdigit() and len(after) < 19 else None)
    return desk(request, "desk/customers.html", {"query": query, "page": page})


@agent_page
def customer(request: AgentRequest, number: int) -> HttpResponse:
    """One person and their conversations, as far as the agent may see them."""
    person = customers.customer(number)
    if person is None:
        raise Http404
    past = (
        queries.conversations_for(request.access)
        .filter(customer_id=number)
        .order_by("-last_activity_at", "-id")
    )
    context = {
        "customer": person,
        "identities": person.identities.order_by("id"),
        "local_time": local_time(person.timezone),
        "past": past[:50],
        "words": status_words(),
    }
    return desk(request, "desk/customer.html", context)


def nothing(request: HttpRequest) -> HttpResponse:
    """For probes: 204 while pages are answered."""
    return HttpResponse(status=204)


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 19 else 0
