"""What is due next in each conversation of a list, as a chip on its line."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.kernel import clock
from wellkept.promises.queries import dues_of

from .owed import Chip, chip_of


def due_chips(conversation_ids: Iterable[int]) -> dict[int, Chip]:
    """By conversation; one without a running clock has none. One query."""
    at = clock.now()
    return {number: chip_of(promise, at=at) for number, promise in dues_of(list(conversation_ids)).items()}
