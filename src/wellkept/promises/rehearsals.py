"""Rehearsals in the background: a draft over more conversations than a page can wait for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from wellkept.kernel import clock
from wellkept.kernel.tasks import task

from . import cases
from .domain.tally import Tally, read_tally
from .models import Rehearsal, ServiceCode
from .preview import WINDOW, Player, conversations_since, count_since, fingerprint


@transaction.atomic
def ask(code: ServiceCode, *, at: datetime) -> Rehearsal:
    """Begins one in the background, instead of one for other targets. Asking again for the same changes nothing."""
    of = fingerprint(code)
    known = Rehearsal.objects.filter(code=code).first()
    if known is not None and known.of == of and known.asked_at.date() == at.date():
        return known
    Rehearsal.objects.filter(code=code).delete()
    made = Rehearsal.objects.create(code=code, of=of, asked_at=at, total=count_since(at - WINDOW))
    play_on.enqueue(at=at, rehearsal_id=made.pk)
    return made


def of(code: ServiceCode) -> Rehearsal | None:
    """The rehearsal of the draft as it is now; None when there is none, or its targets were others."""
    return Rehearsal.objects.filter(code=code, of=fingerprint(code)).first()


def result(rehearsal: Rehearsal) -> Tally | None:
    """What it came to; None until it is through."""
    return read_tally(rehearsal.result["tally"]) if rehearsal.finished_at and rehearsal.result else None


@task("promises.rehearse")
def play_on(*, rehearsal_id: int) -> None:
    """Plays batch by batch and writes down how far it came, so that another worker goes on from there."""
    while (row := _unfinished(rehearsal_id)) is not None:
        so_far: dict[str, Any] = row.result or {"tally": Tally().as_json(), "last": 0}
        tally = read_tally(so_far["tally"])
        numbers = conversations_since(row.asked_at - WINDOW, after=so_far["last"], most=cases.TOGETHER)
        if numbers:
            Player(row.code, at=row.asked_at).play(numbers, tally)
        changes = {
            "result": {"tally": tally.as_json(), "last": numbers[-1] if numbers else so_far["last"]},
            "done": row.done + len(numbers),
            "finished_at": None if numbers else clock.now(),
        }
        still = Rehearsal.objects.filter(pk=row.pk, done=row.done, finished_at__isnull=True)
        if still.update(**changes) != 1:
            return  # somebody else goes on with it, or it was thrown away


def _unfinished(rehearsal_id: int) -> Rehearsal | None:
    rows = Rehearsal.objects.filter(pk=rehearsal_id, finished_at__isnull=True)
    return rows.select_related("code").first()
