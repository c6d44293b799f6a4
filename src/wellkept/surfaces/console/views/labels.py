"""Tags and drivers."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.conversations import operations
from wellkept.conversations.models import Driver, Tag
from wellkept.kernel import clock
from wellkept.surfaces.console.forms.labels import DriverForm, NewDriverForm, TagForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_admins, form_page, said
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

    def add(given: dict[str, Any]) -> HttpResponse:
        operations.define_tag(by=actor(request), at=clock.now(), **given)
        return done("tags", "added")

    if added := carry_out(request, form, add):
        return added
    context = {
        "tags": listing(Tag.objects.all(), ("name", "id"), request),
        "said": said(request, _sentences()),
    }
    return form_page(request, "tags", form, context, here="tags")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """One tag; posting renames it."""
    found = get_object_or_404(Tag, pk=tag_id)
    form = TagForm(request.POST or None, initial={"name": found.name})

    def rename(given: dict[str, Any]) -> HttpResponse:
        operations.rename_tag(tag=found, by=actor(request), at=clock.now(), **given)
        return done("tags", "renamed")

    if renamed := carry_out(request, form, rename):
        return renamed
    return form_page(request, "label", form, {"label": found, "kind": "tag"}, here="tags")


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

    def add(given: dict[str, Any]) -> HttpResponse:
        operations.add_driver(by=actor(request), at=clock.now(), **given)
        return done("drivers", "added")

    if added := carry_out(request, form, add):
        return added
    below = Prefetch("children", queryset=Driver.objects.order_by("name", "id"))
    found = Driver.objects.filter(parent__isnull=True).prefetch_related(below)
    context = {
        "drivers": listing(found, ("name", "id"), request),
        "said": said(request, _sentences()),
    }
    return form_page(request, "drivers", form, context, here="drivers")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def driver(request: HttpRequest, driver_id: int) -> HttpResponse:
    """One driver; posting renames it."""
    found = get_object_or_404(Driver, pk=driver_id)
    form = DriverForm(request.POST or None, initial={"name": found.name})

    def rename(given: dict[str, Any]) -> HttpResponse:
        operations.rename_driver(driver=found, by=actor(request), at=clock.now(), **given)
        return done("drivers", "renamed")

    if renamed := carry_out(request, form, rename):
        return renamed
    return form_page(request, "label", form, {"label": found, "kind": "driver"}, here="drivers")


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
