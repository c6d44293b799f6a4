"""Versions of the service code: drafted, changed while a draft, published once, never changed afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Inbox, Priority, Tag
from wellkept.customers.models import Company
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.promises.events import ServiceCodeDrafted, ServiceCodePublished
from wellkept.promises.models import Hours, ServiceCode, Target, TargetKind

MOST_MINUTES = 366 * 24 * 60
MOST_TARGETS = 200


class NotTheNewest(Refused):
    """A version that was published stays as it is."""


class NothingPromised(Refused):
    """A code without a single promise."""


class NotPossibleTarget(Refused):
    """A promise that says nothing, or the same as another. `field` is where it is wrong."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def draft_code(*, at: datetime, like: ServiceCode | None = None, by: Actor = SYSTEM) -> ServiceCode:
    """A draft to change, with the targets of `like` to begin with."""
    draft = ServiceCode.objects.create(created_at=at)
    for target in like.targets.order_by("id") if like else ():
        target.pk = None
        target.code = draft
        target.save(force_insert=True)
    publish(ServiceCodeDrafted(code_id=draft.pk, what="begun"), by=by, at=at)
    return draft


@transaction.atomic
def set_target(
    *,
    code: ServiceCode,
    target: Target | None = None,
    kind: str,
    minutes: int,
    hours: str,
    inbox: Inbox | None = None,
    priority: int | None = None,
    company: Company | None = None,
    tag: Tag | None = None,
    pauses_while_pending: bool = False,
    pauses_while_on_hold: bool = False,
    by: Actor,
    at: datetime,
) -> Target:
    """Adds a promise to a draft, or with `target` changes that one. Raises NotPossibleTarget, NotTheNewest."""
    _draft(code)
    if kind not in TargetKind.values or hours not in Hours.values:
        raise NotPossibleTarget(_("Choose what is promised, and in which hours."), field="kind")
    if priority is not None and priority not in Priority.values:
        raise NotPossibleTarget(_("Priority is low, normal, high or urgent."), field="priority")
    if not 1 <= minutes <= MOST_MINUTES:
        raise NotPossibleTarget(_("Write a time from one minute to one year."), field="minutes")
    others = code.targets.exclude(pk=target.pk) if target else code.targets.all()
    if others.filter(kind=kind, inbox=inbox, priority=priority, company=company, tag=tag).exists():
        raise NotPossibleTarget(
            _("This is promised for the same conversations already. Change that one, or narrow this one."),
            field="kind",
        )
    if others.count() >= MOST_TARGETS:
        raise NotPossibleTarget(_("That is enough: nobody can remember more promises."), field="kind")
    target = target or Target(code=code)
    target.kind, target.minutes, target.hours = kind, minutes, hours
    target.inbox, target.priority, target.company, target.tag = inbox, priority, company, tag
    target.pauses_while_pending, target.pauses_while_on_hold = pauses_while_pending, pauses_while_on_hold
    target.save()
    publish(ServiceCodeDrafted(code_id=code.pk, what="changed"), by=by, at=at)
    return target


@transaction.atomic
def remove_target(*, target: Target, by: Actor, at: datetime) -> None:
    """Takes a promise out of a draft. Raises NotTheNewest."""
    _draft(target.code)
    target.delete()
    publish(ServiceCodeDrafted(code_id=target.code_id, what="changed"), by=by, at=at)


@transaction.atomic
def discard_code(*, code: ServiceCode, by: Actor, at: datetime) -> None:
    """Throws a draft away. Raises NotTheNewest."""
    _draft(code)
    number = code.pk
    code.delete()
    publish(ServiceCodeDrafted(code_id=number, what="discarded"), by=by, at=at)


@transaction.atomic
def publish_code(*, code: ServiceCode, agent: Agent | None, by: Actor, at: datetime) -> None:
    """It applies to what begins from now on. Raises NothingPromised, NotTheNewest."""
    if not code.targets.exists():
        raise NothingPromised(_("This code promises nothing. Add a promise first."))
    changed = ServiceCode.objects.filter(pk=code.pk, published_at__isnull=True).update(
        published_at=at, published_by=agent
    )
    if changed != 1:
        raise NotTheNewest(_("This version is published. Draft a new one to change it."))
    code.published_at, code.published_by = at, agent
    publish(ServiceCodePublished(code_id=code.pk), by=by, at=at)


def _draft(code: ServiceCode) -> None:
    """Locked until the end, so that what is published is what was looked at."""
    if not ServiceCode.objects.select_for_update().filter(pk=code.pk, published_at__isnull=True).exists():
        raise NotTheNewest(_("This version is published. Draft a new one to change it."))
