"""People: inviting, roles, ending sessions, closing and opening the door."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.accounts import operations, queries
from wellkept.accounts.models import Agent, Invitation
from wellkept.accounts.web.profile import signed_in_browsers
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.people import InviteForm, RoleForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_admins, form_page, page, said
from wellkept.surfaces.console.paging import listing

MOST_INVITATIONS = 50


@require_safe
@for_admins
def agents(request: HttpRequest) -> HttpResponse:
    return _list(request, InviteForm())


@require_POST
@for_admins
def invite(request: HttpRequest) -> HttpResponse:
    """The link is on this page only: nothing but its hash is kept."""
    form = InviteForm(request.POST)

    def ask_in(given: dict[str, Any]) -> HttpResponse:
        if Agent.objects.filter(email=given["email"].lower()).exists():
            raise operations.AlreadyAnAgent(
                _("They are here already. Open their page to give them a new link.")
            )
        invitation, secret = operations.invite(by=actor(request), at=clock.now(), **given)
        return _link(request, invitation, secret)

    return carry_out(request, form, ask_in, beside="email") or _list(request, form)


@require_POST
@for_admins
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    operations.withdraw_invitation(invitation=invitation, by=actor(request), at=clock.now())
    return done("agents", "withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def agent(request: HttpRequest, agent_id: int) -> HttpResponse:
    """One person; posting changes the role."""
    person = get_object_or_404(Agent, pk=agent_id)
    form = RoleForm(request.POST or None, initial={"role": person.role})

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.change_role(agent=person, role=given["role"], by=actor(request), at=clock.now())
        return done("agent", "role", person.pk)

    if saved := carry_out(request, form, save, beside="role"):
        return saved
    return _person(request, person, form=form)


@require_POST
@for_admins
def deactivate(request: HttpRequest, agent_id: int) -> HttpResponse:
    person = get_object_or_404(Agent, pk=agent_id)
    try:
        operations.deactivate(agent=person, by=actor(request), at=clock.now())
    except operations.LastAdmin as refusal:
        return _person(request, person, refusal=str(refusal))
    return done("agent", "closed", person.pk)


@require_POST
@for_admins
def reactivate(request: HttpRequest, agent_id: int) -> HttpResponse:
    person = get_object_or_404(Agent, pk=agent_id)
    operations.reactivate(agent=person, by=actor(request), at=clock.now())
    return done("agent", "opened", person.pk)


@require_POST
@for_admins
def end_sessions(request: HttpRequest, agent_id: int) -> HttpResponse:
    person = get_object_or_404(Agent, pk=agent_id)
    operations.end_sessions(agent=person, by=actor(request), at=clock.now())
    return done("agent", "ended", person.pk)


@require_POST
@for_admins
def new_link(request: HttpRequest, agent_id: int) -> HttpResponse:
    """A link with which the person sets a new password."""
    person = get_object_or_404(Agent.objects.active(), pk=agent_id)
    invitation, secret = operations.invite(
        email=person.email, name=person.name, role=person.role, by=actor(request), at=clock.now()
    )
    return _link(request, invitation, secret)


def _list(request: HttpRequest, form: InviteForm) -> HttpResponse:
    people = queries.people().annotate(seen_at=Max("sessions__last_seen_at")).prefetch_related("teams")
    context = {
        "people": listing(people, ("name", "id"), request),
        "invitations": queries.open_invitations(at=clock.now())[:MOST_INVITATIONS],
        "said": said(request, {"withdrawn": _("The link is withdrawn: it opens nothing any more.")}),
    }
    return form_page(request, "agents", form, context, here="agents")


def _person(
    request: HttpRequest, person: Agent, *, form: RoleForm | None = None, refusal: str = ""
) -> HttpResponse:
    sentences = {
        "role": _("The role is changed. They are signed out everywhere and sign in again with it."),
        "closed": _("They are signed out and cannot sign in. What they wrote keeps their name."),
        "opened": _("They can sign in again."),
        "ended": _("Signed out everywhere. Each browser notices at its next step."),
    }
    context = {
        "person": person,
        "teams": person.teams.order_by("name", "id"),
        "browsers": signed_in_browsers(person),
        "said": said(request, sentences),
        "refusal": refusal,
    }
    shown = form or RoleForm(initial={"role": person.role})
    return form_page(request, "agent", shown, context, here="agents")


def _link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("join", args=[secret]))
    return page(request, "invited", {"invitation": invitation, "link": link}, here="agents")
