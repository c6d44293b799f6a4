"""Tags and drivers."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.conversations import operations
from wellkept.conversations.models import Driver, Tag
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.labels import DriverForm, NewDriverForm, TagForm
from wellkept.surfaces.console.pages import UNPROCESSABLE, actor, done, for_admins, page, said
from wellkept.surfaces.console.paging import listing


def _sentences() -> dict[str, str]:
    return {
        "added": _("It is on the list."),
        "renamed": _("Renamed, everywhere it is used."),
        "retired": _("Off the list. Conversations that have it keep it."),
        "back": _("Back on the list."),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def tags(request: HttpRequest) -> HttpResponse:
    """All tags; posting adds one."""
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.define_tag(name=form.cleaned_data["name"], by=actor(request), at=clock.now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("tags", "added")
    context = {
        "tags": listing(Tag.objects.all(), ("name", "id"), request),
        "form": form,
        "said": said(request, _sentences()),
    }
    return page(request, "tags", context, here="tags", status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """One tag; posting renames it."""
    found = get_object_or_404(Tag, pk=tag_id)
    form = TagForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            operations.rename_tag(
                tag=found, name=form.cleaned_data["name"], by=actor(request), at=clock.now()
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("tags", "renamed")
    context = {"label": found, "form": form, "kind": "tag"}
    return page(request, "label", context, here="tags", status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_admins
def retire_tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Takes it off the list, or with `back` puts it on again."""
    is_back = bool(request.POST.get("back"))
    operations.set_tag_retired(
        tag=get_object_or_404(Tag, pk=tag_id), is_retired=not is_back, by=actor(request), at=clock.now()
    )
    return done("tags", "back" if is_back else "retired")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def drivers(request: HttpRequest) -> HttpResponse:
    """Drivers of the first level, each with those below it; posting adds one."""
    form = NewDriverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_driver(by=actor(request), at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("drivers", "added")
    below = Prefetch("children", queryset=Driver.objects.order_by("name", "id"))
    found = Driver.objects.filter(parent__isnull=True).prefetch_related(below)
    context = {
        "drivers": listing(found, ("name", "id"), request),
        "form": form,
        "said": said(request, _sentences()),
    }
    return page(request, "drivers", context, here="drivers", status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def driver(request: HttpRequest, driver_id: int) -> HttpResponse:
    """One driver; posting renames it."""
    found = get_object_or_404(Driver, pk=driver_id)
    form = DriverForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            operations.rename_driver(
                driver=found, name=form.cleaned_data["name"], by=actor(request), at=clock.now()
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return done("drivers", "renamed")
    context = {"label": found, "form": form, "kind": "driver"}
    return page(request, "label", context, here="drivers", status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_admins
def retire_driver(request: HttpRequest, driver_id: int) -> HttpResponse:
    """Takes it off the list, or with `back` puts it on again."""
    is_back = bool(request.POST.get("back"))
    operations.set_driver_retired(
        driver=get_object_or_404(Driver, pk=driver_id),
        is_retired=not is_back,
        by=actor(request),
        at=clock.now(),
    )
    return done("drivers", "back" if is_back else "retired")
