"""What differs as a page of Markdown and as one of HTML: the same things in the same order, all counted."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.changes import Compared, DatasetChanges, SchemaChange, TableChanges
from dateline.render import Options
from dateline.render.differences import render
from render.samples import HOSTILE, TEXTS
from render.test_html import CHROMIUM, Page, opened_by_browser

if TYPE_CHECKING:
    from pathlib import Path

TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "header", "h1", "h2", "h3", "p", "main",
    "section", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "bdi", "details", "summary",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "rel", "href", "aria-labelledby", "id", "scope",
    "class",
}  # fmt: skip
SURROGATE = re.compile("[\ud800-\udfff]")
"""What no cell of a frame holds: it is no text in UTF-8."""
CELLS = [text for text in dict.fromkeys(HOSTILE) if text and not SURROGATE.search(text)]
SETS = st.lists(TEXTS.filter(lambda text: not SURROGATE.search(text)), min_size=1, max_size=4, unique=True)
GFM = MarkdownIt("commonmark", {"html": True}).enable("table")
FOLDS = ["Changed cells", "Added records", "Moved records"]


def frame(rows: list[dict[str, object]], *names: str) -> pl.DataFrame:
    """Return rows with these columns, texts but for the numbers."""
    numbers = {"row": pl.UInt32, "records": pl.UInt32, "of": pl.UInt32}
    return pl.DataFrame(rows, schema={name: numbers.get(name, pl.String) for name in names}, orient="row")


def table(texts: list[str], name: str = "floods") -> TableChanges:
    """Return a table in which each text is a key, a cell, a file of each kind of change."""
    keyed = [{"key": text, "note": text, "file": text, "row": 2} for text in texts]
    cells = [
        {"key": f"{n}{text}", "field": "note", "old": text, "new": f"{text}.", "file": text, "row": n}
        for n, text in enumerate(texts)
    ]
    same = [{"field": "note", "old": text, "new": "same", "records": 2, "of": 3} for text in texts]
    shared = [
        {"key": f"{n}{text}", "field": "note", "old": text, "new": "same", "file": text, "row": 1_000 + n}
        for text in texts
        for n in range(2)
    ]
    moved = [{"key": text, "old_file": text, "file": f"{text}.", "row": 2} for text in texts]
    number = len(texts)
    return TableChanges(
        name=name,
        key=("key",),
        before=9 * number,
        after=9 * number,
        added=frame(keyed, "key", "note", "file", "row"),
        removed=frame(keyed, "key", "note", "file", "row"),
        cells=frame(cells + shared, "key", "field", "old", "new", "file", "row"),
        groups=frame(same, "field", "old", "new", "records", "of"),
        moved=frame(moved, "key", "old_file", "file", "row"),
        rekeyed=frame([{"old": text, "new": f"{text}."} for text in texts], "old", "new"),
    )


def compared(*tables: TableChanges, texts: list[str] | None = None) -> Compared:
    """Return a dataset with these tables, and its schemas, notes and name made of texts."""
    said = texts if texts is not None else ["x"]
    schemas = tuple(SchemaChange(text, text, text, text, f"{text}.", "minor") for text in said)
    changes = DatasetChanges({each.name: each for each in tables}, dict.fromkeys(said, 1), {}, schemas)
    return Compared("".join(said), "".join(said), changes, tuple(said))


@given(SETS)
@example(CELLS)
@settings(deadline=None, max_examples=50)
def test_records_bring_no_element_and_no_attribute(texts: list[str]) -> None:
    """A parser finds the page's own elements alone, no script, and an entry for all that differs."""
    page = Page(render([compared(table(texts), texts=texts)], "html"))
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    assert [each["href"] for each in page.all("link")] == ["data:,"]
    notes = 2 * len(texts)  # a note, and a table added
    assert len(page.all("li")) == notes + 7 * len(texts)


@given(SETS)
@example(CELLS)
@settings(deadline=None, max_examples=50)
def test_records_bring_no_markup(texts: list[str]) -> None:
    """Headings, tables, lists and the folds are ours; a record's text is words."""
    tokens = GFM.parse(render([compared(table(texts), texts=texts)], "markdown"))
    blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
    ours = [f"<details><summary>{fold}</summary>" for fold in FOLDS]
    assert blocks == [line for each in ours for line in (each, "</details>")]
    words = {child.type for token in tokens for child in token.children or ()}
    assert words <= {"text", "strong_open", "strong_close", "softbreak"}
    assert not {"fence", "code_block", "blockquote_open", "hr"} & {token.type for token in tokens}


