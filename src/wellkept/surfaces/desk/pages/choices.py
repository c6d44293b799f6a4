"""What can be chosen beside a conversation: agents, teams, reasons. The same for all, so read now and then."""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F

from wellkept.accounts import queries as accounts
from wellkept.accounts.models import Role
from wellkept.channels.email.models import EmailAccount
from wellkept.conversations.access import Access
from wellkept.conversations.models import Conversation, Driver, Inbox, InboxAccess, Tag

SECONDS = 5
EVERYWHERE = (Role.ADMIN, Role.SUPERVISOR)


class Choice(NamedTuple):
    """One line of a menu."""

    id: int
    label: str


class Choices(NamedTuple):
    """All menus. `addresses` is the first address of each inbox; `has_way_out` holds inboxes with a mail server;
    `answers` says which agents may answer in an inbox."""

    agents: list[Choice]
    teams: list[Choice]
    drivers: list[Choice]
    inboxes: list[Choice]
    tags: list[str]
    addresses: dict[int, str]
    has_way_out: set[int]
    answers: dict[int, set[int]]

    def for_conversation(self, conversation: Conversation, access: Access) -> Choices:
        """Only who may answer there (and who has it now), and inboxes the agent sees."""
        fit = self.answers.get(conversation.inbox_id, set()) | {conversation.assignee_id}
        return self._replace(
            agents=[one for one in self.agents if one.id in fit],
            inboxes=[one for one in self.inboxes if access.sees_inbox(one.id)],
        )


def choices() -> Choices:
    """At most five seconds old: a new colleague may take that long to appear."""
    found = cache.get("desk-choices")
    if found is None:
        found = _read()
        cache.set("desk-choices", found, SECONDS)
    return found  # type: ignore[no-any-return]  # what _read gave


def _read() -> Choices:
    drivers = Driver.objects.filter(parent__isnull=False, retired_at__isnull=True).order_by(
        "parent__name", "name"
    )
    ways = list(EmailAccount.objects.order_by("-pk").values_list("inbox_id", "address", "sends_by"))
    agents = list(accounts.agents().exclude(role=Role.LIGHT).values_list("pk", "name", "role")[:500])
    inboxes = list(Inbox.objects.order_by("name", "id").values_list("pk", "name", "archived_at"))
    return Choices(
        agents=[Choice(pk, name) for pk, name, _ in agents],
        teams=[Choice(*row) for row in accounts.teams().values_list("pk", "name")[:100]],
        drivers=[
            Choice(pk, f"{branch}: {leaf}")
            for pk, branch, leaf in drivers.annotate(branch=F("parent__name")).values_list(
                "pk", "branch", "name"
            )
        ],
        inboxes=[Choice(pk, name) for pk, name, archived_at in inboxes if archived_at is None],
        tags=list(
            Tag.objects.filter(retired_at__isnull=True).order_by("name").values_list("name", flat=True)[:200]
        ),
        addresses={inbox_id: address for inbox_id, address, _ in ways},
        has_way_out={inbox_id for inbox_id, _, way in ways if way != EmailAccount.Way.DESK},
        answers=_answers({pk: role for pk, _, role in agents}, [pk for pk, _, _ in inboxes]),
    )


def _answers(roles: dict[int, str], inbox_ids: list[int]) -> dict[int, set[int]]:
    everywhere = {pk for pk, role in roles.items() if role in EVERYWHERE}
    found = {inbox_id: set(everywhere) for inbox_id in inbox_ids}
    for inbox_id, agent_id in InboxAccess.objects.values_list("inbox_id", "team__members"):
        if agent_id in roles:
            found[inbox_id].add(agent_id)
    return found
