"""Coming in through the front door."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from .desk import Desk

HOME = re.compile(r"/(owed|v/\w+)$")  # a light agent, who owes nothing, begins with a list


def sign_in(page: Page, desk: Desk, email: str, password: str = "") -> None:
    """Until the agent's first list shows. Without a password: the one that the demo company's desk printed."""
    if not password:
        printed = re.search(r"password: (\S+)", desk.said)
        assert printed, "only a desk started with --demo prints a password"
        password = printed[1]
    page.goto(f"{desk.url}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(HOME)
