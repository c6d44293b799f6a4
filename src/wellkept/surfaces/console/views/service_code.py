"""The service code: what is published, its versions, a draft and its promises."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.accounts.models import Agent
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.promises import operations
from wellkept.promises.models import ServiceCode, Target
from wellkept.surfaces.console.code_words import in_words
from wellkept.surfaces.console.forms.service_code import TargetForm, initial_of
from wellkept.surfaces.console.pages import (
    actor,
    done,
    for_admins,
    for_supervisors,
    form_page,
    page,
    said,
)  # fmt: skip
from wellkept.surfaces.console.paging import listing

HERE = "service-code"


@require_safe
@for_supervisors
def service_code(request: HttpRequest) -> HttpResponse:
    """The published code in words, the draft if there is one, and every version before."""
    published = ServiceCode.objects.filter(published_at__isnull=False)
    newest = published.order_by("-published_at", "-id").first()
    versions = published.select_related("published_by")
    context = {
        "code": newest,
        "kinds": in_words(newest) if newest else [],
        "draft": _draft(),
        "versions": listing(versions, ("-published_at", "-id"), request),
        "said": said(request, _sentences()),
    }
    return page(request, "service_code", context, here=HERE)


@require_safe
@for_supervisors
def version(request: HttpRequest, code_id: int) -> HttpResponse:
    """One version in words: published and unchangeable, or a draft."""
    return _version(request, get_object_or_404(ServiceCode, pk=code_id))


@require_POST
@for_admins
def draft(request: HttpRequest) -> HttpResponse:
    """Begins a draft with what is published, or goes on with the one there is."""
    found = _draft()
    if found is None:
        newest = (
            ServiceCode.objects.filter(published_at__isnull=False).order_by("-published_at", "-id").first()
        )
        found = operations.draft_code(like=newest, by=actor(request), at=clock.now())
    return done("code-version", "drafted", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def add_promise(request: HttpRequest, code_id: int) -> HttpResponse:
    code = get_object_or_404(ServiceCode, pk=code_id)
    initial = {"unit": "60", "hours": "business"}
    return _promise(request, code, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def change_promise(request: HttpRequest, target_id: int) -> HttpResponse:
    target = get_object_or_404(Target.objects.select_related("code", "company"), pk=target_id)
    return _promise(request, target.code, target, initial_of(target))


@require_POST
@for_admins
def remove_promise(request: HttpRequest, target_id: int) -> HttpResponse:
    target = get_object_or_404(Target.objects.select_related("code"), pk=target_id)
    try:
        operations.remove_target(target=target, by=actor(request), at=clock.now())
    except Refused as refusal:
        return _version(request, target.code, refusal=str(refusal))
    return done("code-version", "removed", target.code_id)


@require_POST
@for_admins
def publish(request: HttpRequest, code_id: int) -> HttpResponse:
    """It applies to what begins from now on."""
    code = get_object_or_404(ServiceCode, pk=code_id)
    assert isinstance(request.user, Agent), "the guard let only agents in"
    try:
        operations.publish_code(code=code, agent=request.user, by=actor(request), at=clock.now())
    except Refused as refusal:
        return _version(request, code, refusal=str(refusal))
    return done("service-code", "published")


@require_POST
@for_admins
def discard(request: HttpRequest, code_id: int) -> HttpResponse:
    code = get_object_or_404(ServiceCode, pk=code_id)
    try:
        operations.discard_code(code=code, by=actor(request), at=clock.now())
    except Refused as refusal:
        return _version(request, code, refusal=str(refusal))
    return done("service-code", "discarded")


def _promise(
    request: HttpRequest, code: ServiceCode, target: Target | None, initial: dict[str, Any]
) -> HttpResponse:
    if code.published_at is not None:
        if request.method != "POST":
            raise Http404
        return _version(request, code, refusal=_("This version is published. Draft a new one to change it."))
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_target(
                code=code, target=target, **form.target(), by=actor(request), at=clock.now()
            )
            return done("code-version", "changed", code.pk)
        except operations.NotPossibleTarget as refusal:
            form.add_error("amount" if refusal.field == "minutes" else refusal.field, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "code_promise", form, {"code": code, "target": target}, here=HERE)


def _version(request: HttpRequest, code: ServiceCode, *, refusal: str = "") -> HttpResponse:
    context = {
        "code": code,
        "kinds": in_words(code),
        "refusal": refusal,
        "said": said(request, _sentences()),
    }
    return page(request, "code_version", context, here=HERE, status=422 if refusal else 200)


def _draft() -> ServiceCode | None:
    return ServiceCode.objects.filter(published_at__isnull=True).order_by("-id").first()


def _sentences() -> dict[str, str]:
    return {
        "drafted": _("This is a draft. Nobody is promised any of it until you publish it."),
        "changed": _("The draft is changed."),
        "removed": _("The promise is out of the draft."),
        "published": _("Published. It applies to what begins from now on; what was promised stays."),
        "discarded": _("The draft is gone. What is published stays."),
        "recounted": _(
            "The open clocks are counted anew. Every time that moved is in the event log, with the reason."
        ),
        "recounting": _("There is much to count: it goes on in the background."),
    }
