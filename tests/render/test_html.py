"""The HTML page: whole without a network, safe with any text, of use without a mouse."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.findings import Report, Since
from dateline.render import phrases, render
from dateline.render.safe import terminal
from dateline.render.snippet import snippet
from render.samples import COMPARED, EVERY_KIND, HOSTILE, HOSTILE_COMPARED, HOSTILE_REPORT, PLACE, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "header", "h1", "h2", "p", "main", "section",
    "table", "thead", "tbody", "tr", "th", "td", "code", "details", "div", "label", "select", "option",
    "input", "output", "ol", "ul", "li", "strong", "summary", "bdi", "pre", "mark", "script",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "rel", "href", "aria-labelledby", "aria-label",
    "aria-live", "id", "scope", "class", "role", "hidden", "value", "type", "autocomplete", "spellcheck",
    "data-severity", "data-rule", "data-table",
}  # fmt: skip
ALONE = {"meta", "link", "input"}


class Page(HTMLParser):
    """What a parser reads of a page: its elements with their attributes, and each one's own text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Insist that elements are closed in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text with the element that it stands in."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """Insist that there is no comment."""
        raise AssertionError(data)

    def text(self, tag: str) -> list[str]:
        """Return the texts that stand in elements of this name."""
        return [text for each, text in self.texts if each == tag]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of elements of this name."""
        return [attributes for each, attributes in self.elements if each == tag]


ORDINARY = Page(render(EVERY_KIND, "html"))


@given(st.one_of(REPORTS, COMPARED))
@example(HOSTILE_REPORT)
@example(HOSTILE_COMPARED)
@settings(deadline=None)
def test_records_bring_no_element_and_no_attribute(report: Report) -> None:
    """A parser finds the page's own elements alone, one script, and every message as text."""
    page = Page(render(report, "html"))
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    assert page.text("script") == ORDINARY.text("script")
    assert page.text("style") == ORDINARY.text("style")
    assert [each["href"] for each in page.all("link")] == ["data:,"]
    shown = "".join(page.text("bdi"))
    for finding in (*report.findings, *(each.finding for each in report.waived)):
        assert phrases.message(finding) in shown
    assert len(page.all("li")) == len(report.findings) + len(report.waived)


def test_policy_allows_just_the_pages_own_style_and_script() -> None:
    """The hashes are those of the inline texts, and nothing else may load, run or be sent."""
    (policy,) = (each["content"] for each in ORDINARY.all("meta") if each.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in str(policy).split("; "))
    for name in ("style", "script"):
        (text,) = ORDINARY.text(name)
        mark = b64encode(sha256(text.encode()).digest()).decode()
        assert rules[f"{name}-src"] == f"'sha256-{mark}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "img-src", "style-src", "script-src", "base-uri", "form-action"}


def test_page_names_no_address() -> None:
    """Nothing in it leads outside: no URL, no import, no source."""
    assert not re.search(r"https?:|//\w|@import|url\(|\bsrc=", render(EVERY_KIND, "html"))


def test_page_has_what_a_screen_reader_needs() -> None:
    """A language, a title, headings in order, a label for each control, a live count."""
    assert ORDINARY.all("html") == [{"lang": "en"}]
    assert ORDINARY.text("title") == ["5 errors, 2 warnings in 4 records · 1 waived · dateline check"]
    headings = [tag for tag, _ in ORDINARY.elements if re.fullmatch(r"h\d", tag)]
    assert headings == ["h1", "h2", "h2", "h2"]
    assert len(ORDINARY.all("label")) == len(ORDINARY.all("select")) + len(ORDINARY.all("input")) == 4
    assert ORDINARY.all("output") == [{"id": "shown", "aria-live": "polite"}]
    names = [attributes["id"] for _, attributes in ORDINARY.elements if "id" in attributes]
    assert len(set(names)) == len(names)


def luminance(color: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_read(theme: int) -> None:
    """Every colour of text has the contrast that WCAG 2.2 asks of small text, in both themes."""
    (style,) = ORDINARY.text("style")
    block = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[theme]
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    for ink, papers in {
        "ink": ("paper", "box", "mark"),
        "faint": ("paper",),
        "error": ("paper",),
        "warning": ("paper",),
    }.items():
        for paper in papers:
            low, high = sorted((luminance(colors[ink]), luminance(colors[paper])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)


def test_cell_is_marked_in_its_line() -> None:
    """The text before the cell, the cell and the text after it make up the line."""
    page = Page(render(Report.of([PLACE]), "html"))
    assert page.text("mark") == ["hyesahn"]
    assert snippet(PLACE.snippet or "", 17, PLACE.value, 100).parts == (
        "E052,2024-10-15,",
        "hyesahn",
        ",adm2,reported",
    )


def test_long_list_is_cut_and_the_counts_are_exact() -> None:
    """Five thousand findings are listed, errors before warnings; the numbers say how many there are."""
    warnings = [replace(PLACE, line=n, severity="warning", rule="late") for n in range(4_000)]
    report = Report.of(
        [*warnings, *(replace(PLACE, line=n) for n in range(1_500))], more={("late", "warning"): 10_000}
    )
    page = Page(render(report, "html"))
    assert len(page.all("li")) == 5_000
    assert [each["data-severity"] for each in page.all("li")].count("error") == 1_500
    assert "5,000 of 15,500 findings are listed, errors first. " in page.text("p")
    assert "14,000" in page.text("td")


def test_what_was_there_before_is_folded_away() -> None:
    """Beside an earlier state new findings stand open, those there before in a fold; both are counted."""
    known = replace(PLACE, line=9, standing="existing", severity="warning", message="it was so")
    report = Report.of([replace(PLACE, standing="new"), known], more={("place-unknown", "error"): 3})
    report = replace(report, since=Since("v1", {("place-unknown", "error"): 1}, fixed_count=4))
    text = render(report, "html")
    assert text.index("is not a place") < text.index("<details") < text.index("it was so")
    page = Page(text)
    assert page.text("h1") == ["1 new error, 3 existing errors, 1 existing warning · 4 fixed since v1"]
    numbers = [each for each in page.text("td") if each.strip().isdigit()]
    assert numbers == ["1", "3", "0", "1"]  # of each rule: new, there before
    assert page.text("h2") == ["Rules broken", "New since ", "There before: 4"]
    assert "1 of 4 findings are listed, errors first. " in page.text("p")


def test_values_to_choose_are_those_of_the_findings() -> None:
    """Each rule and table of a finding can be chosen, under the very text that the finding bears."""
    page = Page(render(HOSTILE_REPORT, "html"))
    offered = {each["value"] for each in page.all("option")}
    for each in page.all("li"):
        if "data-rule" in each:
            assert {each["data-rule"], each["data-table"]} <= offered
    assert {terminal(text) for text in HOSTILE} <= offered


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def opened_by_browser(page: str, folder: Path) -> str:
    """Open a page in a real browser, and return what it has made of it."""
    file = folder / "report.html"
    file.write_text(page, encoding="utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    environment = {**os.environ, "LANG": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment)
    return done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
def test_browser_runs_the_filter_under_the_policy(tmp_path: Path) -> None:
    """A real browser takes the script for the page's own, and leaves hostile text as text."""
    page = Page(opened_by_browser(render(HOSTILE_COMPARED, "html"), tmp_path))
    assert "hidden" not in page.all("div")[0]
    assert page.text("output") == ["30 of 30"]
    assert {tag for tag, _ in page.elements} <= TAGS
    assert len(page.all("script")) == 1
