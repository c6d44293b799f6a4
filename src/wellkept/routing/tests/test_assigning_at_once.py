"""Several workers at once: nothing is given twice, nobody gets more than their limit."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connections

from wellkept.conversations.models import Conversation
from wellkept.kernel.actors import SYSTEM
from wellkept.kernel.models import LoggedEvent
from wellkept.routing.models import Decision, TeamRouting
from wellkept.routing.operations import presence
from wellkept.routing.operations.assigning import give

WORKERS = 4


@pytest.mark.django_db(transaction=True)
def test_workers_who_race_never_pass_a_limit_or_give_one_twice(kitchen, ben, help_inbox, dana, write_in, at):
    help_inbox.default_team = kitchen
    help_inbox.save()
    waiting = [write_in(dana, help_inbox, "The lid.").conversation.pk for _ in range(6)]
    presence.set_limit(agent=ben, limit=3, by=SYSTEM, at=at)
    presence.set_presence(agent=ben, state="online", by=SYSTEM, at=at)
    TeamRouting.objects.create(team=kitchen, method="least_loaded")
    barrier, problems = Barrier(WORKERS), []

    def work(first):
        try:
            barrier.wait()
            for conversation_id in waiting[first:] + waiting[:first]:  # each begins with another one
                give(conversation_id=conversation_id, at=at)
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    workers = [Thread(target=work, args=(number,)) for number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    assert Conversation.objects.filter(assignee=ben).count() == 3
    assert Decision.objects.count() == 3
    assert LoggedEvent.objects.filter(kind="conversation.assigned").count() == 3
