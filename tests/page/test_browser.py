from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from page.samples import EVIL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from page.conftest import Opened

    Visit = Callable[..., Opened]

PHONE = {"width": 390, "height": 844}
PAGES = [
    ("reports", "index.html"),
    ("reports", "codebook.html"),
    ("floods", "index.html"),
    ("hostile", "index.html"),
    ("hostile", "codebook.html"),
    ("many:1500", "index.html"),
]


def unpacked(opened: Opened) -> Page:
    """Wait until all that is packed behind a page has been unpacked; return the page."""
    for each in opened.page.locator("script.data").all():
        each.wait_for(state="detached")
    return opened.page


@pytest.mark.parametrize(("name", "file"), PAGES)
def test_page_asks_for_nothing_and_logs_nothing(visit: Visit, name: str, file: str) -> None:
    """With the network cut off, a page makes one request, for itself, and logs neither word nor error."""
    opened = visit(name, file=file)
    unpacked(opened)
    assert len(opened.asked) == 1
    assert opened.logged == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("file", ["index.html", "codebook.html"])
def test_axe_finds_nothing(visit: Visit, file: str, scheme: str) -> None:
    """axe-core finds no violation, with every part of the page opened."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="install axe-playwright-python (pip)"
    )
    page = unpacked(visit("few", file=file, color_scheme=scheme, bypass_csp=True))
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []


@pytest.mark.parametrize("file", ["index.html", "codebook.html"])
@pytest.mark.parametrize("name", ["reports", "hostile"])
def test_nothing_sticks_out_on_a_phone(visit: Visit, name: str, file: str) -> None:
    """On a screen of 390 pixels nothing but what scrolls by itself is wider than the screen."""
    page = visit(name, file=file, viewport=PHONE).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_records_are_there_without_scripts(visit: Visit) -> None:
    """With scripts off, every record opens to its claims, and no control stands there that does nothing."""
    page = visit("reports", java_script_enabled=False).page
    cards = page.locator(".card")
    assert cards.count() == 44
    cards.filter(has_text="E000-10").first.locator("summary").first.click()
    assert page.locator("[id='E000-10']").get_by_role("heading", name="Claims").is_visible()
    assert page.locator("[id='E000-10'] .chain").first.is_visible()
    assert not page.locator(".controls").first.is_visible()
    assert not page.locator("button").first.is_visible()


def test_permalink_opens_its_record_without_scripts(visit: Visit) -> None:
    """The browser itself opens the record that an address names."""
    page = visit("reports", "#E003-02", java_script_enabled=False).page
    assert page.locator("[id='E003-02'] .facts").is_visible()


def test_permalink_opens_its_record(visit: Visit) -> None:
    """An address with a record's id opens it and puts the focus there."""
    page = visit("reports", "#E003-02").page
    assert page.locator("[id='E003-02'] .facts").is_visible()
    assert page.evaluate("document.activeElement.closest('.card').querySelector('.body').id") == "E003-02"


def test_permalink_finds_a_record_that_is_filtered_away(visit: Visit) -> None:
    """A link to a record that the search hides clears the search."""
    page = visit("reports").page
    page.get_by_label("Search").first.fill("no such words anywhere")
    page.evaluate("location.hash = 'E003-02'")
    page.wait_for_selector("[id='E003-02'] .facts", state="visible")
    assert page.get_by_label("Search").first.input_value() == ""


def test_permalink_finds_a_packed_record(visit: Visit) -> None:
    """A record that is packed behind the page is unpacked, shown and opened."""
    page = visit("many:1500", "#E5").page
    page.wait_for_selector("[id='E5'] .facts", state="visible")


def test_search_and_facets_choose_records(visit: Visit) -> None:
    """Words and facets together leave the records that have all of them, and say how many."""
    page = visit("reports").page
    output = page.locator("output").first
    assert output.inner_text() == "44 of 44"
    page.get_by_label("Search").first.fill("MILITARY police")
    with_words = page.locator(".card").all_inner_texts()
    assert 0 < len(with_words) < 44
    page.get_by_label("Year").select_option("2024")
    assert output.inner_text().endswith("of 44")
    assert 0 < page.locator(".card").count() <= len(with_words)


