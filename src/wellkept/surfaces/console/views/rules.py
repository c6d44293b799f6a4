"""Rules: what the desk does by itself, tried on the past before it is switched on."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.accounts.models import Agent
from wellkept.automation import queries_rules as queries
from wellkept.automation.models import Rule, RuleKind
from wellkept.automation.operations import rules as operations
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.rules import RuleForm, fits, rows_of
from wellkept.surfaces.console.pages import (
    access,
    actor,
    carry_out,
    done,
    for_supervisors,
    form_page,
    page,
    said,
)
from wellkept.surfaces.console.paging import listing

HERE = "rules"


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def rules(request: HttpRequest) -> HttpResponse:
    """All of them in their order, and a form for another."""
    form = RuleForm(request.POST or None)

    def make(given: dict[str, Any]) -> HttpResponse:
        kind = RuleKind.TRIGGER if given["on"] else RuleKind.TIMED
        made = operations.make(kind=kind, **_given(request, given))
        return done("rule", "added", made.pk)

    if made := carry_out(request, form, make):
        return made
    context = {
        "rules": listing(queries.rules(), ("position", "id"), request),
        "said": said(request, {"retired": _("Retired. It runs no more.")}),
    }
    return form_page(request, "rules", form, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One rule: its rows, its switch, and what it did. Posting makes a new edition, in the name of who posts."""
    found = _found(rule_id)
    form = RuleForm(request.POST or None, initial=_initial(found))

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.change(rule=found, **_given(request, given))
        return done("rule", "changed", found.pk)

    if saved := carry_out(request, form, save):
        return saved
    return _page(request, found, form)


@require_safe
@for_supervisors
def past(request: HttpRequest, rule_id: int) -> HttpResponse:
    """What it would have touched in the last 90 days."""
    found = _found(rule_id)
    touched = queries.would_touch(found, now=clock.now())
    context = {
        "rule": found,
        "count": queries.counted(touched),
        "most": queries.MOST_COUNTED,
        "touched": listing(touched, ("-created_at", "-id"), request),
    }
    return page(request, "rule_past", context, here=HERE)


@require_POST
@for_supervisors
def seen(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Whoever posts has looked at the past."""
    operations.rehearsed(rule=_found(rule_id), by=actor(request), at=clock.now())
    return done("rule", "seen", rule_id)


@require_POST
@for_supervisors
def switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """On, or with `off`, off."""
    found = _found(rule_id)
    if request.POST.get("off"):
        operations.switch_off(rule=found, by=actor(request), at=clock.now())
        return done("rule", "off", rule_id)
    is_confirmed = bool(request.POST.get("confirmed"))
    try:
        operations.switch_on(rule=found, by=actor(request), at=clock.now(), is_confirmed=is_confirmed)
    except Refused as refusal:
        return _page(request, found, RuleForm(initial=_initial(found)), refusal=str(refusal))
    return done("rule", "on", rule_id)


@require_POST
@for_supervisors
def move(request: HttpRequest, rule_id: int) -> HttpResponse:
    operations.move_up(rule=_found(rule_id), by=actor(request), at=clock.now())
    return done("rules", "moved")


@require_POST
@for_supervisors
def retire(request: HttpRequest, rule_id: int) -> HttpResponse:
    operations.retire(rule=_found(rule_id), by=actor(request), at=clock.now())
    return done("rules", "retired")


def _found(rule_id: int) -> Rule:
    return get_object_or_404(queries.rules(), pk=rule_id)


def _initial(found: Rule) -> dict[str, Any]:
    return rows_of(found) if fits(found) else {"name": found.name}


def _given(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    plain = {name: given[name] for name in ("name", "on", "stops", "is_once")}
    by = {"author": cast(Agent, request.user), "by": actor(request), "at": clock.now()}
    return {**plain, "conditions": given["tree"], "actions": given["acts"], **by}


def _page(request: HttpRequest, found: Rule, form: RuleForm, *, refusal: str = "") -> HttpResponse:
    sentences = {
        "added": _("It is there, switched off. Look at what it would have done, then switch it on."),
        "changed": _("Saved as a new edition, in your name. It is off until you switch it on again."),
        "seen": _("You can switch it on now."),
        "on": _("It is on."),
        "off": _("It is off."),
    }
    context = {
        "rule": found,
        "fits": fits(found),
        "runs": listing(queries.runs_for(access(request)).filter(rule=found), ("-at", "-id"), request),
        "said": said(request, sentences),
        "refusal": refusal,
    }
    return form_page(request, "rule", form, context, here=HERE)
