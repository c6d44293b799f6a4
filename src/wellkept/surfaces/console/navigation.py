"""The console's places, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellkept.conversations.access import Access


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side navigation: the name of its address, its icon, its words."""

    name: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    places: tuple[Place, ...]


def navigation(access: Access) -> list[Section]:
    """Sections the person may open, in order."""
    work = Section(
        _("Looking after"),
        (
            Place("overview", "gauge", _("Overview")),
            Place("capacity", "ladder", _("Capacity")),
            Place("intake", "form", _("Intake")),
            Place("decisions", "history", _("Decisions")),
            Place("suspended", "shield", _("Suspended mail")),
            Place("outbox", "send", _("Outbox")),
            Place("work", "clock", _("Background work")),
            Place("events", "form", _("Event log")),
        ),
    )
    promised = Section(
        _("What we promise"),
        (
            Place("principles", "promise", _("Principles")),
            Place("service-code", "ladder", _("Service code")),
            Place("schedules", "clock", _("Business hours")),
            Place("playbooks", "book", _("Playbooks")),
            Place("macros", "slash", _("Macros")),
            Place("hand-overs", "fwd", _("Hand-overs")),
            Place("rules", "sliders", _("Rules")),
        ),
    )
    if not access.may_configure:
        return [work, promised]
    settings = Section(
        _("Settings"),
        (
            Place("workspace", "sliders", _("Workspace")),
            Place("agents", "people", _("Agents")),
            Place("teams", "team", _("Teams")),
            Place("assignment", "fwd", _("Assignment")),
            Place("inboxes", "inbox", _("Inboxes")),
            Place("addresses", "mail", _("Email addresses")),
            Place("tags", "tag", _("Tags")),
            Place("drivers", "flag", _("Drivers")),
        ),
    )
    return [work, promised, settings]
