"""What people can do, what conversations ask for, and how a team hands out its work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.accounts.models import Agent, Team
from wellkept.conversations.models import Inbox, Tag


class Skill(models.Model):
    """Something not everybody can do. A conversation in one of the inboxes, or with one of the tags, asks for it."""

    name = models.CharField(max_length=60, unique=True)
    inboxes = models.ManyToManyField(Inbox, related_name="+", blank=True)
    tags = models.ManyToManyField(Tag, related_name="+", blank=True)
    agents = models.ManyToManyField(Agent, related_name="skills", blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SpokenLanguage(models.Model):
    """A language an agent writes to customers in; `code` as on conversations ("de")."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="spoken_languages")
    code = models.CharField(max_length=12)

    class Meta:
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["agent", "code"], name="spoken_language_once")]


class ChannelWeight(models.Model):
    """What one conversation of a channel weighs in units, and how many of it one person has at most (None: any)."""

    channel = models.CharField(max_length=20, unique=True)
    weight = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["channel"]


class Method(models.TextChoices):
    MANUAL = "manual", "By hand"
    ROUND_ROBIN = "round_robin", "In turn"
    LEAST_LOADED = "least_loaded", "Fewest open first"


class Order(models.TextChoices):
    OLDEST = "oldest", "Waiting longest first"
    URGENT = "urgent", "Most urgent first"


class TeamRouting(models.Model):
    """How a team hands out its work. No row: by hand."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="routing", primary_key=True)
    method = models.CharField(max_length=12, choices=Method.choices, default=Method.MANUAL)
    order = models.CharField(max_length=6, choices=Order.choices, default=Order.OLDEST)
    is_sticky = models.BooleanField(default=True)
    overflow_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    overflow_minutes = models.PositiveIntegerField(default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(method__in=Method.values), name="team_routing_method_known"),
            models.CheckConstraint(condition=Q(order__in=Order.values), name="team_routing_order_known"),
            models.CheckConstraint(
                condition=Q(overflow_team__isnull=True) | ~Q(overflow_team=F("team")),
                name="team_routing_overflows_elsewhere",
            ),
            models.CheckConstraint(condition=Q(overflow_minutes__gte=1), name="team_routing_minutes"),
        ]
