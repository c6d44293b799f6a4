"""What a search may ask besides words: status:open, assignee:me, due:today. Rooms above add their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.customers.models import Identity
from wellkept.kernel.errors import Refused

from .access import Access
from .domain.asking import Condition
from .models import ConversationTag, Inbox, Place, Priority, Status, Tag

_SPAN = re.compile(r"(\d{1,3})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
MOST_NAMES = 500


class NotUnderstood(Refused):
    """A condition with a value that means nothing here."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, when, and in which zone their days begin."""

    access: Access
    at: datetime
    zone: ZoneInfo


Meaning = Callable[[str, Asker], Q]


@dataclass(frozen=True, slots=True)
class Operator:
    """`values` are those that there are, or examples of them; `means` gives the filter, or raises NotUnderstood."""

    name: str
    values: tuple[str, ...]
    means: Meaning


OPERATORS: dict[str, Operator] = {}


def operator(name: str, *values: str) -> Callable[[Meaning], Meaning]:
    """Registers the meaning of `name:`."""

    def register(means: Meaning) -> Meaning:
        OPERATORS[name] = Operator(name, values, means)
        return means

    return register


def filter_of(condition: Condition, asker: Asker) -> Q:
    """The conversations that are meant. Raises NotUnderstood; permission is the caller's."""
    meant = OPERATORS[condition.name].means(condition.value, asker)
    return ~meant if condition.is_not else meant


def one_of(value: str, name: str, known: Sequence[str]) -> str:
    """The one of `known` that is meant, however it is written. Raises NotUnderstood with those that come near."""
    plain = {_plain(one): one for one in known}
    if (found := plain.get(_plain(value))) is not None:
        return found
    near = get_close_matches(_plain(value), plain, n=3, cutoff=0.6) or list(plain)[:8]
    raise NotUnderstood(
        _("“%(value)s” means nothing after %(name)s. Try %(near)s.")
        % {
            "value": value,
            "name": f"{name}:",
            "near": ", ".join(f"{name}:{_typed(plain[one])}" for one in near),
        }
    )


def day_of(value: str, name: str, asker: Asker, *, ahead: bool = False) -> datetime:
    """The beginning of a day, "2026-06-12", or a span from now, "7d" or "2h". Raises NotUnderstood."""
    if found := _SPAN.fullmatch(value.lower()):
        span = int(found[1]) * _UNITS[found[2]]
        return asker.at + span if ahead else asker.at - span
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=asker.zone)
    except (ValueError, OverflowError) as error:
        raise NotUnderstood(
            _("“%(value)s” is no day. Try %(name)s7d, %(name)s2h or %(name)s2026-06-12.")
            % {"value": value, "name": f"{name}:"}
        ) from error


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def _typed(text: str) -> str:
    return f'"{text}"' if " " in text else text


@operator("status", *Status.values)
def _status(value: str, asker: Asker) -> Q:
    return Q(status=one_of(value, "status", Status.values))


@operator("is", "unassigned", "mine", "snoozed", "spam", "urgent")
def _is(value: str, asker: Asker) -> Q:
    meanings = {
        "unassigned": Q(assignee__isnull=True),
        "mine": Q(assignee=asker.access.agent_id),
        "snoozed": Q(snoozed_until__isnull=False),
        "spam": Q(place=Place.SPAM),
        "urgent": Q(priority=Priority.URGENT),
    }
    return meanings[one_of(value, "is", list(meanings))]


@operator("assignee", "me", "none", "Ben")
def _assignee(value: str, asker: Asker) -> Q:
    if value.lower() in ("me", "none"):
        return Q(assignee=asker.access.agent_id) if value.lower() == "me" else Q(assignee__isnull=True)
    names = dict(Agent.objects.order_by("id").values_list("name", "pk")[:MOST_NAMES])
    first = {name.split()[0]: name for name in reversed(names) if name.strip()}
    name = one_of(value, "assignee", [*names, *first, "me", "none"])
    return Q(assignee=names[first.get(name, name) if name not in names else name])


@operator("team", "Kitchen")
def _team(value: str, asker: Asker) -> Q:
    names = dict(Team.objects.order_by("id").values_list("name", "pk")[:MOST_NAMES])
    return Q(team=names[one_of(value, "team", list(names))])


@operator("inbox", "Help")
def _inbox(value: str, asker: Asker) -> Q:
    seen = Inbox.objects.all()
    if asker.access.inbox_ids is not None:
        seen = seen.filter(pk__in=asker.access.inbox_ids)
    names = dict(seen.order_by("id").values_list("name", "pk")[:MOST_NAMES])
    return Q(inbox=names[one_of(value, "inbox", list(names))])


@operator("tag", "refund")
def _tag(value: str, asker: Asker) -> Q:
    names = dict(Tag.objects.order_by("id").values_list("name", "pk")[:MOST_NAMES])
    chosen = names[one_of(value, "tag", list(names))]
    return Q(Exists(ConversationTag.objects.filter(conversation=OuterRef("pk"), tag=chosen)))


@operator("priority", *(priority.name.lower() for priority in Priority))
def _priority(value: str, asker: Asker) -> Q:
    names = {priority.name.lower(): priority.value for priority in Priority}
    return Q(priority=names[one_of(value, "priority", list(names))])


@operator("from", "dana@whitfield.example")
def _from(value: str, asker: Asker) -> Q:
    """An address, a domain after @, or the beginning of a name."""
    if "@" in value:
        address = (
            {"address__endswith": value.lower()} if value.startswith("@") else {"address": value.lower()}
        )
        return Q(Exists(Identity.objects.filter(customer=OuterRef("customer"), kind="email", **address)))
    return Q(customer_name__istartswith=value)


@operator("has", "attachment", "trouble")
def _has(value: str, asker: Asker) -> Q:
    chosen = one_of(value, "has", ["attachment", "trouble"])
    return Q(has_attachments=True) if chosen == "attachment" else Q(has_trouble=True)


@operator("before", "2026-06-12", "7d")
def _before(value: str, asker: Asker) -> Q:
    return Q(last_activity_at__lt=day_of(value, "before", asker))


@operator("after", "2026-06-12", "7d")
def _after(value: str, asker: Asker) -> Q:
    return Q(last_activity_at__gte=day_of(value, "after", asker))
