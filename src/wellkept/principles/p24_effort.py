"""P24 Low effort."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.conversations.operations import assignment
from wellkept.insight.domain.facts import contacts, issues
from wellkept.insight.tiles import effort as tiles
from wellkept.promises import steps

from .contract import NotYet, Pointer, Principle

PRINCIPLE = Principle(
    number="P24",
    slug="p24-effort",
    name=_("Low effort"),
    promise=_("One contact, no forwarding, nothing repeated."),
    mechanisms=(
        Pointer(
            _("Contacts of one customer on one driver belong together, whatever conversation they came in."),
            issues.issues_of,
        ),
        Pointer(_("What was promised goes along when somebody else takes over."), steps.give_to_owner_of),
    ),
    guards=(
        Pointer(
            _("Nobody is given a conversation that they cannot open or answer."), assignment.AgentCannotAnswer
        ),
        Pointer(
            _("A pause of three days is another contact, so that waiting long does not look like one."),
            contacts.is_another,
        ),
    ),
    measures=(
        tiles.ONCE,
        tiles.EFFORT_MEDIAN,
        tiles.EFFORT_P90,
        tiles.ONE_OWNER,
        tiles.ONE_TOUCH,
        tiles.STAYED,
    ),
    first=(tiles.ONCE, tiles.EFFORT_P90),
    evidence=_(
        "Each issue by its first message; those who had to come again as easily as those who had not."
    ),
    not_yet=(
        NotYet(
            "M05",
            _("Ease, in the customer's words"),
            _("No survey is sent yet."),
        ),
        NotYet(
            "M05",
            _("Facts asked again"),
            _("The log does not say yet which facts were on file when somebody asked for them."),
        ),
    ),
)