def test_both_pages_say_the_same_in_the_same_order() -> None:
    """The version and why, notes, counts, losses, schemas, changes, records added and moved."""
    each = compared(table(["alpha", "beta"]))
    tokens = GFM.parse(render([each], "markdown"))
    markdown = " ".join(token.content for token in tokens if token.type == "inline")
    page = Page(render([each], "html"))
    html = " ".join(text for tag, text in page.texts if tag not in {"style", "title", "h1", "summary"})
    said = [
        "table x added, with 1 record",
        "unchanged",
        "Removed from floods",
        "Perhaps under another key in floods",
        "alpha → alpha.",
        "minor: x.x: x x → x.",
        "floods.note: 'alpha' → 'same', 2 of 3 records",
        "floods 0alpha, note: 'alpha' → 'alpha.'",
        "Added to floods",
        "floods: 1 record from alpha to alpha.",
    ]
    for text in (markdown, html):
        places = [text.index(words, text.index("A minor version")) for words in said]
        assert places == sorted(places)


@pytest.mark.parametrize(("form", "most"), [("markdown", 20), ("html", 1_000)])
def test_what_is_not_listed_is_counted(form: str, most: int) -> None:
    """Each list ends with how many more there are; shared changes and re-keyed records are no exception."""
    texts = [f"t{n}" for n in range(most + 234)]
    each = compared(table(texts))
    said = render([each], form)
    for noun in (
        "shared changes in floods",
        "changed cells of floods",
        "records of floods",
        "files of floods",
    ):
        assert f"… and 234 more {noun}" in said
    assert said.count("… and 234 more") == 6
    assert f"{len(texts):,} records removed" in said


def test_the_terminal_counts_what_it_does_not_list() -> None:
    """There every shared change is listed, and each other kind ends with how many more there are."""
    said = render([compared(table([f"t{n}" for n in range(254)]))], "text")
    assert said.count("… and 234 more") == 5
    assert said.count("in 2 of 3 records") == 254


def test_all_is_listed_where_all_is_asked_for() -> None:
    """`--all` has no limit, in the page of HTML neither."""
    each = compared(table([f"t{n}" for n in range(1_200)]))
    assert "… and" not in render([each], "html", Options(limit=10**9))
    assert len(Page(render([each], "html", Options(limit=10**9))).all("li")) == 2 + 6 * 1_200 + 1


def test_losses_are_never_folded_away() -> None:
    """What was removed stands before the first fold, in both pages."""
    each = compared(table(["alpha"]))
    for form in ("markdown", "html"):
        said = render([each], form)
        assert said.index("Removed from floods") < said.index("<details>")


def test_policy_allows_the_pages_own_style_and_no_script() -> None:
    """The hash is that of the style, and nothing else may load, run or be sent; no address is named."""
    text = render([compared(table(["alpha"]))], "html")
    page = Page(text)
    (policy,) = (each["content"] for each in page.all("meta") if each.get("http-equiv"))
    (style,) = page.text("style")
    mark = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"https?:|//\w|@import|url\(|\bsrc=|<script", text)


def test_page_has_what_a_screen_reader_needs() -> None:
    """A language, a title, headings in order, a heading for each dataset, no id twice."""
    each = compared(table(["alpha"]))
    page = Page(render([each, each], "html"))
    assert page.all("html") == [{"lang": "en"}]
    assert page.text("title") == ["2 datasets since x · dateline diff"]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[:2] == [1, 2]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert names == ["dataset-1", "dataset-2"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page in")
def test_browser_shows_hostile_text_as_text(tmp_path: Path) -> None:
    """A real browser takes the style for the page's own, runs nothing and keeps what it was given."""
    texts = CELLS
    written = render([compared(table(texts), texts=texts)], "html")
    page = Page(opened_by_browser(written, tmp_path))
    assert {tag for tag, _ in page.elements} <= TAGS
    assert page.text("bdi") == Page(written).text("bdi")
