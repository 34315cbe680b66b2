from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from page import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium, once for all tests."""
    pytest.importorskip("playwright", reason="install playwright (pip) to test pages in a browser")
    if CHROMIUM is None:
        pytest.skip("install chromium (apt) to test pages in a browser")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what writes the pages of a sample into a folder, once each."""
    from dateline.package.page import codebook_page, index_page  # noqa: PLC0415 - polars takes its time

    held: dict[str, Path] = {}

    def made(name: str) -> Path:
        if name not in held:
            folder = tmp_path_factory.mktemp(name.replace(":", "-"))
            kind, _, number = name.partition(":")
            page = getattr(samples, kind)(*([int(number)] if number else []))
            outlines = {"north": samples.NORTH} if kind in ("few", "hostile", "many") else None
            (folder / "index.html").write_bytes(index_page(page, outlines))
            (folder / "codebook.html").write_bytes(codebook_page(page))
            held[name] = folder
        return held[name]

    return made


class Opened:
    """A page in the browser, with all that it logged and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.logged: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.logged.append(message.text))
        page.on("pageerror", lambda error: self.logged.append(str(error)))
        page.route("**/*", self._asked)

    def _asked(self, route: Any) -> None:  # noqa: ANN401 - playwright is not always there
        self.asked.append(route.request.url)
        if route.request.is_navigation_request() and route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()


@pytest.fixture
def visit(browser: Browser, pages: Callable[[str], Path]) -> Iterator[Callable[..., Opened]]:
    """Return what opens a sample's page, cut off from the network."""
    contexts = []

    def opened(name: str, fragment: str = "", *, file: str = "index.html", **options: Any) -> Opened:  # noqa: ANN401 - those of a context
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(f"{(pages(name) / file).as_uri()}{fragment}")
        return found

    yield opened
    for context in contexts:
        context.close()
