"""Holidays from a region or a calendar file: looked at first, then taken."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.schedules import operations
from wellkept.schedules.models import Schedule
from wellkept.schedules.operations import Imported
from wellkept.surfaces.console.forms.schedules import LARGEST_FILE, FileForm, RegionForm
from wellkept.surfaces.console.hours import own_days
from wellkept.surfaces.console.pages import actor, done, for_admins, page

HERE = "schedules"
AHEAD = timedelta(days=3 * 366)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def region(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Chooses; posting shows what would come in, and with `take` takes it."""
    found = get_object_or_404(Schedule, pk=schedule_id)
    form = RegionForm(request.POST or None, today=_today())
    if request.method != "POST":
        return _choose(request, found, region_form=form)
    if not form.is_valid():
        return _choose(request, found, region_form=form, status=422)
    given = form.cleaned_data

    def run() -> Imported:
        return operations.import_region(schedule=found, by=actor(request), at=clock.now(), **given)

    kept = {name: request.POST.get(name, "") for name in ("region", "first_year", "last_year")}
    return _look_or_take(request, found, run, "schedule-region", kept, region_form=form)


@require_POST
@for_admins
def file(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Shows what would come in; what was looked at comes back in `raw`, with `take`, and is taken."""
    found = get_object_or_404(Schedule, pk=schedule_id)
    form = FileForm(request.POST, request.FILES)
    raw = _carried(request.POST.get("raw", ""))
    if raw is None:
        if not form.is_valid():
            return _choose(request, found, file_form=form, status=422)
        raw = form.cleaned_data["file"].read()
    today = _today()

    def run() -> Imported:
        return operations.import_ical(
            schedule=found, raw=raw, first=today, last=today + AHEAD, by=actor(request), at=clock.now()
        )

    kept = {"raw": base64.b64encode(raw).decode()}
    return _look_or_take(request, found, run, "schedule-file", kept, file_form=form)


def _look_or_take(
    request: HttpRequest,
    found: Schedule,
    run: Callable[[], Imported],
    address: str,
    kept: dict[str, str],
    *,
    region_form: RegionForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    takes = bool(request.POST.get("take"))
    try:
        with transaction.atomic():
            brought = run()
            if not takes:
                transaction.set_rollback(True)
    except Refused as refusal:
        form = region_form or file_form
        assert form is not None, "one of them was posted"
        form.add_error("region" if region_form else "file", str(refusal))
        return _choose(request, found, region_form=region_form, file_form=file_form, status=422)
    if takes:
        return done("schedule", "imported", found.pk)
    days = own_days(brought.added)
    context = {"schedule": found, "brought": brought, "days": days, "address": address, "kept": kept}
    return page(request, "schedule_import", context, here=HERE)


def _choose(
    request: HttpRequest,
    found: Schedule,
    *,
    region_form: RegionForm | None = None,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "schedule": found,
        "region_form": region_form or RegionForm(today=_today()),
        "file_form": file_form or FileForm(),
    }
    return page(request, "schedule_holidays", context, here=HERE, status=status)


def _carried(text: str) -> bytes | None:
    """The file that was looked at, None when there is none or it is not ours."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if 0 < len(raw) <= LARGEST_FILE else None


def _today() -> date:
    return timezone.localtime(clock.now()).date()
