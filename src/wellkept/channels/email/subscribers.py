"""What mail does when conversations change."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from wellkept.conversations.events import JoinDecided
from wellkept.conversations.models import Message
from wellkept.kernel.events import Heard, subscribe

from .models import MailId


@subscribe(JoinDecided)
def mail_ids_follow_their_messages(heard: Heard) -> None:
    """Messages moved to another conversation: an answer to one of them must find them there."""
    event = heard.event
    assert isinstance(event, JoinDecided)
    if event.outcome != "joined":
        return
    home = Message.objects.filter(pk=OuterRef("message_id")).values("conversation_id")[:1]
    MailId.objects.filter(conversation_id__in=[event.conversation_id, event.target_id]).update(
        conversation_id=Subquery(home)
    )
