"""The one automatic answer: "we have your mail". At most once per address and day, and never a word of the sender's.

A forged sender must not turn the desk into a machine that writes to victims (Zendesk, 2025): so no receipt when the
sender check failed, none with the stranger's subject or text, and none at all when too many go out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from wellkept.channels.email.alarms import clear_alarm, raise_alarm
from wellkept.channels.email.models import EmailAccount, SentAutomatically
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, Message
from wellkept.customers.models import Identity

KIND = "receipt"
# Where a receipt says this, the time stands by which an answer is promised; without a promise its line is left out.
DUE = "{due}"
PAUSE = timedelta(hours=24)
BREAKER_WINDOW, BREAKER_MAILS = timedelta(hours=1), 500


# Rooms above know what is promised: each gives the words for the time, or "" when nothing is.
_promised: list[Callable[[Conversation], str]] = []


def names_due(words: Callable[[Conversation], str]) -> Callable[[Conversation], str]:
    """Decorator for who knows by when a conversation is answered; called in the inbox's language."""
    _promised.append(words)
    return words


def send(*, message: Message, identity: Identity, account: EmailAccount, at: datetime) -> bool:
    """Queues a receipt for a new conversation unless the address had one lately. Runs in a transaction."""
    Identity.objects.select_for_update().filter(pk=identity.pk).values_list("pk").first()
    lately = SentAutomatically.objects.filter(address=identity.address, kind=KIND, at__gt=at - PAUSE)
    if lately.exists() or _breaker_is_open(at):
        return False
    conversation = message.conversation
    with translation.override(account.inbox.language or "en"):
        subject = _("We have received your message")
        text = _worded(account.receipt_text, conversation)
    if not text:
        return False
    SentAutomatically.objects.create(address=identity.address, kind=KIND, at=at)
    conversations.notify(conversation=conversation, text=text, subject=subject, at=at)
    return True


def _worded(text: str, conversation: Conversation) -> str:
    if DUE not in text:
        return text
    due = next(filter(None, (words(conversation) for words in _promised)), "")
    lines = [line.replace(DUE, due) for line in text.split("\n") if due or DUE not in line]
    return "\n".join(lines).strip()


def _breaker_is_open(at: datetime) -> bool:
    """So many receipts in an hour are no day's work but somebody's list of victims."""
    latest = SentAutomatically.objects.order_by("-pk").values_list("at", flat=True)
    edge = list(latest[BREAKER_MAILS - 1 : BREAKER_MAILS])
    if not edge or edge[0] < at - BREAKER_WINDOW:
        clear_alarm(kind="receipts_paused", about="", at=at)
        return False
    raise_alarm(
        kind="receipts_paused",
        about="",
        text=f"{BREAKER_MAILS} receipts went out within an hour. No more are sent until it is quieter; mail is taken "
        "in as always.",
        at=at,
    )
    return True
