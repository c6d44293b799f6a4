"""The browser for the tests in tests/browser: `python -m scripts.browser` finds one, or installs one, and prints it.

A Chromium or Chrome on this machine, else the one that Playwright installs, else Debian's package (as root).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from . import programs

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = "No browser found: install Chromium or Chrome, or name one with WELLKEPT_TEST_CHROMIUM."


def find() -> str | None:
    """The path of a browser that starts, or None. WELLKEPT_TEST_CHROMIUM goes before all others."""
    named = os.environ.get("WELLKEPT_TEST_CHROMIUM")
    return programs.first_that_runs([named] if named else NAMES) or _playwrights_own()


def ensure() -> str | None:
    """As `find`, but tries to install one first where there is none."""
    found = find()
    if found:
        return found
    print("No browser on this machine: installing one for the tests", flush=True)
    if programs.apt_install("chromium", "fonts-liberation"):
        return find()
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], stdin=subprocess.DEVNULL, timeout=600
    )
    return find()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    browser = ensure()
    print(browser or MISSING)
    sys.exit(browser is None)
