"""P03 Honest waits and expectations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.insight.tiles import waits as tiles
from wellkept.routing import words
from wellkept.routing.capacity import waits
from wellkept.routing.domain import announcing, mail_waits

from .contract import Pointer, Principle

PRINCIPLE = Principle(
    number="P03",
    slug="p03-honest-waits",
    name=_("Honest waits and expectations"),
    promise=_("We tell you how long, why, and when that changes."),
    mechanisms=(
        Pointer(
            _("What is said is the time that 8 in 10 waits like this one stay below."), mail_waits.estimate
        ),
        Pointer(_("It is rounded up, never down."), announcing.announce),
        Pointer(_("Position, cause and another way are said with it."), words.wait_words),
        Pointer(_("When it grows by more than a quarter it is said again."), announcing.must_tell_again),
    ),
    guards=(
        Pointer(
            _("While what was announced did not hold closely enough, nothing is announced."),
            mail_waits.may_announce,
        ),
        Pointer(_("Nobody is told a time where too little is known: the reason is given."), waits.Silence),
    ),
    measures=(tiles.COVERAGE, tiles.OVERSHOOT, tiles.TOLD_AGAIN, tiles.TOLD),
    first=(tiles.COVERAGE, tiles.OVERSHOOT),
    evidence=_("Each announcement with the wait that followed, also of those who left."),
)
