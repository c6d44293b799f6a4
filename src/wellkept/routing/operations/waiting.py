"""Terms of a team's staffing, and waits told to people."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.routing.capacity.waits import Silence, honest_wait
from wellkept.routing.events_capacity import StaffingTermsSet, WaitAnnounced
from wellkept.routing.models import StaffingTerms, WaitAnnouncement


class NonsenseTerms(Refused):
    """No team can work under these terms. `field` names the one that cannot be used."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class NothingHonestToSay(Refused):
    """Rather nothing than something false."""


@transaction.atomic
def set_staffing_terms(
    *,
    team: Team,
    handle_seconds: int,
    patience_seconds: int | None,
    target_percent: int,
    target_seconds: int,
    shrinkage_percent: int,
    concurrency: Decimal,
    agent: Agent | None,
    by: Actor,
    at: datetime,
) -> StaffingTerms:
    """From now on the team's staffing is computed under these terms; the former ones stay. Raises NonsenseTerms."""
    if handle_seconds <= 0:
        raise NonsenseTerms("handle_seconds", _("Handling takes more than 0 seconds."))
    if patience_seconds is not None and patience_seconds <= 0:
        raise NonsenseTerms(
            "patience_seconds", _("Patience is longer than 0 seconds; leave it empty if nobody gives up.")
        )
    if not 1 <= target_percent <= 99:
        raise NonsenseTerms("target_percent", _("A target is a percentage from 1 to 99."))
    if target_seconds < 0:
        raise NonsenseTerms("target_seconds", _("A target is 0 seconds or more."))
    if not 0 <= shrinkage_percent <= 90:
        raise NonsenseTerms("shrinkage_percent", _("Shrinkage is a percentage from 0 to 90."))
    if not 1 <= concurrency <= 20:
        raise NonsenseTerms("concurrency", _("An agent holds 1 to 20 conversations at once."))
    terms = StaffingTerms.objects.create(
        team=team,
        handle_seconds=handle_seconds,
        patience_seconds=patience_seconds,
        target_percent=target_percent,
        target_seconds=target_seconds,
        shrinkage_percent=shrinkage_percent,
        concurrency=concurrency,
        set_at=at,
        set_by=agent,
    )
    publish(StaffingTermsSet(team_id=team.pk, terms_id=terms.pk), by=by, at=at)
    return terms


@transaction.atomic
def announce_wait(*, conversation: Conversation, by: Actor, at: datetime) -> WaitAnnouncement:
    """Writes down what one who waits is told now. Raises NothingHonestToSay, with the reason for the silence.

    What is told is worded by `routing.words`; sending it is the channel's.
    """
    found = honest_wait(conversation, at=at)
    if isinstance(found, Silence):
        raise NothingHonestToSay(found.sentence)
    told = WaitAnnouncement.objects.create(
        conversation=conversation,
        team_id=found.team_id,
        waiting_since=found.waiting_since,
        told_at=at,
        told_until=found.until,
        seconds=round(found.announcement.seconds),
        ahead=found.ahead,
        reason=found.reason,
        sample=found.sample,
    )
    event = WaitAnnounced(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        team_id=told.team_id,
        announcement_id=told.pk,
        seconds=told.seconds,
        ahead=told.ahead,
    )
    publish(event, by=by, at=at)
    return told
