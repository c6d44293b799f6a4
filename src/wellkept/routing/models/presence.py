"""Who is at work, until when, how much they take on, and who stands in for them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from wellkept.accounts.models import Agent

STANDARD_LIMIT = 20


class State(models.TextChoices):
    ONLINE = "online", "Online"
    AWAY = "away", "Away"
    BREAK = "break", "On a break"
    OFF = "off", "Off"


class Presence(models.Model):
    """One agent's presence. No row: off, with the standard limit. The row is also what assigning locks.

    `until` is the end of the shift; from then on they are off, whether or not the row says so yet. `limit` is in
    units: a conversation weighs what its channel weighs (see ChannelWeight).
    """

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="presence", primary_key=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OFF)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    limit = models.PositiveSmallIntegerField(default=STANDARD_LIMIT)
    last_given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="presence_state_known"),
        ]

    def state_at(self, at: datetime) -> str:
        """What holds at that moment: an online one is off from the end of the shift."""
        return State.OFF if self.until is not None and self.until <= at else self.state


class Absence(models.Model):
    """Out of office from one moment until another, exclusive; `substitute` sees to what becomes due meanwhile."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    substitute = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_has_length"),
            models.CheckConstraint(condition=~Q(agent=F("substitute")), name="absence_by_another"),
            models.UniqueConstraint(fields=["agent"], name="absence_one_each"),
        ]
