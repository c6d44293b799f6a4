"""Playbooks: written as lines, shown as they will be followed, published in versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.automation import queries_playbooks as queries
from wellkept.automation.domain.playbook import Definition, Value, Wrong, read, value_of
from wellkept.automation.domain.playbook_lines import say, write_lines
from wellkept.automation.domain.table import Outcome, TooManyCases, decide, problems
from wellkept.automation.models import Playbook, PlaybookVersion
from wellkept.automation.operations import playbooks as operations
from wellkept.kernel import clock
from wellkept.kernel.errors import Refused
from wellkept.surfaces.console.forms.playbooks import NewPlaybookForm, PlaybookForm
from wellkept.surfaces.console.pages import actor, carry_out, done, for_supervisors, form_page, page, said
from wellkept.surfaces.console.paging import listing

HERE = "playbooks"


@dataclass(frozen=True, slots=True)
class Preview:
    """A definition as people read it.

    The table's columns are the facts that it asks for; `problems` are cases in words; `tried` is what the entered facts
    lead to.
    """

    definition: Definition
    columns: list[str]
    rows: list[tuple[list[str], str, str]]
    problems: list[str]
    tried: Outcome
    entered: Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def playbooks(request: HttpRequest) -> HttpResponse:
    """All of them; posting adds one."""
    form = NewPlaybookForm(request.POST or None)

    def add(given: dict[str, Any]) -> HttpResponse:
        made = operations.add(by=actor(request), at=clock.now(), **given)
        return done("playbook", "added", made.pk)

    if added := carry_out(request, form, add):
        return added
    shown = listing(queries.playbooks(), ("name", "id"), request)
    return form_page(request, "playbooks", form, {"playbooks": shown}, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def playbook(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """One playbook: its texts, a preview of what stands in them, its versions. Posting saves the draft."""
    found = _found(playbook_id)
    shown = queries.draft(found.pk) or queries.current(found.pk)
    initial = {"name": found.name, **(write_lines(read(shown.definition)) if shown else {})}
    form = PlaybookForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        operations.rename(playbook=found, name=given["name"], by=actor(request), at=clock.now())
        operations.save(playbook=found, definition=given["definition"], by=actor(request), at=clock.now())
        return done("playbook", "saved", found.pk)

    if saved := carry_out(request, form, save):
        return saved
    return _page(request, found, form, shown)


@require_safe
@for_supervisors
def version(request: HttpRequest, playbook_id: int, number: int) -> HttpResponse:
    """A version as it was published."""
    one = _version(playbook_id, number)
    context = {
        "playbook": one.playbook,
        "version": one,
        "preview": preview(read(one.definition), request.GET),
    }
    return page(request, "playbook_version", context, here=HERE)


@require_POST
@for_supervisors
def redo(request: HttpRequest, playbook_id: int, number: int) -> HttpResponse:
    """Takes an earlier version into the draft."""
    one = _version(playbook_id, number)
    operations.save(playbook=one.playbook, definition=read(one.definition), by=actor(request), at=clock.now())
    return done("playbook", "redone", playbook_id)


@require_POST
@for_supervisors
def publish(request: HttpRequest, playbook_id: int) -> HttpResponse:
    found = _found(playbook_id)
    try:
        operations.publish_draft(playbook=found, by=actor(request), at=clock.now())
    except Refused as refusal:
        shown = queries.draft(found.pk) or queries.current(found.pk)
        initial = {"name": found.name, **(write_lines(read(shown.definition)) if shown else {})}
        return _page(request, found, PlaybookForm(initial=initial), shown, refusal=str(refusal))
    return done("playbook", "published", found.pk)


@require_POST
@for_supervisors
def retire(request: HttpRequest, playbook_id: int) -> HttpResponse:
    """Offers it no more; with `back`, again."""
    found = _found(playbook_id)
    is_retired = not request.POST.get("back")
    operations.set_retired(playbook=found, is_retired=is_retired, by=actor(request), at=clock.now())
    return done("playbook", "retired" if is_retired else "restored", found.pk)


def preview(definition: Definition, entered: Mapping[str, str]) -> Preview:
    """What the definition looks like, and what the facts in `entered` ("fact-KEY") lead to."""
    asked = [fact for fact in definition.facts if any(fact.key in row.when for row in definition.rows)]
    values: dict[str, Value] = {}
    texts = {fact.key: entered.get(f"fact-{fact.key}", "")[:300] for fact in definition.facts}
    for fact in definition.facts:
        try:
            value = value_of(fact, texts[fact.key])
        except Wrong:
            continue  # as if nothing were known of it
        if value is not None:
            values[fact.key] = value
    return Preview(
        definition=definition,
        columns=[fact.label for fact in asked],
        rows=[
            (
                [say(row.when[fact.key]) if fact.key in row.when else "–" for fact in asked],
                row.remedy,
                row.why,
            )
            for row in definition.rows
        ],
        problems=_problems(definition),
        tried=decide(definition, values),
        entered=texts,
    )


def _problems(definition: Definition) -> list[str]:
    labels = {fact.key: fact.label for fact in definition.facts}
    if not definition.rows:
        return [_("The table has no row yet.")]
    try:
        found = problems(definition)
    except TooManyCases:
        return [_("The table asks for too many facts at once to prove that every case has a row.")]
    said_of = []
    for one in found:
        case = "; ".join(
            f"{labels[key]}: {say(part if not isinstance(part, str) else frozenset((part,)))}"
            for key, part in one.case.items()
        ) or _("any case")
        if not one.rows:
            said_of.append(_("No row for %(case)s") % {"case": case})
        else:
            rows = ", ".join(map(str, one.rows))
            said_of.append(_("Rows %(rows)s all hold for %(case)s") % {"rows": rows, "case": case})
    return said_of


def _page(
    request: HttpRequest,
    found: Playbook,
    form: PlaybookForm,
    shown: PlaybookVersion | None,
    *,
    refusal: str = "",
) -> HttpResponse:
    written = form.cleaned_data.get("definition") if form.is_bound and not form.errors else None
    definition = written or (read(shown.definition) if shown else Definition())
    context = {
        "playbook": found,
        "shown": shown,
        "preview": preview(definition, request.GET),
        "versions": listing(
            PlaybookVersion.objects.filter(playbook=found).select_related("saved_by", "published_by"),
            ("-number", "-id"),
            request,
        ),
        "refusal": refusal,
        "said": said(request, _sentences()),
    }
    return form_page(request, "playbook", form, context, here=HERE)


def _found(playbook_id: int) -> Playbook:
    return get_object_or_404(queries.playbooks(), pk=playbook_id)


def _version(playbook_id: int, number: int) -> PlaybookVersion:
    found = PlaybookVersion.objects.filter(playbook=playbook_id, number=number).select_related(
        "playbook", "saved_by", "published_by"
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def _sentences() -> dict[str, str]:
    return {
        "added": _("It is there. Write what to find out, what follows from it, and the steps."),
        "saved": _("Saved as a draft. Nobody follows it until it is published."),
        "published": _("Published. What begins from now on follows it."),
        "redone": _("That version is the draft now."),
        "retired": _("Retired. Where it was begun it can be followed to its end."),
        "restored": _("It is offered again."),
    }
