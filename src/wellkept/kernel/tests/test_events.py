from dataclasses import dataclass

import pytest
from django.db import DatabaseError, transaction

from wellkept.kernel import events
from wellkept.kernel.actors import SYSTEM, Actor
from wellkept.kernel.events import Event, publish, subscribe
from wellkept.kernel.models import LoggedEvent

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    kind = "test.kettle_boiled"
    conversation_id: int
    litres: float


def test_an_event_is_kept_with_who_when_and_what(at):
    with transaction.atomic():
        number = publish(KettleBoiled(conversation_id=7, litres=1.7), by=Actor.agent(3), at=at)
    row = LoggedEvent.objects.get(pk=number)
    assert (row.kind, row.at, row.actor_kind, row.actor_id) == ("test.kettle_boiled", at, "agent", 3)
    assert events.payload(row) == {"conversation_id": 7, "litres": 1.7}


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(at):
    with pytest.raises(RuntimeError):
        publish(KettleBoiled(conversation_id=7, litres=1.7), by=SYSTEM, at=at)


def test_the_database_refuses_to_change_or_remove_what_happened(at):
    with transaction.atomic():
        number = publish(KettleBoiled(conversation_id=7, litres=1.7), by=SYSTEM, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        LoggedEvent.objects.filter(pk=number).update(kind="test.other")
    with pytest.raises(DatabaseError), transaction.atomic():
        LoggedEvent.objects.filter(pk=number).delete()


def test_a_subscriber_inside_the_transaction_can_undo_the_change(at, monkeypatch):
    monkeypatch.setattr(events, "_inside", {KettleBoiled: [_refuse]})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(KettleBoiled(conversation_id=7, litres=1.7), by=SYSTEM, at=at)
    assert not LoggedEvent.objects.filter(kind="test.kettle_boiled").exists()


def test_a_subscriber_after_commit_hears_only_of_what_is_durable(
    at, monkeypatch, django_capture_on_commit_callbacks
):
    heard: list = []
    monkeypatch.setitem(events._after, KettleBoiled, [heard.append])
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        publish(KettleBoiled(conversation_id=7, litres=1.7), by=SYSTEM, at=at)
        assert heard == []
    assert [one.event.litres for one in heard] == [1.7]


def test_two_kinds_of_one_name_are_refused(monkeypatch):
    @dataclass(frozen=True, kw_only=True)
    class Impostor(Event):
        kind = KettleBoiled.kind

    monkeypatch.setattr(events, "KINDS", {})
    events.declare(KettleBoiled)
    with pytest.raises(ValueError):
        events.declare(Impostor)


def test_subscribing_twice_hears_once(monkeypatch):
    monkeypatch.setattr(events, "_inside", {KettleBoiled: []})
    subscribe(KettleBoiled)(_refuse)
    subscribe(KettleBoiled)(_refuse)
    assert events._inside[KettleBoiled] == [_refuse]


def _refuse(heard):
    raise ZeroDivisionError
