"""docs/reference/measures.md names every measure and every table, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from wellkept.insight.filling import TABLES
from wellkept.insight.models import Reading
from wellkept.insight.tiles.book import TILES

PAGE = (Path(__file__).resolve().parents[4] / "docs/reference/measures.md").read_text(encoding="utf-8")


def test_every_measure_has_its_line_with_its_card():
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \|", PAGE, re.MULTILINE)
    assert dict(rows) == {tile.key: tile.card for tile in TILES.values()}


def test_every_table_has_its_line():
    rows = re.findall(r"^\| `(insight_\w+)` \|", PAGE, re.MULTILINE)
    assert set(rows) == {*(model._meta.db_table for model in TABLES), Reading._meta.db_table}
