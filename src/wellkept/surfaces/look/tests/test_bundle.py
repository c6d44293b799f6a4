from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from wellkept.surfaces.look import bundle

ROOMS = Path(bundle.__file__).resolve().parents[2]


def test_every_style_sheet_of_every_room_is_in_once():
    sheets = bundle.style_sheets()
    assert sorted(sheets) == sorted(
        path for path in ROOMS.rglob("static/*/css/*.css") if path.parent.parent.parent.name == "static"
    )


def test_the_order_of_layers_is_declared_before_any_rule():
    css = re.sub(r"/\*.*?\*/", "", bundle.css().decode(), flags=re.DOTALL)
    assert css.lstrip().startswith("@layer reset, tokens, base, components, utilities;")


def test_no_rule_stands_outside_a_layer():
    for path in bundle.style_sheets():
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        outer = re.sub(r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}", "{}", css)
        heads = [head.strip() for head in outer.replace(";", "{}").split("{}") if head.strip()]
        assert all(head.startswith(("@layer", "@media print")) for head in heads), path.name


def test_colours_are_declared_in_the_tokens_only():
    for path in bundle.style_sheets():
        if path.name in ("tokens.css", "button.css", "toast.css"):
            continue  # the line inside a split button and the toast turn the theme around, each written once
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", css)) - {"#0000", "#fff"}
        assert not colours, path.name


def test_every_variable_that_is_read_is_declared():
    css = bundle.css().decode()
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= set(re.findall(r"(--[\w-]+):", css))


def test_the_style_sheet_is_kept_for_ever_under_its_hash(client):
    response = client.get(bundle.css_url(), headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(response.content) == bundle.css()


def test_a_browser_without_gzip_gets_it_plain(client):
    response = client.get(bundle.css_url(), headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in response
    assert response.content == bundle.css()


def test_an_address_from_before_an_upgrade_gets_todays_and_keeps_nothing(client):
    response = client.get(reverse("look-css", args=["0" * 16]), headers={"Accept-Encoding": "identity"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


def test_the_style_sheet_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        client.get(bundle.css_url())


@pytest.mark.parametrize(
    "module",
    sorted(ROOMS.rglob("static/*/js/*.js")),
    ids=lambda path: f"{path.parent.parent.name}/{path.stem}",
)
def test_every_bare_name_that_a_module_imports_is_in_the_import_map(module):
    names = json.loads(bundle.import_map())["imports"]
    assert f"{module.parent.parent.name}/{module.stem}" in names
    source = module.read_text(encoding="utf-8")
    for name in re.findall(r"^\s*(?:import|export)\b[^'\"\n]*['\"]([^'\"]+)['\"]", source, re.MULTILINE):
        assert name in names, f"{module.name} imports {name}"


def test_the_import_map_leads_to_our_own_files():
    for address in json.loads(bundle.import_map())["imports"].values():
        assert address.startswith(f"/{settings.STATIC_URL.strip('/')}/")


def test_every_symbol_that_a_template_names_is_drawn():
    sprite = (ROOMS / "surfaces/look/static/look/icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', sprite))
    for path in ROOMS.rglob("jinja2/**/*.html"):
        named = set(re.findall(r'\bicon\("([\w-]+)"', path.read_text(encoding="utf-8")))
        assert named <= drawn, path.name
