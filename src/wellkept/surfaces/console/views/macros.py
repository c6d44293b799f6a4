"""Macros: listed, made, changed, retired, and how their texts read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.automation.action_words import action_words, names_of
from wellkept.automation.domain.actions import TEXTS, Action, read
from wellkept.automation.domain.variables import NAMES
from wellkept.automation.models import Macro
from wellkept.automation.operations import macros as operations
from wellkept.automation.queries_macros import macros as all_macros
from wellkept.automation.queries_preview import Text, text_of
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.macros import MacroForm, initial_of_macro
from wellkept.surfaces.console.pages import actor, carry_out, done, for_supervisors, form_page, page, said
from wellkept.surfaces.console.paging import listing

HERE = "macros"


@dataclass(frozen=True, slots=True)
class Line:
    """A macro in the list, with what it does in words."""

    macro: Macro
    does: list[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it reads for one customer."""

    whom: str
    text: Text


@require_safe
@for_supervisors
def macros(request: HttpRequest) -> HttpResponse:
    """All of them, in the order in which they are offered."""
    shown = listing(all_macros(), ("position", "id"), request)
    actions = {one.pk: read(one.actions) for one in shown.rows}
    names = names_of([(action.kind, action.value) for each in actions.values() for action in each])
    lines = [Line(one, [action_words(action, names) for action in actions[one.pk]]) for one in shown.rows]
    context = {"macros": shown, "lines": lines, "said": said(request, _sentences())}
    return page(request, "macros", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def new(request: HttpRequest) -> HttpResponse:
    """Makes one. Posted with `look`, it only shows how its texts read."""
    form = MacroForm(request.POST or None)

    def make(_given: dict[str, Any]) -> HttpResponse:
        made = operations.create(by=actor(request), at=clock.now(), **form.macro())
        return done("macro", "made", made.pk)

    if not _only_looks(request) and (made := carry_out(request, form, make)):
        return made
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def macro(request: HttpRequest, macro_id: int) -> HttpResponse:
    """One of them; posting changes it from now on."""
    found = get_object_or_404(all_macros(), pk=macro_id)
    form = MacroForm(request.POST or None, initial=initial_of_macro(found))

    def save(_given: dict[str, Any]) -> HttpResponse:
        operations.change(macro=found, by=actor(request), at=clock.now(), **form.macro())
        return done("macro", "saved", found.pk)

    if not _only_looks(request) and (saved := carry_out(request, form, save)):
        return saved
    return _page(request, form, get_object_or_404(all_macros(), pk=macro_id))


@require_POST
@for_supervisors
def retire(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Offers it no more; with `back`, again."""
    found = get_object_or_404(all_macros(), pk=macro_id)
    is_back = bool(request.POST.get("back"))
    change = operations.restore if is_back else operations.retire
    try:
        change(macro=found, by=actor(request), at=clock.now())
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, MacroForm(initial=initial_of_macro(found)), found, refusal=str(refusal))
    return done("macro", "restored" if is_back else "retired", found.pk)


@require_POST
@for_supervisors
def move(request: HttpRequest, macro_id: int) -> HttpResponse:
    """One place up in the list."""
    found = get_object_or_404(all_macros(), pk=macro_id)
    operations.move_up(macro=found, by=actor(request), at=clock.now())
    return done("macros", "moved")


def _page(request: HttpRequest, form: MacroForm, shown: Macro | None, *, refusal: str = "") -> HttpResponse:
    if form.is_bound:
        actions = form.cleaned_data.get("actions", ()) if form.is_valid() else ()
    else:
        actions = read(shown.actions) if shown else ()
    context = {
        "macro": shown,
        "readings": _readings(actions),
        "variables": NAMES,
        "refusal": refusal,
        "said": said(request, _sentences()),
    }
    return form_page(request, "macro", form, context, here=HERE)


def _readings(actions: tuple[Action, ...]) -> list[Reading]:
    """Each text for somebody of whom all is known, and for somebody of whom nothing is."""
    known = {
        "customer.name": "Dana Whitfield",
        "customer.first_name": "Dana",
        "customer.company": "Whitfield Ltd",
        "conversation.number": "4711",
        "conversation.subject": _("My order"),
        "agent.name": "Ben Okafor",
        "agent.first_name": "Ben",
        "inbox.name": "Help",
    }
    unknown = known | {name: "" for name in NAMES if name.startswith("customer.")}
    return [
        Reading(whom, text_of(action, values))
        for action in actions
        if action.kind in TEXTS
        for whom, values in (
            (_("for Dana Whitfield of Whitfield Ltd"), known),
            (_("for a stranger"), unknown),
        )
    ]


def _only_looks(request: HttpRequest) -> bool:
    return request.method == "POST" and "look" in request.POST


def _sentences() -> dict[str, str]:
    return {
        "made": _("It is there. Agents find it with / in the composer."),
        "saved": _("Saved. From now on it does this."),
        "retired": _("Retired. Nobody is offered it any more; what it did stays."),
        "restored": _("It is offered again, at its old place."),
        "moved": _("Moved up."),
    }
