"""States and reasons in sentences, for people who look after the desk."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.channels.email.models import InboundMail
from wellkept.channels.email.processing.screening import Reason
from wellkept.conversations.models import DeliveryState

# Translators' tools find these here; the sentences themselves are written beside the rules.
_REASONS = (
    gettext_lazy("It was sent to no address of yours."),
    gettext_lazy("It does not say who sent it, so nobody could be answered."),
    gettext_lazy("Its sender is blocked."),
    gettext_lazy("It claims to come from one of your own addresses."),
    gettext_lazy("It is a mail of yours that came back."),
    gettext_lazy("It passed too many mail servers: it goes round in a circle."),
    gettext_lazy("Its sender writes faster than a person can."),
    gettext_lazy("Its sender answers by machine, again and again."),
    gettext_lazy("It came during a storm of automatic mail."),
    gettext_lazy("An automatic reply that answers nothing of yours."),
)

DELIVERY: dict[str, Promise] = {
    DeliveryState.QUEUED: gettext_lazy("waits to leave"),
    DeliveryState.SENDING: gettext_lazy("is leaving"),
    DeliveryState.SENT: gettext_lazy("sent"),
    DeliveryState.DEFERRED: gettext_lazy("refused for now"),
    DeliveryState.FAILED: gettext_lazy("not sent"),
    DeliveryState.BOUNCED: gettext_lazy("came back"),
    DeliveryState.CANCELLED: gettext_lazy("taken back"),
}

VIA = {
    "smtp": gettext_lazy("by SMTP"),
    "lmtp": gettext_lazy("by LMTP"),
    "pipe": gettext_lazy("by the mail server's pipe"),
    "imap": gettext_lazy("fetched by IMAP"),
    "webhook": gettext_lazy("by webhook"),
}


def why_held(mail: InboundMail) -> str:
    """Why the mail waits for a person."""
    if mail.state == InboundMail.State.HELD:
        return _("It could not be read after several tries. Nothing of it is lost.")
    try:
        return _(Reason(mail.reason).sentence)
    except ValueError:
        return _("A rule held it back.")


def short_error(text: str) -> str:
    """The line of a traceback that says what went wrong."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""
