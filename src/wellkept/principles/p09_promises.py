"""P09 Keeping promises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.insight.tiles import promises as tiles
from wellkept.promises import breaks, feasibility, spotting
from wellkept.promises.domain import kept_rate, replay
from wellkept.promises.models import Promise
from wellkept.promises.operations import clock, ending, making, moving, refusals

from .contract import Pointer, Principle

PRINCIPLE = Principle(
    number="P09",
    slug="p09-promises",
    name=_("Keeping promises"),
    promise=_("If we said it, it is written down with a date, and it happens."),
    mechanisms=(
        Pointer(_("Whatever is owed is a row of one ledger, with an owner and a date."), making.make),
        Pointer(_("Promises in words are found while they are written."), spotting.spot),
        Pointer(_("When the date passes without evidence, the clock breaks it."), clock.break_late),
        Pointer(
            _("A note with a date that can be kept is ready for whoever answers for it."), breaks.prepare
        ),
        Pointer(_("The ledger can be rebuilt from the log, row for row."), replay.replay),
    ),
    guards=(
        Pointer(_("Kept needs evidence: a message, an event or the owner's word."), ending.Proof),
        Pointer(_("The database refuses to change a first date, and a promise without an owner."), Promise),
        Pointer(_("A date is moved only before it has passed."), moving.TooLate),
        Pointer(_("A date that cannot be kept is answered with the earliest that can."), feasibility.load_of),
        Pointer(_("Nobody takes their own promise out of the ledger alone."), refusals.NeedsAnotherPerson),
        Pointer(_("The rate counts first dates, fixed before anybody knows how it went."), kept_rate.counted),
    ),
    measures=(
        tiles.KEPT,
        tiles.MOVED_SHARE,
        tiles.TOLD_FIRST,
        tiles.LATENESS,
        tiles.SLACK,
        tiles.DENSITY,
    ),
    first=(tiles.KEPT, tiles.TOLD_FIRST),
    evidence=_(
        "Each promise with what became of it and the message that kept it; broken and moved ones too."
    ),
)
