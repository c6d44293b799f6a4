"""Settings from the environment: what is taken, and what stops the start."""

from __future__ import annotations

import pytest

from wellkept.project import environment


def read(monkeypatch: pytest.MonkeyPatch, value: str) -> int:
    monkeypatch.setenv("WELLKEPT_PORT", value)
    return environment.integer("WELLKEPT_PORT", 8000, least=1, most=65535)


@pytest.mark.parametrize("value, port", [("", 8000), ("1", 1), (" 8080 ", 8080), ("65535", 65535)])
def test_a_whole_number_within_its_limits_is_taken(
    monkeypatch: pytest.MonkeyPatch, value: str, port: int
) -> None:
    assert read(monkeypatch, value) == port


@pytest.mark.parametrize("value", ["0", "65536", "80.5", "-80", "²", "٨٠", "eighty"])
def test_anything_else_stops_the_start_and_says_what_to_write(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    with pytest.raises(environment.BadSetting, match="WELLKEPT_PORT=8000"):
        read(monkeypatch, value)
