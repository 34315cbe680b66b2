"""The line with the cell underlined: what is cut, and where the carets stand."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from dateline.render.safe import shown
from dateline.render.snippet import Snippet, snippet
from dateline.render.width import clip, width
from render.samples import TEXTS


def under(piece: Snippet) -> str:
    """Return the characters of a piece that stand above its carets."""
    column, out = 0, ""
    for character in piece.text:
        if piece.offset <= column < piece.offset + piece.carets:
            out += character
        column += width(character)
    return out


@given(st.text(st.sampled_from("aé兵한ｱﾊ…\u2013🚢“éЖש")))
def test_width_agrees_with_rich(text: str) -> None:
    """Columns are counted as rich counts them, for letters, wide letters, marks and signs."""
    assert width(text) == cell_len(text)


@given(TEXTS, st.integers(1, 20))
def test_clipped_text_fits_and_says_so(text: str, limit: int) -> None:
    """A cut text takes the columns it may at most and ends in an ellipsis; a fitting one is whole."""
    text = "".join(shown(text))
    cut = clip(text, limit)
    assert width(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@given(TEXTS, TEXTS, TEXTS, st.integers(10, 60))
def test_carets_stand_under_the_cell(before: str, value: str, after: str, room: int) -> None:
    """However wide or odd the characters, the carets underline the cell, or as much as is shown."""
    before, value, after = (" ".join(part.split()) for part in (before, value, after))
    assume(value)
    line = f"{before},{value},{after}"
    assume(not any(map(unicodedata.combining, line)))  # a mark has no column of its own to look under
    start = len(before) + 1
    piece = snippet(line, start + 1, value, room)
    assert width(piece.text) <= room
    whole = "".join(shown(line)[start : start + len(value)])
    seen = under(piece)
    assert seen == whole or whole.startswith(seen) or width(whole) == 0
    assert seen == whole or width(whole) > room - 2 or width(whole) == 0


@pytest.mark.parametrize(
    ("line", "column", "value", "marked"),
    [
        ('a,"b, c",d', 3, "b, c", '"b, c"'),
        ('a,"say ""no""",d', 3, 'say "no"', '"say ""no"""'),
        ('a,"first', 3, "first\nsecond", '"first'),
        ("a,'b',d", 3, "b", "'b'"),
        ("a,b,d", 3, "b", "b"),
        ("a,b,d", 3, "elsewhere", "b"),
        ('a,"",d', 3, "", '""'),
        ("a\tb\tc", 3, "b", "b"),
        ("兵,士,x", 3, "士", "士"),
    ],
)
def test_cell_is_underlined_with_its_quotes(line: str, column: int, value: str, marked: str) -> None:
    """The carets cover the cell as it is written in the file, to the end of its first line."""
    assert under(snippet(line, column, value, 80)) == marked


@pytest.mark.parametrize(("column", "offset"), [(6, 5), (99, 5), (0, 0), (-3, 0)])
def test_missing_cell_has_one_caret_at_the_end(column: int, offset: int) -> None:
    """A column past the end, or before the beginning, is brought to the nearest place."""
    assert snippet("a,b,c\r\n", column, None, 80) == Snippet("a,b,c", offset, 1)


def test_without_a_column_nothing_is_underlined() -> None:
    """A finding on a whole row shows the line alone."""
    assert snippet("a,b", None, None, 80) == Snippet("a,b", 0, 0)


def test_long_line_is_cut_on_both_sides() -> None:
    """The cell keeps its surroundings on both sides, as far as there is room."""
    line = "a" * 500 + ",wrong," + "b" * 500
    piece = snippet(line, 502, "wrong", 30)
    assert piece.text == "…" + "a" * 10 + ",wrong," + "b" * 11 + "…"
    assert under(piece) == "wrong"


def test_cell_wider_than_the_room_shows_its_beginning() -> None:
    """Of a very long cell the first part is shown and underlined."""
    piece = snippet("x," + "y" * 10_000_000, 3, "y" * 10_000_000, 20)
    assert piece == Snippet("…" + "y" * 18 + "…", 1, 18)


def test_room_that_one_side_leaves_is_given_to_the_other() -> None:
    """At either end of a long line the whole width is used."""
    last = snippet("a" * 500 + ",wrong", 502, "wrong", 30)
    assert last.text == "…" + "a" * 22 + ",wrong"
    first = snippet("wrong," + "b" * 500, 1, "wrong", 30)
    assert first.text == "wrong," + "b" * 22 + "…"
