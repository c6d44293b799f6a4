"""Making rules, and switching them on: one verb each. Running them is in `running`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellkept.accounts.models import Agent
from wellkept.automation import switched_on
from wellkept.automation.domain import actions as acts
from wellkept.automation.domain import conditions
from wellkept.automation.models import Rule, RuleKind
from wellkept.automation.rule_events import RuleChanged
from wellkept.automation.rule_kinds import ON
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import Refused
from wellkept.kernel.events import publish
from wellkept.kernel.text import one_line, storable


class RuleNameTaken(Refused):
    """Two of a name would be confused."""


class NotRehearsed(Refused):
    """Nobody has looked at what this edition would have done, and nobody said that it does not matter."""


@transaction.atomic
def make(
    *,
    name: str,
    kind: str,
    conditions: conditions.Tree,
    actions: Iterable[acts.Action],
    author: Agent,
    by: Actor,
    at: datetime,
    on: Sequence[str] = (),
    stops: bool = False,
    is_once: bool = False,
) -> Rule:
    """A new one, the last in order and switched off. Raises Refused, RuleNameTaken and domain.*.Wrong."""
    last = Rule.objects.aggregate(last=Max("position"))["last"] or 0
    rule = Rule(kind=kind, author=author, position=last + 1, created_at=at)
    _fill(rule, name, on, conditions, actions, stops=stops, is_once=is_once)
    _told(rule, "added", by=by, at=at)
    return rule


@transaction.atomic
def change(
    *,
    rule: Rule,
    name: str,
    conditions: conditions.Tree,
    actions: Iterable[acts.Action],
    author: Agent,
    by: Actor,
    at: datetime,
    on: Sequence[str] = (),
    stops: bool = False,
    is_once: bool = False,
) -> None:
    """A new edition, in the name of whoever changed it (`author`). It is switched off until it is tried again."""
    rule.author, rule.edition, rule.switched_on_at = author, rule.edition + 1, None
    _fill(rule, name, on, conditions, actions, stops=stops, is_once=is_once)
    _told(rule, "changed", by=by, at=at)


@transaction.atomic
def switch_on(*, rule: Rule, by: Actor, at: datetime, is_confirmed: bool = False) -> None:
    """From now on it runs. Raises NotRehearsed unless this edition was tried, or `is_confirmed`."""
    if rule.retired_at is not None:
        raise Refused(_("This rule was retired."))
    if rule.rehearsed != rule.edition and not is_confirmed:
        raise NotRehearsed(_("Look first at what it would have done, or confirm that you do not need to."))
    if rule.switched_on_at is None:
        rule.switched_on_at = at
        rule.save(update_fields=["switched_on_at"])
        _told(rule, "switched_on", by=by, at=at)


@transaction.atomic
def switch_off(*, rule: Rule, by: Actor, at: datetime) -> None:
    """From now on it does nothing, also for what waits to be done."""
    if rule.switched_on_at is not None:
        rule.switched_on_at = None
        rule.save(update_fields=["switched_on_at"])
        _told(rule, "switched_off", by=by, at=at)


@transaction.atomic
def rehearsed(*, rule: Rule, by: Actor, at: datetime) -> None:
    """Somebody has looked at what this edition would have done."""
    if rule.rehearsed != rule.edition:
        rule.rehearsed = rule.edition
        rule.save(update_fields=["rehearsed"])
        _told(rule, "rehearsed", by=by, at=at)


@transaction.atomic
def move_up(*, rule: Rule, by: Actor, at: datetime) -> None:
    """Before the one that runs before it; the first one stays."""
    living = Rule.objects.select_for_update().filter(retired_at__isnull=True)
    above = living.filter(position__lt=rule.position).order_by("-position", "-id").first()
    if above is None or rule.retired_at is not None:
        return
    above.position, rule.position = rule.position, above.position
    Rule.objects.bulk_update([above, rule], ["position"])
    _told(rule, "moved", by=by, at=at)


@transaction.atomic
def retire(*, rule: Rule, by: Actor, at: datetime) -> None:
    """It runs no more; what it did stays in its log."""
    if rule.retired_at is None:
        rule.retired_at, rule.switched_on_at = at, None
        rule.save(update_fields=["retired_at", "switched_on_at"])
        _told(rule, "retired", by=by, at=at)


def _fill(
    rule: Rule,
    name: str,
    on: Sequence[str],
    tree: conditions.Tree,
    actions: Iterable[acts.Action],
    *,
    stops: bool,
    is_once: bool,
) -> None:
    rule.name = one_line(storable(name), limit=80)
    if not rule.name:
        raise Refused(_("A rule needs a name."))
    rule.on = sorted(set(on))
    is_trigger = rule.kind == RuleKind.TRIGGER
    if is_trigger != bool(rule.on) or not set(rule.on) <= set(ON):
        raise Refused(_("A trigger needs events to wait for; the clock needs none."))
    rule.conditions = conditions.write(conditions.read(conditions.write(tree)))
    rule.actions = acts.write(acts.read(acts.write(actions)))
    rule.stops, rule.is_once = stops, is_once
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise RuleNameTaken(_("There is a rule of that name already.")) from error


def _told(rule: Rule, what: str, *, by: Actor, at: datetime) -> None:
    publish(RuleChanged(rule_id=rule.pk, what=what), by=by, at=at)
    switched_on.forget()
    transaction.on_commit(switched_on.forget)
