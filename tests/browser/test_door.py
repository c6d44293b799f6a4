"""The first page anybody sees, of a desk that runs as people run it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.desk import Desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_stops_nobody(
    desk: Desk, page: Page, axe: Callable[[Page], list[str]], scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{desk.url}/sign-in")
    assert page.title()
    assert axe(page) == []
