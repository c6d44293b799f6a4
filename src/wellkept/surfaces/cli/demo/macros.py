"""What Larkmoor's agents do again and again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellkept.automation.domain.actions import read
from wellkept.automation.operations import macros as operations
from wellkept.conversations.operations import define_tag
from wellkept.kernel.actors import Actor

from .company import Company

PHOTO = """Dear {{ customer.first_name | customer }},

thank you for telling us. Could you send us a picture of the damage, and one of the four digits under the base? With both we can decide the same day, and you need not send anything back.

{{ agent.first_name }}
"""
CARRIER = """Dear {{ customer.first_name | customer }},

I have asked the carrier where your parcel is. I will write to you again as soon as they answer, and in two days even if they have not.

{{ agent.first_name }}
"""
SHOP = """Hello {{ customer.first_name | there }},

thank you for your order for {{ customer.company }}. Your quote is with our wholesale team, who answer within one working day. It has the number {{ conversation.number }}.

{{ agent.first_name }}
"""


def write_macros(company: Company, *, at: datetime) -> None:
    """Four macros of the supervisor's, one of them for the wholesale team alone."""
    by = Actor.agent(company.agents["sam"].pk)
    for name, description, team, actions in _macros(company, by=by, at=at):
        operations.create(
            name=name,
            description=description,
            actions=read(actions),
            team=company.teams[team] if team else None,
            by=by,
            at=at,
        )


def _macros(company: Company, *, by: Actor, at: datetime) -> list[tuple[str, str, str, list[dict[str, Any]]]]:
    tags = {
        name: define_tag(name=name, by=by, at=at).pk for name in ("damaged", "carrier", "praise", "quote")
    }
    reason = {name: driver.pk for name, driver in company.drivers.items()}
    return [
        (
            "Ask for a picture",
            "Something arrived broken: the picture and the batch first",
            "",
            [
                {"do": "assign", "value": "author"},
                {"do": "driver", "value": reason["Broken or damaged"]},
                {"do": "add_tags", "value": [tags["damaged"]]},
                {"do": "reply", "value": PHOTO},
            ],
        ),
        (
            "Ask the carrier",
            "On hold for two days, with word to the customer",
            "",
            [
                {"do": "assign", "value": "author"},
                {"do": "driver", "value": reason["Where is it"]},
                {"do": "add_tags", "value": [tags["carrier"]]},
                {"do": "note", "value": "Asked the carrier about the parcel of {{ customer.name }}."},
                {"do": "reply", "value": CARRIER},
                {"do": "wait", "value": {"minutes": 2 * 1440, "text": "The carrier's answer"}},
            ],
        ),
        (
            "Thank you, and done",
            "Praise that needs no answer",
            "",
            [{"do": "add_tags", "value": [tags["praise"]]}, {"do": "status", "value": "solved"}],
        ),
        (
            "Receipt of a quote",
            "A shop asks for a price",
            "Wholesale",
            [
                {"do": "priority", "value": 2},
                {"do": "add_tags", "value": [tags["quote"]]},
                {"do": "reply", "value": SHOP},
                {"do": "follow_up", "value": {"minutes": 1440, "text": "Is the quote out?"}},
            ],
        ),
    ]
