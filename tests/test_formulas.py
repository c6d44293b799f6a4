"""The page of formulas names what there is: every function on it exists, and says its card in its docstring."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs/reference/formulas.md"
ROWS = re.findall(r"^\| `([\w.]+)` \| (M\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name, card", ROWS)
def test_every_formula_on_the_page_says_its_card(name, card):
    module, _, function = name.rpartition(".")
    text = getattr(import_module(f"wellkept.{module}"), function).__doc__
    assert card in text or card in (import_module(f"wellkept.{module}").__doc__ or "")


def test_the_page_has_every_card_that_is_built():
    assert {card for _, card in ROWS} == {f"M{number:02}" for number in [*range(1, 17), 22, 23]}


def test_the_example_on_the_page_runs(capsys):
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    exec(code[1], {})  # noqa: S102 - our own page
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "9 84.2% enough"
    assert not lines[1].endswith("enough")
