"""Settings of the whole desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.accounts import operations
from wellkept.accounts.queries import workspace as the_workspace
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.workspace import WorkspaceForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_admins, form_page, said

FIELDS = ("name", "timezone", "language", "undo_seconds")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def workspace(request: HttpRequest) -> HttpResponse:
    found = the_workspace()
    form = WorkspaceForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.update_workspace(by=actor(request), at=clock.now(), **given)
        return done("workspace", "saved")

    if saved := carry_out(request, form, save, beside=None):
        return saved
    context = {"said": said(request, {"saved": _("Saved. It holds from the next page on.")})}
    return form_page(request, "workspace", form, context, here="workspace")
