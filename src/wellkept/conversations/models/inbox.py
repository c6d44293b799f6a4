"""Where conversations arrive, and which teams may open them."""

from __future__ import annotations

from django.db import models

from wellkept.accounts.models import Team
from wellkept.schedules.models import Schedule


class Inbox(models.Model):
    """A place where conversations arrive. Its addresses belong to the channels.

    `schedule` is when it is answered; None: by the conversation's team's, or the workspace's default.
    """

    name = models.CharField(max_length=80, unique=True)
    language = models.CharField(max_length=12, default="en")
    signature = models.TextField(default="", blank=True)
    default_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    teams = models.ManyToManyField(Team, through="InboxAccess", related_name="inboxes")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class InboxAccess(models.Model):
    """Members of this team see and answer this inbox. Admins and supervisors see all."""

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "team"], name="inbox_access_once")]
