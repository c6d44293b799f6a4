"""Lists: views, search, customers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wellkept.conversations import queries
from wellkept.conversations.search import search
from wellkept.customers import queries as customers
from wellkept.kernel.text import storable
from wellkept.surfaces.desk.pages.conversation import local_time
from wellkept.surfaces.desk.pages.lists import list_page, status_words
from wellkept.surfaces.desk.pages.rail import rail

from .frame import AgentRequest, agent_page, desk, whole


@agent_page
def home(request: AgentRequest) -> HttpResponse:
    """Where an agent begins: their own work; who owns none, everything."""
    return HttpResponseRedirect(reverse("view", args=["mine" if request.access.may_reply else "all"]))


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
        response = render(request, "desk/listpart.html", context)
        response["Vary"] = "HX-Request"
        return response
    return desk(request, "desk/list.html", context)


@agent_page
def results(request: AgentRequest) -> HttpResponse:
    """Full text over what the agent may see; a number goes straight to its conversation."""
    query = request.GET.get("q", "")[:400].strip()
    number = whole(query.lstrip("#"))
    if number and queries.conversations_for(request.access).filter(pk=number).exists():
        return HttpResponseRedirect(reverse("conversation", args=[number]))
    page = search(query, request.access, after=whole(request.GET.get("after")))
    return desk(request, "desk/search.html", {"query": query, "page": page, "words": status_words()})


@agent_page
def customer_list(request: AgentRequest) -> HttpResponse:
    """People who wrote to inboxes the agent sees."""
    query = storable(request.GET.get("q", ""))[:200].strip()
    theirs = queries.customers_for(request.access)
    page = customers.people(query, among=theirs, before=whole(request.GET.get("after")))
    return desk(request, "desk/customers.html", {"query": query, "page": page})


@agent_page
def customer(request: AgentRequest, number: int) -> HttpResponse:
    """One person and their conversations, as far as the agent may see them."""
    person = queries.customers_for(request.access).select_related("company").filter(pk=number).first()
    if person is None:
        raise Http404
    identities = list(person.identities.order_by("id"))
    past = (
        queries.conversations_for(request.access)
        .filter(customer_id=number)
        .order_by("-last_activity_at", "-id")
    )
    context = {
        "customer": person,
        "called": person.name or (identities[0].address if identities else str(person)),
        "identities": identities,
        "local_time": local_time(person.timezone),
        "past": past[:50],
        "words": status_words(),
    }
    return desk(request, "desk/customer.html", context)


def nothing(request: HttpRequest) -> HttpResponse:
    """For probes: 204 while pages are answered."""
    return HttpResponse(status=204)
