"""Running rules: on an event, and by the clock. All of a rule or nothing; each run is logged once.

A rule never runs on what it caused itself, directly or through other rules: everything it does names its `rule.ran`
event as the cause, and the chain of causes is followed back. A chain of `MOST_CHAIN` events ends there.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from wellkept.automation.domain import actions, conditions
from wellkept.automation.models import Outcome, Rule, RuleKind, RuleRun
from wellkept.automation.queries_conditions import condition
from wellkept.automation.rule_events import RuleRan
from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import Actor
from wellkept.kernel.errors import NotAllowed, NotVisible, Refused
from wellkept.kernel.events import caused_by, publish
from wellkept.kernel.models import LoggedEvent

from .acting import perform

MOST_CHAIN = 16
BATCH = 100
PERSONS = ("agent", "customer")
ONCE = "once"


class _RanAlready(Exception):
    """Another worker was first, or it may run only once."""


def on_event(*, event_id: int, at: datetime) -> None:
    """The triggers that wait for this event, in their order. Safe to repeat."""
    event = LoggedEvent.objects.get(pk=event_id)
    if event.conversation_id is None:
        return
    before = _rules_behind(event)
    if before is None:
        return
    key = f"event:{event_id}"
    for rule in _living(RuleKind.TRIGGER):
        began = rule.switched_on_at
        if event.kind not in rule.on or rule.pk in before or began is None or event.at < began:
            continue
        ran = RuleRun.objects.filter(
            rule=rule, conversation=event.conversation_id, cause_id=event_id, outcome=Outcome.DONE
        )
        is_done = ran.exists() or _run(rule, event.conversation_id, key=key, cause=event_id, at=at)
        if is_done and rule.stops:
            return


def by_clock(*, at: datetime) -> None:
    """Each timed rule in up to `BATCH` conversations; the next look takes those that follow."""
    for rule in _living(RuleKind.TIMED):
        for conversation_id in _due(rule, at):
            _run(rule, conversation_id, key=_episode(conversation_id), cause=None, at=at)


def _living(kind: RuleKind) -> list[Rule]:
    living = Rule.objects.filter(kind=kind, switched_on_at__isnull=False, retired_at__isnull=True)
    return list(living.select_related("author").order_by("position", "id"))


def _due(rule: Rule, at: datetime) -> list[int]:
    """Where it has not run since a person last did something, oldest conversation first."""
    person = LoggedEvent.objects.filter(
        conversation_id=OuterRef("conversation_id"), at__gt=OuterRef("at"), actor_kind__in=PERSONS
    )
    runs = RuleRun.objects.filter(rule=rule, conversation=OuterRef("pk"))
    found = Conversation.objects.filter(condition(conditions.read(rule.conditions), at))
    found = found.exclude(Exists(runs.filter(~Exists(person)))).exclude(Exists(runs.filter(key=ONCE)))
    return list(found.order_by("id").values_list("id", flat=True)[:BATCH])


def _episode(conversation_id: int) -> str:
    done = LoggedEvent.objects.filter(conversation_id=conversation_id, actor_kind__in=PERSONS)
    return f"since:{done.order_by('-id').values_list('id', flat=True).first() or 0}"


def _rules_behind(event: LoggedEvent) -> set[int] | None:
    """The rules that led to this event; None for a chain that is too long."""
    found: set[int] = set()
    step: LoggedEvent | None = event
    for _nr in range(MOST_CHAIN):
        if step is None:
            return found
        if step.kind == RuleRan.kind:
            found.add(step.data["rule_id"])
        step = LoggedEvent.objects.filter(pk=step.cause_id).first() if step.cause_id else None
    return None


def _run(rule: Rule, conversation_id: int, *, key: str, cause: int | None, at: datetime) -> bool:
    """Whether it was done there."""
    tree = conditions.read(rule.conditions)
    if not Conversation.objects.filter(condition(tree, at), pk=conversation_id).exists():
        return False
    run = RuleRun(
        rule=rule,
        conversation_id=conversation_id,
        key=ONCE if rule.is_once else key,
        cause_id=cause,
        edition=rule.edition,
        at=at,
        outcome=Outcome.DONE,
    )
    try:
        with caused_by(cause):
            return _carry_out(rule, run, tree)
    except _RanAlready:
        return False
    except Refused as refusal:
        run.pk, run.key, run.did, run.words = None, key, [], str(refusal)[:300]
        run.outcome = Outcome.REFUSED if isinstance(refusal, NotAllowed | NotVisible) else Outcome.FAILED
    RuleRun.objects.bulk_create([run], ignore_conflicts=True)
    return False


@transaction.atomic
def _carry_out(rule: Rule, run: RuleRun, tree: conditions.Tree) -> bool:
    """Under the conversation's lock, where the conditions are asked once more: nothing changes in between."""
    conversation = Conversation.objects.select_for_update().get(pk=run.conversation_id)
    if not Conversation.objects.filter(condition(tree, run.at), pk=conversation.pk).exists():
        return False
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise _RanAlready from error
    by = Actor("rule", rule.pk)
    ran = RuleRan(
        conversation_id=conversation.pk,
        inbox_id=conversation.inbox_id,
        rule_id=rule.pk,
        edition=rule.edition,
    )
    event_id = publish(ran, by=by, at=run.at)
    done = perform(
        conversation_id=conversation.pk,
        actions=actions.read(rule.actions),
        author=rule.author,
        by=by,
        at=run.at,
        cause=event_id,
    )
    run.did = [one.write() for one in done]
    run.save(update_fields=["did"])
    return True
