"""Every tile by its key."""

from __future__ import annotations

from . import capacity, effort, promises, replies, waits
from .tile import Tile

TILES: dict[str, Tile] = {
    value.key: value
    for module in (replies, waits, promises, capacity, effort)
    for value in vars(module).values()
    if isinstance(value, Tile)
}
