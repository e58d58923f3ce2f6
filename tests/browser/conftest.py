"""Pages in a real browser: Debian's Chromium, driven by Playwright, against a live server with its own database.

`open_page(officer, "/projects/DES-001/")` is a page with that person signed in. Whatever the browser complains about (console, errors,
content security policy) while a test runs fails the test, unless the test named it with `complaints.expect("409")`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from projects.models import Person
from tests.browser.shots import ARGUMENTS

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SECONDS = 1000  # Playwright counts milliseconds

expect.set_options(timeout=20 * SECONDS)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium, and takes seconds."""
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


class Complaints:
    """What the browser said was wrong."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []

    def expect(self, *words: str) -> None:
        """A complaint with these words in it is part of what the test does."""
        self.expected += words

    def listen(self, context: BrowserContext) -> None:
        """Hear the pages of a context."""
        context.on("console", lambda said: said.type in {"error", "warning"} and self.heard.append(f"{said.type}: {said.text}"))
        context.on("weberror", lambda failed: self.heard.append(f"error: {failed.error}"))

    def take(self) -> list[str]:
        """What was heard since the last time and not expected."""
        heard, self.heard = self.heard, []
        return [said for said in heard if not any(words in said for words in self.expected)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    heard = Complaints()
    yield heard
    assert heard.take() == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if not found:
        pytest.skip("no Chromium here")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django then refuses the database to it. Nothing here runs at the same time.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_context(
    chromium: Browser, live_server, complaints: Complaints, client_of: Callable[[Person], Client]
) -> Iterator[Callable[..., BrowserContext]]:
    """`open_context(officer)`: a browser of their own, signed in. Options are Playwright's: `java_script_enabled=False`."""
    opened: list[BrowserContext] = []
    cache.clear()  # no tries at signing in yet

    def open_as(person: Person | None = None, **options) -> BrowserContext:
        context = chromium.new_context(base_url=live_server.url, **{"viewport": WIDE, "locale": "en-AU", **options})
        context.set_default_timeout(20 * SECONDS)
        opened.append(context)
        complaints.listen(context)
        if person:
            session = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context

    yield open_as
    for context in opened:
        context.close()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`open_page(officer, "/projects/")`: the page, in a browser of their own."""

    def open_as(person: Person | None = None, path: str = "/", **options) -> Page:
        page = open_context(person, **options).new_page()
        page.goto(path)
        return page

    return open_as


class Held:
    """POSTs held back until a test lets them go, as a slow network does."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        page.route("**/*", self._hold)

    def _hold(self, route: Route) -> None:
        if route.request.method == "POST":
            self.routes.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        """Send them, in their order."""
        for route in self.routes:
            route.continue_()


def path_of(page: Page) -> str:
    """Where the page is, without the host."""
    return re.sub(r"^https?://[^/]+", "", page.url)
