"""A real browser. Every test in this folder carries the marker `browser`; a failed one leaves test-results/NAME.png."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from scripts import browser as browsers
from tests.support.desk import Desk, fresh_database, running_desk
from tests.support.needs import missing

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent.parent / "test-results"
# Chromium calls home in several ways at every start. Tests ask it not to.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
HAS_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[HAS_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browsers.find()
    if path is None:
        missing(browsers.MISSING)
    # Playwright keeps an event loop in this thread; Django then refuses the ORM unless told that it is not for real.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox does not work for root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield running
        running.close()


@pytest.fixture
def page_errors() -> list[str]:
    """What `page` has logged as errors so far. A test that provokes one (a refused form, say) looks and clears it."""
    return []


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest, page_errors: list[str]) -> Iterator[Page]:
    """A window with no past. The test fails if anything it showed logged an error or broke the content policy."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            page_errors.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", note)
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    yield page
    if request.node.stash.get(HAS_FAILED, False):
        name = re.sub(r"[^\w-]+", "-", request.node.name)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    context.close()
    assert page_errors == [], "the page logged errors"


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)` names what would stop people who use assistive tools: rule, reason and place, one line each."""
    script = (HERE / "axe" / "axe.min.js").read_text(encoding="utf-8")

    def stumbling_blocks(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)  # from outside the page, so its content policy need not allow it
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {violation['help']} at {' '.join(map(str, node['target']))}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return stumbling_blocks


@pytest.fixture
def desk_settings() -> dict[str, str]:
    """`WELLKEPT_…` names and values for `desk`. A file that needs some defines this fixture again."""
    return {}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path: Path, desk_settings: dict[str, str]) -> Iterator[Desk]:
    """An empty desk as people run it, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        with running_desk(tmp_path / "data", **desk_settings) as running:
            yield running
        return
    with (
        fresh_database(request.getfixturevalue("postgres_url")) as address,
        running_desk(tmp_path / "data", database_url=address, **desk_settings) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of the demo company. Its tests share it, so each brings the conversation that it changes."""
    with running_desk(tmp_path_factory.mktemp("demo") / "data", "--demo") as running:
        yield running
