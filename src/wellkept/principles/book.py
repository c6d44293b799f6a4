"""The principles that are carried out so far, in their order."""

from __future__ import annotations

from . import p02_speed, p03_honest_waits, p09_promises, p18_capacity, p24_effort
from .contract import Principle

PRINCIPLES: tuple[Principle, ...] = (
    p02_speed.PRINCIPLE,
    p03_honest_waits.PRINCIPLE,
    p09_promises.PRINCIPLE,
    p18_capacity.PRINCIPLE,
    p24_effort.PRINCIPLE,
)
BY_SLUG = {one.slug: one for one in PRINCIPLES}
