"""Schedules, the days that do not follow their week, and how both were at any time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Schedule(models.Model):
    """When somebody answers. `week` is `{"0": [["09:00", "17:00"]], …}`, Monday "0", closed days left out.

    `revision` is drawn anew with every change of the schedule or of its days: a computed calendar is right for as
    long as it is the same.
    """

    name = models.CharField(max_length=80, unique=True)
    zone = models.CharField(max_length=64)
    week = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    revision = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="schedule_one_default"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(zone=""), name="schedule_named"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(archived_at__isnull=True), name="schedule_default_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A date with hours of its own: none on a holiday, some on a half-day or at an exceptional opening.

    `source` says where it came from: "" by hand, "region DE-BY", or "file".
    """

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=200, default="", blank=True)
    hours = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["schedule", "on"], name="holiday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}".strip()


class Edition(models.Model):
    """A schedule with its days as it was under one revision. Never changes, and outlives the schedule.

    What was counted says by which revision, so it can be explained years later. `days` is
    `{"2026-12-25": {"name": "Christmas Day", "hours": []}, …}`.
    """

    revision = models.CharField(max_length=40, unique=True)
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL, related_name="editions")
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=64)
    week = models.JSONField(default=dict)
    days = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.zone})"
