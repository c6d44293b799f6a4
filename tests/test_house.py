"""The rules of the house that no linter holds: floors of foreign keys, sizes of files, reasons of ignores, locks."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "wellkept"
MOST_LINES = 400


def floors() -> list[set[str]]:
    """The rooms of every floor, lowest first, as the import contract has them."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:rooms"]["layers"].split("\n")
    return [set(re.findall(r"\w+", line)) for line in reversed(lines) if line.strip()]


def room_of(model: type[Model]) -> str | None:
    """The room a model lives in; None for the models of Django and of other packages."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "wellkept" else None


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(floors()) if room in rooms)


def test_foreign_keys_point_to_the_same_room_or_to_a_lower_floor() -> None:
    wrong = []
    seen = 0
    for model in apps.get_models(include_auto_created=True):
        room = room_of(model)
        for field in model._meta.get_fields():
            if room is None or not field.is_relation or field.auto_created or field.related_model is None:
                continue
            assert isinstance(field.related_model, type), f"{model.__name__}.{field.name} points to nothing"
            other = room_of(field.related_model)
            seen += 1
            if other not in (None, room) and floor_of(other) >= floor_of(room):
                wrong.append(
                    f"{room}.{model.__name__}.{field.name} -> {other}.{field.related_model.__name__}"
                )
    assert wrong == []
    assert seen > 0


def python_files() -> list[Path]:
    return [path for path in sorted(SOURCES.rglob("*.py")) if "migrations" not in path.parts]


def test_no_file_has_stopped_being_one_thought() -> None:
    long = [
        f"{path.relative_to(ROOT)} ({count} lines)"
        for suffix in ("py", "html", "js", "css")
        for path in sorted(SOURCES.rglob(f"*.{suffix}"))
        if not {"migrations", "vendor", "tests"} & set(path.parts)
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert long == []


def test_every_ignore_carries_its_reason_on_the_same_line() -> None:
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [
            *python_files(),
            *sorted((ROOT / "scripts").glob("*.py")),
            *sorted((ROOT / "tests").rglob("*.py")),
        ]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


def test_every_room_says_in_its_first_lines_what_it_owns() -> None:
    rooms = [path.parent for path in SOURCES.glob("*/__init__.py")]
    silent = [
        room.name
        for room in rooms
        if not (room / "__init__.py").read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address_and_hashes_every_package(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S*|file:\S*|^-.*", text, re.MULTILINE) == []
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_development_lock_contains_the_running_one() -> None:
    running, development = (
        set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert running - development == set()


def test_domain_folders_need_no_django() -> None:
    modules = [
        ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts)
        for path in python_files()
        if "domain" in path.parts and "tests" not in path.parts
    ]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
