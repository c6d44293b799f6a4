"""Versions of the service code: drafted, published once, never changed afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.promises.events import ServiceCodePublished
from wellkept.promises.models import ServiceCode


class NotTheNewest(Refused):
    """A version that was published stays as it is."""


@transaction.atomic
def draft_code(*, at: datetime, like: ServiceCode | None = None) -> ServiceCode:
    """A draft to change, with the targets of `like` to begin with."""
    draft = ServiceCode.objects.create(created_at=at)
    for target in like.targets.order_by("id") if like else ():
        target.pk = None
        target.code = draft
        target.save(force_insert=True)
    return draft


@transaction.atomic
def publish_code(*, code: ServiceCode, agent: Agent | None, by: Actor, at: datetime) -> None:
    """It applies to what begins from now on. Raises NotTheNewest."""
    changed = ServiceCode.objects.filter(pk=code.pk, published_at__isnull=True).update(
        published_at=at, published_by=agent
    )
    if changed != 1:
        raise NotTheNewest(_("This version is published. Draft a new one to change it."))
    code.published_at, code.published_by = at, agent
    publish(ServiceCodePublished(code_id=code.pk), by=by, at=at)