def test_records_are_sorted(visit: Visit) -> None:
    """The latest stand first; sorting turns them round, or puts them by name."""
    page = visit("reports").page
    days = page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.day)")
    assert days == sorted(days, reverse=True)
    page.get_by_label("Sort").select_option("day")
    turned = page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.day)")
    assert turned == sorted(days)
    page.get_by_label("Sort").select_option("name")
    names = page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.name)")
    assert names == sorted(names)


def test_all_packed_records_can_be_searched(visit: Visit) -> None:
    """Records that are packed are found as those that stand in the page."""
    page = unpacked(visit("many:1500"))
    output = page.locator("output").first
    assert output.inner_text() == "1,500 of 1,500"
    page.get_by_label("Search").first.fill(str(1499 * 7919))
    assert output.inner_text() == "1 of 1,500"


def test_area_of_the_map_chooses_its_records(visit: Visit) -> None:
    """A click on a province, or its name in the table, leaves its records."""
    page = visit("reports").page
    page.get_by_role("button", name="Ryanggang Province").click()
    assert page.locator("output").first.inner_text() == "8 of 44"


def test_click_on_the_map_chooses_its_records(visit: Visit) -> None:
    """The province itself does what its name does."""
    page = visit("few").page
    page.locator("svg.map .area").click(position={"x": 20, "y": 20})
    assert page.locator("output").first.inner_text() == "2 of 3"


def test_keyboard_alone_gets_to_a_claim(visit: Visit) -> None:
    """Tab, typing and Enter lead from the top of the page over the search into a record."""
    page = visit("reports").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_label("Search").first.focus()
    page.keyboard.type("neighbourhood meeting")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".card details[open] .part li").first.is_visible()


def test_hostile_texts_do_nothing(visit: Visit) -> None:
    """Scripts, handlers and addresses in records and metadata stay text, and every link leads to the web."""
    opened = visit("hostile")
    page = opened.page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.mouse.move(200, 400)
    assert page.evaluate("window.harm") is None
    assert page.locator("img").count() == 0
    schemes = page.evaluate("[...new Set([...document.links].map((link) => link.protocol))].sort()")
    assert set(schemes) <= {"file:", "http:", "https:", "mailto:"}
    assert EVIL[0] in page.title()
    assert "49" not in page.locator("h1").inner_text()
    outward = page.evaluate(
        "[...document.links].filter((link) => /^http/.test(link.protocol)).map((link) => link.rel)"
    )
    assert set(outward) == {"noopener noreferrer"}


def test_record_cannot_take_the_id_of_a_part(visit: Visit) -> None:
    """A record whose key is the id of a part of the page gets another one."""
    page = visit("hostile").page
    assert page.locator("[id='records']").count() == 1
    assert page.locator("h2[id='records']").count() == 1


def test_print_shows_all_and_no_controls(visit: Visit) -> None:
    """On paper closed parts are open, and there are no controls."""
    page = visit("reports").page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator(".controls").first.is_visible()
    assert not page.locator("nav.contents").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0


def test_examples_name_the_address_of_a_served_page(browser: Browser, pages: Callable[[str], Path]) -> None:
    """On a web server, the examples have the address at which the page itself was found."""
    handler = partial(SimpleHTTPRequestHandler, directory=pages("few"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}"
        page = browser.new_page()
        page.goto(f"{home}/index.html#load")
        assert f'dateline.load("{home}")' in page.locator("#load ~ details pre").first.inner_text()
        page.close()
        server.shutdown()


def test_hash_can_be_copied(visit: Visit) -> None:
    """A button puts a file's whole hash on the clipboard."""
    page = visit("reports", permissions=["clipboard-read", "clipboard-write"]).page
    code = page.locator(".hash code").first
    page.locator(".hash button").first.click()
    page.locator(".hash button", has_text="Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code.inner_text()
