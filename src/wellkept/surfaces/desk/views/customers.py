"""The people who write in: their list, one of them, and what an agent corrects."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellkept.accounts.web.choices import timezones
from wellkept.conversations import queries
from wellkept.customers import operations
from wellkept.customers import queries as customers
from wellkept.customers.links import OWED, link_key
from wellkept.customers.models import Customer
from wellkept.kernel import clock
from wellkept.kernel.actors import Actor
from wellkept.kernel.text import one_line, storable, whole
from wellkept.surfaces.desk.pages.conversation import local_time
from wellkept.surfaces.desk.pages.lists import status_words

from .frame import AgentRequest, Refused, agent_page, back_to, desk, is_address, must_reply

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


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
    return _show(request, _theirs(request, number))


@agent_page
@require_POST
def profile(request: AgentRequest, number: int) -> HttpResponse:
    """Corrects what is sent of name, company, language, timezone. `conversation` says where to go back to."""
    must_reply(request)
    person = _theirs(request, number)
    given = {key: one_line(storable(str(value)), limit=200) for key, value in request.POST.items()}
    if problem := _problem(given):
        return _show(request, person, problem=problem, status=422)
    by, at = Actor.agent(request.user.pk), clock.now()
    fields = {key: given[key] for key in sorted(operations.PROFILE) if key in given}
    operations.update(customer=person, by=by, at=at, **fields)
    if "company" in given:
        operations.set_company(customer=person, name=given["company"], by=by, at=at)
    back = whole(given.get("conversation"))
    return back_to(request, back) if back else _to(person)


@agent_page
@require_POST
def addresses(request: AgentRequest, number: int) -> HttpResponse:
    """Gives the customer another address to write from. 422 when it is somebody else's."""
    must_reply(request)
    person = _theirs(request, number)
    address = request.POST.get("address", "").strip()
    by, at = Actor.agent(request.user.pk), clock.now()
    try:
        if not is_address(address):
            raise Refused(_("An address looks like dana@example.com."))
        operations.add_identity(customer=person, kind="email", address=address, by=by, at=at)
    except Refused as refusal:
        return _show(request, person, problem=str(refusal), status=422)
    return _to(person)


@agent_page
@require_POST
def links(request: AgentRequest, number: int) -> HttpResponse:
    """Takes back every link to the customer's own pages that was given until now."""
    must_reply(request)
    person = _theirs(request, number)
    operations.revoke_links(customer=person, by=Actor.agent(request.user.pk), at=clock.now())
    return _to(person)


def _theirs(request: AgentRequest, number: int) -> Customer:
    person = queries.customers_for(request.access).select_related("company").filter(pk=number).first()
    if person is None:
        raise Http404
    return person


def _show(request: AgentRequest, person: Customer, *, problem: str = "", status: int = 200) -> HttpResponse:
    identities = list(person.identities.order_by("id"))
    past = (
        queries.conversations_for(request.access)
        .filter(customer_id=person.pk)
        .order_by("-last_activity_at", "-id")
    )
    context = {
        "customer": person,
        "called": person.name or (identities[0].address if identities else str(person)),
        "identities": identities,
        "local_time": local_time(person.timezone),
        "past": past[:50],
        "owed_key": link_key(person, purpose=OWED),
        "words": status_words(),
        "timezones": timezones(),
        "problem": problem,
    }
    return desk(request, "desk/customer.html", context, status=status)


def _problem(given: dict[str, str]) -> str:
    if given.get("language") and not LANGUAGE.fullmatch(given["language"]):
        return _("A language is a short code: de, en, pt-BR.")
    if given.get("timezone") and given["timezone"] not in available_timezones():
        return _("There is no time zone of that name.")
    return ""


def _to(person: Customer) -> HttpResponse:
    response = HttpResponseRedirect(reverse("customer", args=[person.pk]))
    response.status_code = 303
    return response
