"""Events of the log as sentences: who did what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.automation.models import Rule
from wellkept.conversations.models import Driver, Inbox, Priority, Tag
from wellkept.customers.models import Identity
from wellkept.kernel.models import LoggedEvent
from wellkept.surfaces.look import words

from .decided import decided
from .hand_over_words import HAND_OVERS, hand_over_sentence
from .lists import status_words

SHOWN = (
    "conversation.assigned",
    "conversation.status_changed",
    "conversation.snoozed",
    "conversation.woken",
    "conversation.priority_changed",
    "conversation.subject_changed",
    "conversation.driver_changed",
    "conversation.tag_added",
    "conversation.tag_removed",
    "conversation.place_changed",
    "conversation.inbox_changed",
    "conversation.participant_decided",
    "conversation.join_decided",
    "conversation.reply_undone",
    *HAND_OVERS,
)
_REFERENCES: dict[str, tuple[type, str]] = {
    "assignee_id": (Agent, "name"),
    "previous_assignee_id": (Agent, "name"),
    "team_id": (Team, "name"),
    "to_agent_id": (Agent, "name"),
    "to_team_id": (Team, "name"),
    "previous_team_id": (Team, "name"),
    "driver_id": (Driver, "name"),
    "tag_id": (Tag, "name"),
    "identity_id": (Identity, "address"),
}


def sentence_maker(events: Iterable[LoggedEvent]) -> Callable[[LoggedEvent], str]:
    """A function that says an event as a sentence. Reads all the names it needs at once, one query a table."""
    events = list(events)
    wanted: dict[tuple[type, str], set[int]] = {}
    for event in events:
        if event.actor_kind == "agent" and event.actor_id:
            wanted.setdefault((Agent, "name"), set()).add(event.actor_id)
        if event.actor_kind == "rule" and event.actor_id:
            wanted.setdefault((Rule, "name"), set()).add(event.actor_id)
        for key, reference in _REFERENCES.items():
            if event.data.get(key):
                wanted.setdefault(reference, set()).add(event.data[key])
        if event.kind == "conversation.inbox_changed" and event.inbox_id:
            wanted.setdefault((Inbox, "name"), set()).add(event.inbox_id)
    names: dict[type, dict[int, str]] = {}
    for (model, column), ids in wanted.items():
        found = model._default_manager.filter(pk__in=ids).values_list("pk", column)  # type: ignore[attr-defined]  # each of them is a model
        names.setdefault(model, {}).update(dict(found))

    def name(model: type, number: int | None) -> str:
        return names.get(model, {}).get(number or 0, _("someone who left"))

    reasons = decided(events)
    return lambda event: reasons.get(event.pk) or _sentence(event, name)


def _sentence(event: LoggedEvent, name: Callable[[type, int | None], str]) -> str:
    data = event.data
    who = _who(event, name)
    if event.kind in HAND_OVERS:
        return hand_over_sentence(event, who, name)
    if event.kind == "conversation.assigned":
        return _assigned(event, who, name)
    if event.kind == "conversation.status_changed":
        status = status_words().get(data["status"], data["status"])
        return _("%(who)s set it to %(status)s") % {"who": who, "status": status.lower()}
    if event.kind == "conversation.snoozed":
        until = words.moment(datetime.fromisoformat(data["until"]))
        return _("%(who)s snoozed it until %(until)s") % {"who": who, "until": until}
    if event.kind == "conversation.woken":
        return _("It came back from its snooze")
    if event.kind == "conversation.priority_changed":
        return _("%(who)s set the priority to %(priority)s") % {
            "who": who, "priority": Priority(data["priority"]).label.lower(),
        }  # fmt: skip
    if event.kind == "conversation.subject_changed":
        return _("%(who)s changed the subject") % {"who": who}
    if event.kind == "conversation.driver_changed":
        reason = name(Driver, data["driver_id"]) if data["driver_id"] else _("none")
        return _("%(who)s set the reason to %(reason)s") % {"who": who, "reason": reason}
    if event.kind == "conversation.tag_added":
        return _("%(who)s added the tag %(tag)s") % {"who": who, "tag": name(Tag, data["tag_id"])}
    if event.kind == "conversation.tag_removed":
        return _("%(who)s took off the tag %(tag)s") % {"who": who, "tag": name(Tag, data["tag_id"])}
    if event.kind == "conversation.place_changed":
        places = {"spam": _("to spam"), "trash": _("to the trash"), "desk": _("back to the desk")}
        return _("%(who)s moved it %(where)s") % {"who": who, "where": places[data["place"]]}
    if event.kind == "conversation.inbox_changed":
        return _("%(who)s moved it to %(inbox)s") % {"who": who, "inbox": name(Inbox, event.inbox_id)}
    if event.kind == "conversation.participant_decided":
        took = data["state"] == "confirmed"
        text = _("%(who)s took %(address)s in") if took else _("%(who)s removed %(address)s")
        return text % {"who": who, "address": name(Identity, data["identity_id"])}
    if event.kind == "conversation.join_decided":
        text = (
            _("%(who)s joined it with %(number)s")
            if data["outcome"] == "joined"
            else _("%(who)s kept it apart from %(number)s")
        )
        return text % {"who": who, "number": data["target_id"]}
    return _("%(who)s took a reply back before it left") % {"who": who}


def _assigned(event: LoggedEvent, who: str, name: Callable[[type, int | None], str]) -> str:
    data = event.data
    if data["assignee_id"] != data["previous_assignee_id"]:
        if data["assignee_id"] is None:
            return _("%(who)s put it back to unassigned") % {"who": who}
        if event.actor_kind == "agent" and event.actor_id == data["assignee_id"]:
            return _("%(who)s took it") % {"who": who}
        return _("%(who)s gave it to %(whom)s") % {"who": who, "whom": name(Agent, data["assignee_id"])}
    if data["team_id"] is None:
        return _("%(who)s took it from the team") % {"who": who}
    return _("%(who)s gave it to the team %(team)s") % {"who": who, "team": name(Team, data["team_id"])}


def _who(event: LoggedEvent, name: Callable[[type, int | None], str]) -> str:
    if event.actor_kind == "agent":
        return name(Agent, event.actor_id)
    if event.actor_kind == "rule" and event.actor_id:
        return _("The rule %(name)s") % {"name": name(Rule, event.actor_id)}
    words = {
        "customer": _("The customer"),
        "rule": _("A rule"),
        "bot": _("The bot"),
        "import": _("The import"),
    }
    return words.get(event.actor_kind, _("Wellkept"))
