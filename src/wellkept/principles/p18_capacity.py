"""P18 Prudent capacity."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.insight.tiles import capacity as tiles
from wellkept.promises.domain import feasible
from wellkept.routing.capacity import days
from wellkept.routing.domain import intake, need, staffing
from wellkept.routing.operations import intake as gate

from .contract import NotYet, Pointer, Principle

PRINCIPLE = Principle(
    number="P18",
    slug="p18-capacity",
    name=_("Prudent capacity"),
    promise=_("We do not accept what we cannot do well."),
    mechanisms=(
        Pointer(_("What comes in is forecast by the half hour and held against who is there."), days.plan),
        Pointer(_("How many people that needs is computed exactly, pauses included."), staffing),
        Pointer(
            _("A new client or campaign is answered: accept, begin in phases, or decline."), intake.judge
        ),
        Pointer(_("How long a backlog takes to clear is said with it."), need.clearing_hours),
    ),
    guards=(
        Pointer(_("A dated promise has to fit beside all that is owed already."), feasible),
        Pointer(_("Where no number of people is enough, it says overload, not a number."), need.outcome),
        Pointer(_("A decision about new work is made once, with a reason, and kept."), gate.decide_intake),
    ),
    measures=(tiles.KEPT_BUSY, tiles.KEPT_CALM, tiles.ONCE_BUSY, tiles.ONCE_CALM),
    first=(tiles.KEPT_BUSY, tiles.KEPT_CALM),
    evidence=_("The promises due and the issues solved on the busiest days, beside those of all other days."),
    not_yet=(
        NotYet(
            "P18",
            _("Half hours with enough people"),
            _("The log does not say yet who was there; the capacity page shows it for the days ahead."),
        ),
        NotYet(
            "M16",
            _("Promises that could not be kept from the start"),
            _("Whether a date was feasible when it was given is shown to the writer, not written down."),
        ),
    ),
)
