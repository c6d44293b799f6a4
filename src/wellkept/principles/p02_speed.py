"""P02 Responsiveness and speed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.insight.domain.facts import conversation
from wellkept.insight.tiles import effort, replies
from wellkept.promises import standing, steps
from wellkept.promises.domain import order
from wellkept.promises.operations import clock
from wellkept.routing.domain import erlang_a

from .contract import NotYet, Pointer, Principle

PRINCIPLE = Principle(
    number="P02",
    slug="p02-speed",
    name=_("Responsiveness and speed"),
    promise=_("You get a useful answer in the time we publish; urgent things go first."),
    mechanisms=(
        Pointer(
            _("A message that needs an answer is owed one within what the service code publishes."),
            steps.owe_answer,
        ),
        Pointer(
            _("Which time is published depends on inbox, priority, company and tag."), standing.target_for
        ),
        Pointer(
            _(
                "Owed stands in the order that keeps most promises: time left, weight, age. Each row says why."
            ),
            order,
        ),
        Pointer(_("How many people that takes is computed exactly, people who give up included."), erlang_a),
    ),
    guards=(
        Pointer(_("The clock, not a person, says that an answer is late."), clock.break_late),
        Pointer(
            _("Solving without an answer leaves the first reply owed: closing is not answering."),
            steps.finish,
        ),
        Pointer(
            _("A notice of the desk itself, or a reply that never arrived, is not counted as an answer."),
            conversation.fold,
        ),
    ),
    measures=(
        replies.FIRST_IN_TIME,
        replies.FIRST_MEDIAN,
        replies.FIRST_P90,
        replies.NEXT_IN_TIME,
        replies.NEXT_P90,
        replies.SOLVED_MEDIAN,
        replies.SOLVED_P90,
        effort.STAYED,
        effort.ONCE,
    ),
    first=(replies.FIRST_IN_TIME, replies.SOLVED_P90),
    evidence=_("Each first message with the answer it got, or without one; open and closed ones too."),
    not_yet=(
        NotYet(
            "M07",
            _("Handle time"),
            _(
                "The log does not say how long somebody worked on an answer. It would never be a person's target."
            ),
        ),
        NotYet(
            "P02",
            _("Abandonment"),
            _("No channel of this desk tells yet that somebody left before an answer."),
        ),
    ),
)
