"""Who answers for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.access import access_of
from wellkept.conversations.events import ConversationAssigned
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish


class AgentCannotSee(Refused):
    """Whoever is given a conversation must be able to open it."""


class AgentCannotAnswer(Refused):
    """Whoever is given a conversation must be able to write to the customer."""


@transaction.atomic
def assign(
    *, conversation: Conversation, assignee: Agent | None, team: Team | None, by: Actor, at: datetime
) -> None:
    """Sets both, the person and the team; None means nobody. Raises AgentCannotSee, AgentCannotAnswer."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    new = (assignee.pk if assignee else None, team.pk if team else None)
    old = (locked.assignee_id, locked.team_id)
    if new == old:
        return
    if assignee is not None and assignee.pk != locked.assignee_id:
        if not assignee.is_active:
            raise AgentCannotSee(_("%(name)s no longer works here.") % {"name": assignee.name})
        access = access_of(assignee)
        if not access.may_reply:
            raise AgentCannotAnswer(
                _("%(name)s only reads and writes notes here. Choose someone who may answer.")
                % {"name": assignee.name}
            )
        if not access.sees_inbox(locked.inbox_id):
            raise AgentCannotSee(
                _("%(name)s cannot see %(inbox)s. Give one of their teams access, or choose another.")
                % {"name": assignee.name, "inbox": locked.inbox.name}
            )
    Conversation.objects.filter(pk=locked.pk).update(
        assignee_id=new[0], team_id=new[1], version=F("version") + 1
    )
    conversation.assignee, conversation.team = assignee, team
    event = ConversationAssigned(
        conversation_id=locked.pk,
        inbox_id=locked.inbox_id,
        assignee_id=new[0],
        team_id=new[1],
        previous_assignee_id=old[0],
        previous_team_id=old[1],
    )
    publish(event, by=by, at=at)
