"""When bin/run and bin/check install, and when they go straight on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts import setup


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with both locks and a virtual environment in which nothing is installed yet."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"{name} as it is today\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "wellkept"\n[tool.ruff]\n')
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / ".stamp")
    monkeypatch.setattr(setup, "PYTHON", python)
    return tmp_path


def stamp(wanted: str) -> None:
    setup.STAMP.write_text("\n".join(setup.stamp_lines(wanted)) + "\n")


def test_an_unstamped_environment_is_set_up(place: Path) -> None:
    assert not setup.is_ready("run")


def test_a_stamped_environment_is_left_alone(place: Path) -> None:
    stamp("run")
    assert setup.is_ready("run")
    assert not setup.is_ready("dev")


def test_the_development_set_is_enough_to_run(place: Path) -> None:
    stamp("dev")
    assert setup.is_ready("run")
    assert setup.is_ready("dev")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_dependency_or_command_is_installed(place: Path, changed: str) -> None:
    stamp("run")
    (place / changed).write_text("something else\n")
    assert not setup.is_ready("run")


def test_changed_settings_of_the_tools_install_nothing(place: Path) -> None:
    stamp("run")
    (place / "pyproject.toml").write_text('[project]\nname = "wellkept"\n[tool.mypy]\nstrict = true\n')
    assert setup.is_ready("run")


def test_a_moved_environment_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp("run")
    elsewhere = place / "elsewhere"
    shutil.copytree(place / ".venv", elsewhere / ".venv")
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(place / name, elsewhere)
    monkeypatch.setattr(setup, "ROOT", elsewhere)
    monkeypatch.setattr(setup, "STAMP", elsewhere / ".venv" / ".stamp")
    assert not setup.is_ready("run")
