"""Who did it: a person, a rule, or the system itself. Stored beside every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["agent", "customer", "system", "rule", "bot", "import"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of an operation. `id` is the agent's or customer's id; None for the system."""

    kind: ActorKind
    id: int | None = None

    @classmethod
    def agent(cls, agent_id: int) -> Actor:
        return cls("agent", agent_id)

    @classmethod
    def customer(cls, customer_id: int | None) -> Actor:
        return cls("customer", customer_id)


SYSTEM = Actor("system")
IMPORT = Actor("import")
