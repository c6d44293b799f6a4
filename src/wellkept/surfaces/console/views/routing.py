"""How work is handed out: by which way, to whom, how much, and why it went where it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.accounts.models import Agent, Role, Team
from wellkept.kernel import clock
from wellkept.routing import queries_assignment as queries
from wellkept.routing.decision_words import method_words, state_words, told, why_not
from wellkept.routing.models import (
    Absence,
    ChannelWeight,
    Decision,
    Presence,
    Skill,
    SpokenLanguage,
    TeamRouting,
)
from wellkept.routing.models.presence import STANDARD_LIMIT
from wellkept.routing.operations import presence, rules
from wellkept.surfaces.console.forms.routing import (
    CHANNELS,
    AbilitiesForm,
    AbsenceForm,
    ChannelsForm,
    SkillForm,
    TeamRoutingForm,
)
from wellkept.surfaces.console.pages import (
    access,
    actor,
    carry_out,
    done,
    for_admins,
    for_supervisors,
    form_page,
    page,
    said,
)
from wellkept.surfaces.console.paging import listing


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in words. `others` are (name, what they had, why not)."""

    decision: Decision
    line: str
    others: tuple[tuple[str, str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def assignment(request: HttpRequest) -> HttpResponse:
    """Teams, agents and skills; posting adds a skill."""
    form = SkillForm(request.POST or None)

    def add(given: dict[str, Any]) -> HttpResponse:
        rules.save_skill(skill=None, by=actor(request), at=clock.now(), **given)
        return done("assignment", "added")

    if added := carry_out(request, form, add):
        return added
    answering = Agent.objects.active().exclude(role=Role.LIGHT).prefetch_related("skills", "spoken_languages")
    agents = listing(answering, ("name", "id"), request)
    ids = [agent.pk for agent in agents.rows]
    rows = Presence.objects.in_bulk(ids)
    at = clock.now()
    context = {
        "teams": listing(Team.objects.select_related("routing"), ("name", "id"), request, name="teams"),
        "agents": agents,
        "states": {pk: state_words()[rows[pk].state_at(at)] for pk in rows},
        "methods": method_words(),
        "limits": {pk: rows[pk].limit for pk in rows},
        "standard_limit": STANDARD_LIMIT,
        "loads": queries.loads_of(ids, queries.weights_by_channel()),
        "skills": listing(Skill.objects.all(), ("name", "id"), request, name="skills"),
        "said": said(
            request,
            {
                "added": _("It is there. Next, say who has it."),
                "saved": _("Saved."),
                "removed": _("Removed."),
            },
        ),
    }
    return form_page(request, "assignment", form, context, here="assignment")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team's way of handing out."""
    found = get_object_or_404(Team, pk=team_id)
    row = TeamRouting.objects.filter(team=found).first() or TeamRouting(team=found)
    names = ("method", "order", "is_sticky", "overflow_team", "overflow_minutes")
    form = TeamRoutingForm(
        request.POST or None, initial={name: getattr(row, name) for name in names}, team=found
    )

    def save(given: dict[str, Any]) -> HttpResponse:
        rules.set_team_routing(team=found, by=actor(request), at=clock.now(), **given)
        return done("assignment", "saved")

    saved = carry_out(request, form, save, beside="overflow_team")
    return saved or form_page(request, "assignment_team", form, {"team": found}, here="assignment")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def agent(request: HttpRequest, agent_id: int) -> HttpResponse:
    """One agent's limit, languages and skills."""
    found = get_object_or_404(Agent.objects.active(), pk=agent_id)
    form = AbilitiesForm(request.POST or None, initial=_abilities(found))

    def save(given: dict[str, Any]) -> HttpResponse:
        by, at = actor(request), clock.now()
        presence.set_limit(agent=found, limit=given.pop("limit"), by=by, at=at)
        rules.set_abilities(agent=found, by=by, at=at, **given)
        return done("assignment", "saved")

    saved = carry_out(request, form, save, beside="limit")
    return saved or _agent_page(request, found, form, _absence_form(found))


@require_POST
@for_admins
def absence(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Out of office, or, with `back`, no longer."""
    found = get_object_or_404(Agent.objects.active(), pk=agent_id)
    by, at = actor(request), clock.now()
    if request.POST.get("back"):
        presence.end_absence(agent=found, by=by, at=at)
        return done("assignment-agent", "back", found.pk)
    form = AbsenceForm(request.POST, substitutes=queries.substitutes_for(found))

    def save(given: dict[str, Any]) -> HttpResponse:
        presence.set_absence(agent=found, by=by, at=at, **given)
        return done("assignment-agent", "away", found.pk)

    saved = carry_out(request, form, save, beside="ends_at")
    return saved or _agent_page(request, found, AbilitiesForm(initial=_abilities(found)), form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def channels(request: HttpRequest) -> HttpResponse:
    """What a conversation of each channel weighs."""
    rows = {row.channel: row for row in ChannelWeight.objects.all()}
    initial: dict[str, int | None] = {}
    for channel, _label in CHANNELS:
        row = rows.get(channel)
        initial[f"weight_{channel}"] = row.weight if row else 1
        initial[f"most_{channel}"] = row.most if row else None
    form = ChannelsForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        for channel, _label in CHANNELS:
            if {f"weight_{channel}", f"most_{channel}"} & set(form.changed_data):
                rules.set_channel_weight(
                    channel=channel,
                    weight=given[f"weight_{channel}"],
                    most=given[f"most_{channel}"],
                    by=actor(request),
                    at=clock.now(),
                )
        return done("assignment", "saved")

    saved = carry_out(request, form, save, beside=None)
    return saved or form_page(request, "assignment_channels", form, here="assignment")


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def skill(request: HttpRequest, skill_id: int) -> HttpResponse:
    """One skill: its name, and what asks for it."""
    found = get_object_or_404(Skill, pk=skill_id)
    initial = {"name": found.name, "inboxes": found.inboxes.all(), "tags": found.tags.all()}
    form = SkillForm(request.POST or None, initial=initial)

    def save(given: dict[str, Any]) -> HttpResponse:
        rules.save_skill(skill=found, by=actor(request), at=clock.now(), **given)
        return done("assignment", "saved")

    saved = carry_out(request, form, save)
    return saved or form_page(request, "assignment_skill", form, {"skill": found}, here="assignment")


@require_POST
@for_admins
def remove_skill(request: HttpRequest, skill_id: int) -> HttpResponse:
    """Takes it from everybody."""
    rules.remove_skill(skill=get_object_or_404(Skill, pk=skill_id), by=actor(request), at=clock.now())
    return done("assignment", "removed")


@require_safe
@for_supervisors
def decisions(request: HttpRequest) -> HttpResponse:
    """Why each conversation went where it went, newest first."""
    found = listing(queries.decisions_for(access(request)), ("-at", "-id"), request)
    wanted = {one["agent"] for row in found.rows for one in row.candidates}
    names = dict(Agent.objects.filter(pk__in=wanted).values_list("pk", "name"))
    lines = [_told(row, names) for row in found.rows]
    return page(request, "decisions", {"decisions": found, "lines": lines}, here="decisions")


def _told(row: Decision, names: dict[int, str]) -> Told:
    others = tuple(
        (
            names.get(one["agent"], _("someone who left")),
            _("%(load)s of %(limit)s units") % {"load": one["load"], "limit": one["limit"]},
            why_not(one["why_not"]) or _("got it"),
        )
        for one in row.candidates
    )
    return Told(row, told(row), others)


def _abilities(agent: Agent) -> dict[str, Any]:
    row = Presence.objects.filter(agent=agent).first()
    return {
        "limit": row.limit if row else STANDARD_LIMIT,
        "languages": ", ".join(SpokenLanguage.objects.filter(agent=agent).values_list("code", flat=True)),
        "skills": list(Skill.objects.filter(agents=agent).values_list("pk", flat=True)),
    }


def _absence_form(agent: Agent) -> AbsenceForm:
    row = Absence.objects.filter(agent=agent).first()
    names = ("starts_at", "ends_at", "substitute")
    initial = {name: getattr(row, name) for name in names} if row else {}
    return AbsenceForm(initial=initial, substitutes=queries.substitutes_for(agent))


def _agent_page(request: HttpRequest, agent: Agent, form: AbilitiesForm, away: AbsenceForm) -> HttpResponse:
    context = {
        "person": agent,
        "away": away,
        "is_away": Absence.objects.filter(agent=agent).exists(),
        "said": said(
            request,
            {
                "away": _("Noted. What becomes due meanwhile goes to the substitute."),
                "back": _("Noted. What is theirs stays theirs."),
            },
        ),
    }
    answer = form_page(request, "assignment_agent", form, context, here="assignment")
    if away.errors:
        answer.status_code = 422
    return answer
