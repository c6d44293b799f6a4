"""What a draft of the service code would have done, worked out in the background when there is much to go through."""

from __future__ import annotations

from django.db import models

from .code import ServiceCode


class Rehearsal(models.Model):
    """One draft against what was. `of` names the targets it was worked out for: others make it out of date.

    `result` is as in `preview.as_json`, and there once `finished_at` is. `done` of `total` conversations are through.
    """

    code = models.OneToOneField(ServiceCode, on_delete=models.CASCADE, related_name="rehearsal")
    of = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code}: {self.done} of {self.total}"
