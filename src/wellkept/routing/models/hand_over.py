"""A conversation on its way from whoever answers in it to somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Conversation
from wellkept.promises.models import Promise


class HandOverState(models.TextChoices):
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HandOver(models.Model):
    """What is told with it, to whom it is offered, and how that ended.

    Until it is accepted whoever had the conversation has it still, and its promises. `step` is the next step as a
    promise of the ledger, so that it is watched from the first minute. `reason` is why it goes on once more.
    `overdue_at`: nobody decided in time, and supervisors see it; it can still be accepted.
    `why` says what a declined one lacked, or what ended a withdrawn one: asked, overtaken, over.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="hand_overs", db_index=False
    )
    from_agent = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    from_team = models.ForeignKey(
        Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    to_agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    done = models.TextField()
    promised = models.TextField(default="", blank=True)
    next_step = models.CharField(max_length=300)
    next_at = models.DateTimeField()
    step = models.ForeignKey(Promise, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    reason = models.CharField(max_length=300, default="", blank=True)
    state = models.CharField(max_length=9, choices=HandOverState.choices, default=HandOverState.OFFERED)
    offered_by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["conversation", "id"], name="hand_over_conversation"),
            models.Index(fields=["state", "expires_at", "id"], name="hand_over_clock"),
            models.Index(fields=["to_agent", "state", "offered_at", "id"], name="hand_over_agent"),
            models.Index(fields=["to_team", "state", "offered_at", "id"], name="hand_over_team"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state="offered"), name="hand_over_pending_once"
            ),
            models.CheckConstraint(condition=Q(state__in=HandOverState.values), name="hand_over_state_known"),
            models.CheckConstraint(
                condition=Q(to_agent__isnull=False, to_team__isnull=True)
                | Q(to_agent__isnull=True, to_team__isnull=False),
                name="hand_over_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", ended_at__isnull=True)
                | (~Q(state="offered") & Q(ended_at__isnull=False)),
                name="hand_over_ended_when",
            ),
            models.CheckConstraint(condition=~Q(done="") & ~Q(next_step=""), name="hand_over_says_what"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(why=""), name="hand_over_declined_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} to {self.to_agent or self.to_team}, {self.state}"

    @property
    def is_pending(self) -> bool:
        return self.state == HandOverState.OFFERED


class HandOverTerms(models.Model):
    """How long a hand-over may wait before supervisors see it: one row, made on first change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    minutes = models.PositiveIntegerField(default=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="hand_over_terms_are_one"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=20160), name="hand_over_terms_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes"
