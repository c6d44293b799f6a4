"""Settings of the whole desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.accounts import operations
from wellkept.accounts.queries import workspace as the_workspace
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.workspace import WorkspaceForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page, said

FIELDS = ("name", "timezone", "language", "undo_seconds")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def workspace(request: HttpRequest) -> HttpResponse:
    found = the_workspace()
    form = WorkspaceForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_workspace(by=actor(request), at=clock.now(), **form.cleaned_data)
        except operations.NotASetting as refusal:
            form.add_error(None, str(refusal))
        else:
            return done("workspace", "saved")
    context = {"form": form, "said": said(request, {"saved": _("Saved. It holds from the next page on.")})}
    return page(request, "workspace", context, here="workspace", status=UNPROCESSABLE if form.errors else 200)
