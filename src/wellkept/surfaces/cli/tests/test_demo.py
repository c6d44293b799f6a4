"""The demo company keeps every rule of a real desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellkept.conversations.models import Conversation
from wellkept.kernel import clock
from wellkept.promises.models import Promise
from wellkept.promises.queries import uncovered
from wellkept.promises.tests.rebuilding import rebuilt, stored
from wellkept.surfaces.cli import demo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def larkmoor(settings, tmp_path):
    settings.DATA = tmp_path
    demo.fill_once()


def test_the_ledger_of_sixty_days_is_what_its_log_says(larkmoor):
    assert rebuilt() == stored()
    assert Promise.objects.count() > 500


def test_nothing_open_there_is_without_a_next_step(larkmoor):
    assert Conversation.objects.count() > 250
    assert not uncovered().exists()


def test_its_first_answers_and_later_ones_are_told_apart(larkmoor):
    kinds = set(Promise.objects.values_list("kind", flat=True))
    assert {"first_reply", "next_reply"} <= kinds
    firsts = Promise.objects.filter(kind="first_reply").values_list("conversation_id", flat=True)
    assert len(firsts) == len(set(firsts))


def test_what_is_late_there_broke_at_its_moment(larkmoor):
    late = Promise.objects.filter(
        status="open", paused_at__isnull=True, due_at__lt=clock.now() - timedelta(minutes=5)
    )
    assert not late.exists()
    broken = Promise.objects.filter(status="broken")
    assert broken.exists()
    assert all(promise.broken_at == promise.due_at for promise in broken)
