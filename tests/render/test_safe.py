"""Record text in every place where it is shown: it shows, and does nothing else."""

import json
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.render import safe
from dateline.render.width import width
from render.samples import HOSTILE, TEXTS

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ZERO_WIDTH = set("\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200d\u2060\u2064\u3164\ufe0f\ufeff\uffa0")


def is_harmless(line: str) -> bool:
    """Say whether a line holds no character that acts or hides, and starts no command of a log."""
    acts = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} & {unicodedata.category(c) for c in line}
    starts = line.lstrip().startswith("::") or re.search(r"##\w*\[", line)
    return not (acts or starts or (BIDI | ZERO_WIDTH) & set(line))


@given(TEXTS)
def test_nothing_that_acts_survives_on_a_terminal(text: str) -> None:
    """No control, bidirectional or zero-width character is left, and no command of a CI log."""
    assert is_harmless(safe.terminal(text))


@given(TEXTS, st.integers(1, 30))
def test_limit_is_kept(text: str, limit: int) -> None:
    """A text never takes more columns than it may, and stays harmless when it is cut."""
    line = safe.terminal(text, limit)
    assert width(line) <= limit
    assert is_harmless(line)


@given(TEXTS)
def test_making_a_text_harmless_twice_changes_nothing(text: str) -> None:
    """What is harmless is shown as it is."""
    once = safe.terminal(text)
    assert safe.terminal(once) == once


@pytest.mark.parametrize(
    "text", ["'혜산' is no place", "Ḍuhā, “Đà Nẵng”: 5 % — 兵士", "שָׁלוֹם", "हिन्दी", "🚢 #1 a::b"]
)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    """Letters, marks and signs of any script are left alone."""
    assert safe.terminal(text) == text


def test_hostile_texts_are_shown_like_this(golden: Callable[[str, str], None]) -> None:
    """Every hostile text, as a terminal, Markdown, HTML, GitHub and JSON get it."""
    ways = (safe.terminal, safe.markdown, safe.html, safe.github_property, safe.json_text)
    golden(
        "render/hostile.txt",
        "\n".join(f"{way.__name__}: {way(text)}" for text in HOSTILE for way in ways) + "\n",
    )


@given(TEXTS, TEXTS)
def test_line_of_harmless_parts_starts_no_command(one: str, other: str) -> None:
    """Two harmless parts may make a command together; the finished line is checked again."""
    assert is_harmless(safe.log_line(safe.terminal(one) + ":" + safe.terminal(other)))


@given(TEXTS)
def test_workflow_command_keeps_its_shape(text: str) -> None:
    """A property cannot end early, a message cannot end its line; both decode to the shown text."""
    value, data = safe.github_property(text), safe.github_data(text)
    assert not set(value) & set("\r\n:,")
    assert not set(data) & set("\r\n")
    assert value.replace("%3A", ":").replace("%2C", ",").replace("%25", "%") == safe.terminal(text)
    assert data.replace("%25", "%") == safe.terminal(text)


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@given(TEXTS)
@example("1)")
@example("x\\|y")
def test_markdown_reads_as_the_same_plain_words(text: str) -> None:
    """Parsed as Markdown, a paragraph or a list item gives one run of text: the shown one."""
    plain = " ".join(safe.terminal(text).split())
    for before in ("", "- "):
        tokens = MARKDOWN.parse(before + safe.markdown(text))
        inline = [token for token in tokens if token.type == "inline"]
        children = [child for token in inline for child in token.children or ()]
        assert {child.type for child in children} <= {"text"}
        read = "".join(child.content for child in children).replace("\u200b", "")
        assert " ".join(read.split()) == plain


@given(TEXTS)
def test_table_cell_of_markdown_stays_one_cell(text: str) -> None:
    """No text adds a cell or a row to a table."""
    page = f"| a | b |\n|---|---|\n| {safe.markdown(text)} | end |\n"
    tokens = MARKDOWN.parse(page)
    cells = [after.content for this, after in pairwise(tokens) if this.type == "td_open"]
    assert len(cells) == 2
    assert cells[1] == "end"


@pytest.mark.parametrize("text", ["@someone", "#12", "GH-7", "www.example.org", "https://example.org"])
def test_markdown_makes_no_link_of_names(text: str) -> None:
    """Mentions, issue numbers and addresses are parted by an entity that shows nothing."""
    shown = safe.markdown(text)
    assert shown.replace("&#8203;", "").replace("\\", "") == text
    assert shown != text


@given(TEXTS)
def test_html_holds_no_tag_and_no_open_quote(text: str) -> None:
    """Neither an element nor an attribute can be left or opened; templates do not escape again."""
    shown = safe.html(text)
    assert not set(shown) & set("<>\"'")
    assert shown.unescape() == safe.terminal(text)
    assert safe.escape(shown) == shown


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "-1+2|x"])
def test_formula_is_kept_from_running(text: str) -> None:
    """A cell that a spreadsheet would run gets an apostrophe."""
    assert safe.csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-5", "+3.25", "-1,204", "-5%", "2024-10-15", "a=b", "혜산"])
def test_number_and_plain_cell_are_no_formula(text: str) -> None:
    """A signed number or an ordinary text is left as it is."""
    assert safe.csv_cell(text) == text


@given(st.one_of(TEXTS, st.integers(), st.none(), st.dictionaries(TEXTS, TEXTS)))
def test_json_gives_the_value_back_and_is_harmless(value: object) -> None:
    """One line, nothing lost, nothing that acts on a terminal."""
    line = safe.json_text(value)
    assert json.loads(line) == value
    assert is_harmless(line)


def test_json_keeps_letters_readable() -> None:
    """Hangul is not turned into escapes."""
    assert safe.json_text("혜산\u202e") == '"혜산\\u202e"'
