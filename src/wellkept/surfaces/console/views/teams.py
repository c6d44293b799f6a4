"""Teams and who is in them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.accounts import operations, queries
from wellkept.accounts.models import Team
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.people import TeamForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page, said
from wellkept.surfaces.console.paging import listing


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def teams(request: HttpRequest) -> HttpResponse:
    """All teams; posting adds one."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = operations.add_team(
                name=form.cleaned_data["name"],
                members=form.cleaned_data["members"],
                by=actor(request),
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("team", "added", team.pk)
    found = queries.teams().annotate(
        people=Count("members", distinct=True), open_inboxes=Count("inboxes", distinct=True)
    )
    context = {"teams": listing(found, ("name", "id"), request), "form": form}
    return page(request, "teams", context, here="teams", status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team; posting sets its name and members."""
    found = get_object_or_404(Team, pk=team_id)
    initial = {"name": found.name, "members": list(found.members.values_list("pk", flat=True))}
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            with transaction.atomic():
                operations.rename_team(team=found, name=form.cleaned_data["name"], by=actor(request), at=at)
                operations.set_members(
                    team=found, members=form.cleaned_data["members"], by=actor(request), at=at
                )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("team", "saved", found.pk)
    sentences = {
        "added": _("The team is there. Next, let it open an inbox."),
        "saved": _("Saved. Who left the team has lost its inboxes."),
    }
    context = {
        "team": found,
        "inboxes": found.inboxes.order_by("name", "id"),
        "form": form,
        "said": said(request, sentences),
    }
    return page(request, "team", context, here="teams", status=UNPROCESSABLE if form.errors else 200)
