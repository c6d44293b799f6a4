from __future__ import annotations

import re
from datetime import timedelta

import pytest

from wellkept.kernel import clock
from wellkept.kernel.actors import SYSTEM
from wellkept.promises import operations
from wellkept.promises.models import Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(browser, ben, kettle):
    def read() -> str:
        page = browser(ben).get("/v/all?status=any").content.decode()
        line = page.split(f'id="row-{kettle.pk}"')[1].split("</li>")[0]
        chip = re.search(r'class="(due [a-z-]+)">.*?</svg>([^<]*)<', line, re.DOTALL)
        return f"{chip[1]}: {chip[2]}" if chip else ""

    return read


@pytest.fixture
def promise(kettle):
    Promise.objects.filter(conversation=kettle).update(status="void", ended_at=clock.now())
    at = clock.now()
    return operations.make(
        kind="word",
        customer=kettle.customer,
        conversation=kettle,
        due_at=at + timedelta(days=9),
        by=SYSTEM,
        at=at - timedelta(days=1),
    )


def test_a_row_shows_what_is_due_next(row, promise):
    assert row().startswith("due comfortable")


def test_what_is_broken_stands_before_what_is_due(row, promise):
    operations.make(
        kind="word",
        customer=promise.customer,
        conversation=promise.conversation,
        due_at=clock.now() - timedelta(minutes=5),
        by=SYSTEM,
        at=clock.now() - timedelta(hours=1),
    )
    operations.break_late(at=clock.now())
    assert row().startswith("due broken: Broken")


def test_a_clock_that_stands_shows_none(row, promise):
    operations.pause(promise=promise, remaining_minutes=60, by=SYSTEM, at=clock.now())
    assert row() == ""
