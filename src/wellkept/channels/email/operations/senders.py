"""Who may write, by decision of a person: blocked or allowed addresses and domains."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.channels.email.events import SenderJudged
from wellkept.channels.email.models import SenderRule
from wellkept.customers.operations import normalise_address
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish


@transaction.atomic
def judge_sender(*, pattern: str, verdict: str, by: Actor, at: datetime, why: str = "") -> SenderRule:
    """Blocks or allows "eve@quayside.example" or a whole domain, "@quayside.example".

    Mail of a blocked sender is kept, suspended; an allowed sender is never stopped for writing too often.
    """
    pattern = normalise_address(pattern)
    if not pattern.rpartition("@")[2] or "@" not in pattern:
        raise Refused(_("Write an address, or a domain with an @ before it: @shop.example."))
    if verdict not in SenderRule.Verdict.values:
        raise Refused(_("A sender is blocked or allowed."))
    rule, _made = SenderRule.objects.update_or_create(
        pattern=pattern,
        defaults={
            "verdict": verdict,
            "why": why[:200],
            "by_id": by.id if by.kind == "agent" else None,
            "at": at,
        },
    )
    publish(SenderJudged(rule_id=rule.pk, verdict=verdict), by=by, at=at)
    return rule


@transaction.atomic
def forget_sender(*, rule: SenderRule, by: Actor, at: datetime) -> None:
    """The sender is like any other again."""
    SenderRule.objects.filter(pk=rule.pk).delete()
    publish(SenderJudged(rule_id=rule.pk, verdict=""), by=by, at=at)
