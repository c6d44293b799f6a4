"""Words not yet sent, safe on the server from the first second."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations.files import Stored
from wellkept.conversations.models import Attachment, Conversation, Draft
from wellkept.kernel.errors import Refused
from wellkept.kernel.text import storable


class DraftConflict(Refused):
    """The draft was changed elsewhere. `current` is what is stored now: show both, overwrite neither."""

    def __init__(self, current: Draft) -> None:
        super().__init__(_("This draft was changed in another window."))
        self.current = current


@transaction.atomic
def save_draft(
    *,
    conversation: Conversation,
    agent: Agent,
    mode: str,
    body: str,
    known_version: int,
    at: datetime,
    cc: list[dict[str, str]] | None = None,
    seen_message_id: int | None = None,
) -> Draft:
    """Stores the words and returns the draft with its new version.

    `known_version` is the version the writer last saw (0 for none). `seen_message_id` is the newest message of the
    customer the writer has seen; None leaves it, and means the newest for a draft that begins. Raises DraftConflict
    when the stored draft is newer and says something else.
    """
    draft = _lock(conversation, agent, mode, at)
    body = storable(body)[:200_000]
    if draft.version != known_version and draft.body and draft.body != body:
        raise DraftConflict(draft)
    if seen_message_id is not None:
        draft.seen_message_id = max(seen_message_id, draft.seen_message_id if draft.body else 0)
    elif not draft.body and body:
        draft.seen_message_id = Conversation.objects.values_list("last_inbound_id", flat=True).get(
            pk=conversation.pk
        )
    draft.body = body
    if cc is not None:
        draft.cc = cc
    draft.version += 1
    draft.updated_at = at
    draft.save()
    return draft


@transaction.atomic
def attach_to_draft(
    *,
    conversation: Conversation,
    agent: Agent,
    mode: str,
    stored: Stored,
    name: str,
    content_type: str,
    at: datetime,
    is_inline: bool = False,
    content_id: str = "",
) -> Attachment:
    """Adds a stored file to the agent's own draft."""
    draft = _lock(conversation, agent, mode, at)
    return Attachment.objects.create(
        draft=draft,
        name=storable(name)[:255] or "file",
        content_type=storable(content_type)[:127] or "application/octet-stream",
        size=stored.size,
        sha256=stored.sha256,
        storage_key=stored.storage_key,
        is_inline=is_inline,
        content_id=content_id,
        created_at=at,
    )


@transaction.atomic
def remove_from_draft(*, attachment: Attachment, agent: Agent) -> None:
    """Takes a file off the agent's own draft; files of messages are not touched."""
    Attachment.objects.filter(pk=attachment.pk, draft__agent=agent).delete()


@transaction.atomic
def discard_draft(*, conversation: Conversation, agent: Agent, mode: str) -> None:
    """Throws the words away, files included."""
    Draft.objects.filter(conversation=conversation, agent=agent, mode=mode).delete()


def _lock(conversation: Conversation, agent: Agent, mode: str, at: datetime) -> Draft:
    draft, _made = Draft.objects.select_for_update().get_or_create(
        conversation=conversation, agent=agent, mode=mode, defaults={"updated_at": at}
    )
    return draft
