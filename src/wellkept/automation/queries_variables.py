"""What the variables of a text stand for in a conversation."""

from __future__ import annotations

from wellkept.accounts.models import Agent
from wellkept.conversations.models import Conversation

from .domain.variables import Filled, fill


def filled(text: str, *, conversation: Conversation, agent: Agent) -> Filled:
    """The text for this customer, as this agent would send it. The caller has checked that it may be seen."""
    return fill(text, values_for(conversation, agent))


def values_for(conversation: Conversation, agent: Agent) -> dict[str, str]:
    """Each variable and what it stands for there, "" where nothing is known."""
    customer = conversation.customer
    company = customer.company.name if customer.company else ""
    return {
        "customer.name": customer.name,
        "customer.first_name": _first(customer.name),
        "customer.company": company,
        "conversation.number": str(conversation.pk),
        "conversation.subject": conversation.subject,
        "agent.name": agent.name,
        "agent.first_name": _first(agent.name),
        "inbox.name": conversation.inbox.name,
    }


def _first(name: str) -> str:
    """The first word of a name, unless it looks like an address."""
    words = name.split()
    return words[0] if words and "@" not in words[0] else ""
