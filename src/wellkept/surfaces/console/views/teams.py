"""Teams and who is in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.accounts import operations, queries
from wellkept.accounts.models import Team
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.people import TeamForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_admins, form_page, said
from wellkept.surfaces.console.paging import listing


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def teams(request: HttpRequest) -> HttpResponse:
    """All teams; posting adds one."""
    form = TeamForm(request.POST or None)

    def add(given: dict[str, Any]) -> HttpResponse:
        team = operations.add_team(by=actor(request), at=clock.now(), **given)
        return done("team", "added", team.pk)

    if added := carry_out(request, form, add):
        return added
    found = queries.teams().annotate(
        people=Count("members", distinct=True), open_inboxes=Count("inboxes", distinct=True)
    )
    return form_page(request, "teams", form, {"teams": listing(found, ("name", "id"), request)}, here="teams")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team; posting sets its name and members."""
    found = get_object_or_404(Team, pk=team_id)
    initial = {"name": found.name, "members": list(found.members.values_list("pk", flat=True))}
    form = TeamForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        by, at = actor(request), clock.now()
        operations.rename_team(team=found, name=given["name"], by=by, at=at)
        operations.set_members(team=found, members=given["members"], by=by, at=at)
        return done("team", "saved", found.pk)

    if saved := carry_out(request, form, save):
        return saved
    sentences = {
        "added": _("The team is there. Next, let it open an inbox."),
        "saved": _("Saved. Who left the team has lost its inboxes."),
    }
    context = {
        "team": found,
        "inboxes": found.inboxes.order_by("name", "id"),
        "said": said(request, sentences),
    }
    return form_page(request, "team", form, context, here="teams")
