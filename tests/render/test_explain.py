"""How rules look when they are explained."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.document import Mark
from dateline.render import Options
from dateline.render.explain import FORMATS, listed, whole
from dateline.render.width import width
from dateline.rules.pages import Page, SchemaRule, pages
from dateline.table import RowRule
from render.samples import TEXTS
from render.test_safe import is_harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROW_RULE = RowRule(
    "end-before-start", "end IS NULL OR end >= start", ("end", "start"), "the event ends before it begins",
    "swap the two dates", "warning", Mark(12, 9),
)  # fmt: skip
OWN = SchemaRule(ROW_RULE, "events", "schemas/events.yaml")
MADE_UP = Page(
    id="made-up", group="dates", severity="error or warning", summary="a `|` and *stars* are as they stand",
    why="Reasons, [links](x) and `code`.", bad="a,b\n`1`,```\n", good="a,b\n1,2\n", fix="Write `a`, `b`.",
    waive="No: 1. is no list.", property="edtf: {latest: F}", needs="patience", schema="fields: []\n",
)  # fmt: skip
SHOWN: list[Page | SchemaRule] = [MADE_UP, OWN]
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def together(lines: Iterable[str]) -> str:
    """Return lines as one text."""
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_pages_look_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """A page of dateline's own and a schema's rule in full, in each format."""
    golden(f"explain/whole.{name}", together(whole(SHOWN, name)))


@pytest.mark.parametrize("name", FORMATS)
def test_list_looks_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """Rules of both kinds in a list, in each format."""
    golden(f"explain/listed.{name}", together(listed(SHOWN, name)))


def test_one_page_in_markdown_is_no_document(golden: Callable[[str, str], None]) -> None:
    """A single page has its own heading and no table."""
    golden("explain/one.markdown", together(whole([MADE_UP], "markdown")))


def test_colours_change_no_character() -> None:
    """Without its colours the text is the plain one."""
    coloured = Options(color=True)
    for make in (whole, listed):
        text = together(make(SHOWN, "text", coloured))
        assert text != together(make(SHOWN))
        assert ANSI.sub("", text) == together(make(SHOWN))


@pytest.mark.parametrize("columns", [40, 72])
def test_words_fit_the_terminal(columns: int) -> None:
    """Paragraphs are wrapped to the terminal; examples stay whole."""
    for each in pages():
        lines = [*whole([each], "text", Options(width=columns))]
        examples = {
            f"  {line}".rstrip()
            for text in (each.bad, each.good, each.schema or "")
            for line in text.splitlines()
        }
        assert all(width(line) <= columns for line in lines[2:] if line not in examples)


def test_json_has_all_that_a_page_has() -> None:
    """Programs get every member of every page back."""
    read = json.loads(together(whole(pages(), "json")))
    assert read == [{f.name: getattr(each, f.name) for f in fields(Page)} for each in pages()]


HOSTILE = st.builds(
    RowRule, id=TEXTS, sql=TEXTS, fields=st.tuples(TEXTS), message=TEXTS, help=TEXTS,
    severity=st.sampled_from(["error", "warning"]),
)  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@given(rule=HOSTILE, file=TEXTS)
def test_what_a_schema_says_does_nothing(name: str, rule: RowRule, file: str) -> None:
    """Whatever a stranger's schema holds, every line is harmless to a terminal and a log."""
    shown = SchemaRule(rule, "events", file)
    for line in (*whole([shown], name), *listed([shown], name)):
        assert is_harmless(line)
        assert "\n" not in line
