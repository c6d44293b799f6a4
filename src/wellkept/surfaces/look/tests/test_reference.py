"""docs/reference/look.md names every part, filter and script, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2.filters import FILTERS

LOOK = Path(__file__).resolve().parent.parent
PAGE = (settings.PACKAGE.parents[1] / "docs/reference/look.md").read_text(encoding="utf-8")


def rows(heading: str) -> set[str]:
    """The first cell of each row of a section's table."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def test_every_part_has_its_line():
    macros = re.findall(r"\{% macro (\w+)\(", (LOOK / "jinja2/look/parts.html").read_text(encoding="utf-8"))
    functions = re.findall(r"^def (\w+)\(", (LOOK / "marks.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows("Parts") == {*macros, *functions}


def test_every_filter_has_its_line():
    backend = engines["jinja2"]
    assert isinstance(backend, Jinja2)
    assert rows("Filters and functions") == set(backend.env.filters) - set(FILTERS)


def test_every_script_has_its_line():
    assert rows("Scripts") == {f"look/{path.stem}" for path in LOOK.glob("static/look/js/*.js")}


def test_every_template_has_its_line():
    pages = {f"look/{path.name}" for path in LOOK.glob("jinja2/look/*.html")}
    assert rows("A page") == pages - {"look/parts.html"}


def test_every_class_it_names_is_styled():
    classes = PAGE.partition("\n## Classes\n")[2].partition("\n**Menu**")[0]
    named = {
        name for code in re.findall(r"`([^`]+)`", classes) for name in code.replace("iframe.", "").split()
    }
    css = "\n".join(path.read_text(encoding="utf-8") for path in LOOK.glob("static/look/css/*.css"))
    assert {
        name for name in named if not re.search(rf"(?:\.{re.escape(name)}|\b{re.escape(name)})\b", css)
    } == set()


@pytest.mark.parametrize("path", sorted(LOOK.glob("static/look/js/*.js")), ids=lambda path: path.stem)
def test_a_script_is_small_and_says_first_what_it_does(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 60
    assert lines[0].startswith("// ")
