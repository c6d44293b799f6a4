"""Agents, their teams, and the ways in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from wellkept.schedules.models import Schedule


class Role(models.TextChoices):
    ADMIN = "admin", "Admin"
    SUPERVISOR = "supervisor", "Supervisor"
    AGENT = "agent", "Agent"
    LIGHT = "light", "Light agent"


class AgentManager(BaseUserManager["Agent"]):
    def active(self) -> models.QuerySet[Agent]:
        return self.filter(deactivated_at__isnull=True)


class Agent(AbstractBaseUser):
    """A person who answers. The address is kept lower-case in ASCII only: folding more would join strangers."""

    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=5, default="", blank=True)
    signature = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AgentManager] = AgentManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="agent_role_known"),
            models.CheckConstraint(condition=~Q(email="") & Q(email__contains="@"), name="agent_email_given"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a dated fact here, a bare flag in Django
        return self.deactivated_at is None

    @property
    def sees_everything(self) -> bool:
        return self.role in (Role.ADMIN, Role.SUPERVISOR)


class Team(models.Model):
    """A group of agents. A team gives access to inboxes (conversations.InboxAccess).

    `schedule` is when it works; None: by the workspace's default.
    """

    name = models.CharField(max_length=80, unique=True)
    schedule = models.ForeignKey(Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    members = models.ManyToManyField(Agent, through="Membership", related_name="teams")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "agent"], name="membership_once")]


class Session(AbstractBaseSession):
    """One signed-in browser. Its owner sees and ends it; an admin can too."""

    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    user_agent = models.CharField(max_length=300, default="", blank=True)
    address = models.CharField(max_length=45, default="", blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class Invitation(models.Model):
    """A one-time way in, 72 hours long. Only a hash of the link's secret is kept. The first admin comes by one too."""

    email = models.CharField(max_length=254, default="", blank=True)
    name = models.CharField(max_length=120, default="", blank=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    used_at = models.DateTimeField(null=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="invitations")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(secret_hash=""), name="invitation_secret_given")]


class ApiToken(models.Model):
    """Lets a program act as an agent, with the agent's rights and no more."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """What the throttle counts. Kept for a day."""

    email = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "at"], name="attempt_email"),
            models.Index(fields=["address", "at"], name="attempt_address"),
        ]


class Workspace(models.Model):
    """The whole installation: one row, made on first use."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, default="Wellkept")
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    undo_seconds = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="workspace_is_one"),
            models.CheckConstraint(condition=Q(undo_seconds__lte=120), name="workspace_undo_bounded"),
        ]

    def __str__(self) -> str:
        return self.name
