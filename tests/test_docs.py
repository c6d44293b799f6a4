"""Reference pages say what the code does: every setting, command and event has its line, and no line is left over."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import wellkept
from wellkept.conversations.operators import OPERATORS
from wellkept.kernel import events
from wellkept.surfaces.cli.arguments import parser

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def rows(page):
    """The first cell of each table row, without its backticks."""
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def commands(one, prefix="wellkept"):
    groups = [
        action for action in one._actions if hasattr(action, "choices") and isinstance(action.choices, dict)
    ]
    if not groups:
        return {prefix}
    return {name for word, sub in groups[0].choices.items() for name in commands(sub, f"{prefix} {word}")}


def test_every_setting_has_its_line():
    settings = (ROOT / "src/wellkept/project/settings.py").read_text(encoding="utf-8")
    other = (ROOT / "src/wellkept/project/environment.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"((?:WELLKEPT_|DATABASE_URL)[A-Z_]*)"', settings + other)) - {"WELLKEPT_"}
    assert rows("settings.md") == named


def test_every_command_has_its_line_and_help():
    assert rows("commands.md") == commands(parser("0"))


def test_every_event_has_its_line():
    for module in walk_packages(wellkept.__path__, "wellkept."):
        if not {"tests", "migrations", "cli", "__main__", "conftest"} & set(module.name.split(".")):
            import_module(module.name)
    assert rows("events.md") == set(events.KINDS)


def test_every_condition_of_a_search_has_its_line():
    text = (DOCS / "guides" / "search.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+):", text, re.MULTILINE)) == set(OPERATORS)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).resolve().exists(), f"{page.name} points to {target}"


def test_the_readme_points_to_pages_that_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
