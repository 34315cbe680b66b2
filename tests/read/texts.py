"""Tables as text: strategies for sound ones, damaged ones and noise, and short ways to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import strategies as st

from dateline.read.layout import Layout
from dateline.read.table import TextTable, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.findings import Finding, Severity

ALWAYS_CAREFUL, NEVER_CAREFUL = 1 << 40, 0
"""Sizes up to which a file is read record by record."""

FIELDS = ("a", "b", "c")
CHARS = [*'ab ,;"\t\n#\\é한', "\r\n", '""', "\u2028", "\x0b", "\ufeff", "\x1c"]
CELLS = st.lists(st.sampled_from(CHARS), max_size=5).map("".join)
SHREDS = [*'abc,,,,"""\n\n\n x', "\r\n", "\r", "\0", "é", "1,2,3\n", '"x"', "<<<<<<< \n"]
NOISE = st.lists(st.sampled_from(SHREDS), max_size=30).map("".join)


@dataclass(frozen=True)
class Sound:
    """A table that breaks no rule, and its cells."""

    text: bytes
    rows: list[list[str]]
    width: int


@st.composite
def sound_tables(draw: st.DrawFn) -> Sound:
    """Tables as programs write them: any quoting that is legal, one kind of line ends, a BOM or none."""
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    always = draw(st.booleans())
    lines = [",".join(written(cell, always=always) for cell in row) for row in [list(FIELDS[:width]), *rows]]
    text = end.join(lines)
    if draw(st.booleans()) or not lines[-1]:
        text += end
    return Sound((draw(st.sampled_from(["", "\ufeff"])) + text).encode(), rows, width)


def written(cell: str, *, always: bool) -> str:
    """Write one cell, in quotes where it must be."""
    needed = any(char in cell for char in ',"\r\n')
    return '"' + cell.replace('"', '""') + '"' if always or needed else cell


@st.composite
def damaged_tables(draw: st.DrawFn) -> Sound:
    """Sound tables in which some bytes were dropped, doubled or replaced."""
    table = draw(sound_tables())
    text = bytearray(table.text)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        text[at : at + draw(st.integers(0, 1))] = draw(
            st.sampled_from([b"", b",", b'"', b"\n", b"\r", b"x", b"\xff"])
        )
    return Sound(bytes(text), [], table.width)


def read(path: Path, text: bytes, layout: Layout | None = None, **options: object) -> TextTable:
    """Write a text to a file and read it, by its name."""
    path.write_bytes(text)
    layout = layout or Layout(FIELDS)
    return read_table("table", [path], layout, show=lambda each: each.name, **options)  # type: ignore[arg-type] # passed on


def cells(table: TextTable, *more: str) -> list[tuple[object, ...]]:
    """Collect the fields, and other columns by name."""
    names = [name for name in table.frame.collect_schema().names() if not name.startswith("__")]
    return table.frame.select(*names, *more).collect(engine="streaming").rows()


def outcome(
    table: TextTable,
) -> tuple[pl.DataFrame, tuple[Finding, ...], dict[tuple[str, Severity], int], dict[int, frozenset[str]]]:
    """Return all that a table says; where polars refuses, what the careful reading says."""
    try:
        frame = table.frame.collect(engine="streaming")
    except pl.exceptions.PolarsError:
        table = table.careful()
        frame = table.frame.collect(engine="streaming")
    return frame, table.findings, dict(table.more), dict(table.absent)


def rules(table: TextTable) -> list[str]:
    """Return the rules that were broken, in the order of their places."""
    return [finding.rule for finding in table.findings]
