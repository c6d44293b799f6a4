"""Reads of playbooks: which one goes with a reason, and how far it is followed in a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from wellkept.conversations.models import Conversation
from wellkept.kernel.prepared import prepared

from .domain.playbook import Definition, Value, read
from .domain.table import Outcome, decide
from .models import Playbook, PlaybookEntry, PlaybookRun, PlaybookVersion


@dataclass(frozen=True, slots=True)
class Following:
    """A playbook beside a conversation: `facts` and `steps` hold the last entry of each key."""

    version: PlaybookVersion
    definition: Definition
    outcome: Outcome
    facts: Mapping[str, PlaybookEntry] = field(default_factory=dict)
    steps: Mapping[str, PlaybookEntry] = field(default_factory=dict)

    def is_done(self, step: str) -> bool:
        return step in self.steps and self.steps[step].value is True


def current(playbook_id: int) -> PlaybookVersion | None:
    """The version that is followed from now on, None before the first is published."""
    published = PlaybookVersion.objects.filter(playbook=playbook_id, published_at__isnull=False)
    return published.order_by("-number").first()


def draft(playbook_id: int) -> PlaybookVersion | None:
    return PlaybookVersion.objects.filter(playbook=playbook_id, published_at__isnull=True).first()


def following(conversation: Conversation) -> Following | None:
    """The playbook of the conversation's reason as it stands there; None without a reason, or without a playbook.

    No query without a reason, two with one, one more when it was begun. The caller has checked that it may be seen.
    """
    if conversation.driver_id is None:
        return None
    runs = _run(conversation=conversation.pk, driver=conversation.driver_id)
    if runs:
        entries = _entries(run=runs[0].pk)
        return _as_it_stands(runs[0].version, entries)
    versions = _offered(driver=conversation.driver_id)
    return _as_it_stands(versions[0], []) if versions else None


def values_of(entries: Mapping[str, PlaybookEntry]) -> dict[str, Value]:
    """What is known, by the facts' keys."""
    return {key: entry.value for key, entry in entries.items() if entry.value is not None}


def playbooks() -> QuerySet[Playbook]:
    """All of them, for the console."""
    return Playbook.objects.select_related("driver__parent")


def _as_it_stands(version: PlaybookVersion, entries: list[PlaybookEntry]) -> Following:
    definition = read(version.definition)
    facts = {one.key: one for one in entries if one.what == PlaybookEntry.What.FACT}
    steps = {one.key: one for one in entries if one.what == PlaybookEntry.What.STEP}
    return Following(version, definition, decide(definition, values_of(facts)), facts, steps)


@prepared
def _run(*, conversation: Any, driver: Any) -> QuerySet[PlaybookRun]:
    there = PlaybookRun.objects.filter(conversation=conversation, playbook__driver=driver)
    return there.select_related("version__playbook")


@prepared
def _offered(*, driver: Any) -> QuerySet[PlaybookVersion]:
    offered = PlaybookVersion.objects.filter(
        playbook__driver=driver, playbook__retired_at__isnull=True, published_at__isnull=False
    )
    return offered.select_related("playbook").order_by("-number")[:1]


@prepared
def _entries(*, run: Any) -> QuerySet[PlaybookEntry]:
    return PlaybookEntry.objects.filter(run=run).select_related("by").order_by("id")
