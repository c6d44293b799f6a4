"""People: inviting, roles, ending sessions, closing and opening the door."""

from __future__ import annotations

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
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.people import InviteForm, RoleForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page, said
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
    if not form.is_valid():
        return _list(request, form, status=UNPROCESSABLE)
    if Agent.objects.filter(email=form.cleaned_data["email"].lower()).exists():
        form.add_error("email", _("They are here already. Open their page to give them a new link."))
        return _list(request, form, status=UNPROCESSABLE)
    invitation, secret = operations.invite(by=actor(request), at=clock.now(), **form.cleaned_data)
    return _link(request, invitation, secret)


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
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_role(
                agent=person, role=form.cleaned_data["role"], by=actor(request), at=clock.now()
            )
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            return done("agent", "role", person.pk)
    return _person(request, person, form=form, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_admins
def deactivate(request: HttpRequest, agent_id: int) -> HttpResponse:
    person = get_object_or_404(Agent, pk=agent_id)
    try:
        operations.deactivate(agent=person, by=actor(request), at=clock.now())
    except operations.LastAdmin as refusal:
        return _person(request, person, refusal=str(refusal), status=UNPROCESSABLE)
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


def _list(request: HttpRequest, form: InviteForm, *, status: int = 200) -> HttpResponse:
    people = queries.people().annotate(seen_at=Max("sessions__last_seen_at")).prefetch_related("teams")
    context = {
        "people": listing(people, ("name", "id"), request),
        "invitations": queries.open_invitations(at=clock.now())[:MOST_INVITATIONS],
        "form": form,
        "said": said(request, {"withdrawn": _("The link is withdrawn: it opens nothing any more.")}),
    }
    return page(request, "agents", context, here="agents", status=status)


def _person(
    request: HttpRequest,
    person: Agent,
    *,
    form: RoleForm | None = None,
    refusal: str = "",
    status: int = 200,
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
        "form": form or RoleForm(initial={"role": person.role}),
        "said": said(request, sentences),
        "refusal": refusal,
    }
    return page(request, "agent", context, here="agents", status=status)


def _link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("join", args=[secret]))
    return page(request, "invited", {"invitation": invitation, "link": link}, here="agents")
