"""Blocks of bytes: whole records, wherever a file is cut, and what the guards say of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dateline.read import blocks as blocks_module
from dateline.read import fast as fast_module
from dateline.read.blocks import Entry, blocks
from dateline.read.files import look
from dateline.read.guards import Verdict, examine
from dateline.read.layout import Layout
from dateline.read.records import line_ends, records
from dateline.read.tokens import grammar
from dateline.table.dialect import Dialect
from read.texts import (
    ALWAYS_CAREFUL,
    FIELDS,
    NEVER_CAREFUL,
    NOISE,
    Sound,
    damaged_tables,
    outcome,
    read,
    sound_tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.read.table import TextTable

EXAMPLES = 150
SIZES = st.sampled_from([1, 2, 3, 5, 8, 13, 40])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a path for one file, written anew by each example."""
    return tmp_path_factory.mktemp("blocks") / "table.csv"


@contextmanager
def cut_into(size: int) -> Iterator[None]:
    """Read so many bytes at a time, so that a short text has many borders of blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, "BLOCK", size)
        patch.setattr(fast_module, "SHARE", size)
        yield


def verdict(path: Path, text: bytes, width: int, *, exact: bool = True) -> Verdict:
    """Write a text and examine it."""
    path.write_bytes(text)
    return examine(look(path), Layout(FIELDS[:width]), width, exact=exact)


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=sound_tables(), size=SIZES)
def test_blocks_are_whole_records_and_together_the_file(path: Path, table: Sound, size: int) -> None:
    """Where each begins is said by record, line and byte as the careful way counts them."""
    path.write_bytes(table.text)
    with cut_into(size):
        found = list(blocks(look(path), b'"'))
    assert b"".join(block.data for block in found) == table.text
    at = Entry()
    for block in found:
        before = table.text[: at.offset].decode().removeprefix("\ufeff")
        whole = list(records(iter([before] if before else []), grammar(Dialect())))
        assert (at.row, at.line) == (len(whole) + 1, line_ends(before) + 1)
        assert not any(record.faults for record in whole)
        at = at.after(block)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    text=st.one_of(damaged_tables().map(lambda table: table.text), NOISE.map(str.encode)),
    width=st.integers(1, 3),
    size=SIZES,
)
@example(b'a\r\n"\n"', 1, 1)
@example(b'\xef\xbb\xbf"a",b\n1,2\n', 2, 1)
@example(b'a,b\n1,2\n\xef\xbb\xbf"x",2\n', 2, 8)
def test_a_verdict_does_not_depend_on_where_blocks_end(
    path: Path, text: bytes, width: int, size: int
) -> None:
    """Quotes, line ends, NULs and bytes that are no text are seen at every border."""
    if not text:
        return
    for exact in (False, True):
        whole = verdict(path, text, width, exact=exact)
        with cut_into(size):
            cut = verdict(path, text, width, exact=exact)
        assert (cut.text, cut.sound, cut.even, cut.quoted) == (
            whole.text,
            whole.sound,
            whole.even,
            whole.quoted,
        )
        assert cut.entries[-1:] == whole.entries[-1:]


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=st.one_of(damaged_tables(), sound_tables()), noise=NOISE, size=SIZES)
def test_the_quick_verdict_is_the_careful_readers(path: Path, table: Sound, noise: str, size: int) -> None:
    """What passes has nothing to find; what has nothing to find and no carriage returns passes."""
    header = ",".join(FIELDS[: table.width])
    for text in filter(None, (table.text, f"{header}\n{noise}".encode())):
        slow = read(path, text, Layout(FIELDS[: table.width]), small=ALWAYS_CAREFUL)
        with cut_into(size):
            quick = verdict(path, text, table.width)
        assert quick.text == is_text(text)
        if slow.unread or slow.absent:
            continue  # the header is of no use, and no row was looked at
        if quick.sound and quick.even:
            assert [finding for finding in slow.findings if finding.row != 1] == []
        elif not slow.findings:
            assert b"\r" in text


def is_text(text: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    table=damaged_tables(),
    noise=NOISE,
    match=st.sampled_from(["exact", "subset", "partial"]),
    size=SIZES,
)
@example(Sound(b'a,b\n1,2\n3,5" x\n"4\n",5\r\n6,7\n8,9\r\n', [], 2), "", "exact", 8)
@example(Sound("\ufeffa\n\r\n\r\n\ufeff\r\n\r\n".encode(), [], 1), "", "exact", 8)
@example(Sound(b'a,b\n1,2\n"3,4\n5,6\n7,8\n', [], 2), "", "exact", 4)
@example(Sound(b"a,b\n1,2\n<<<<<<< x\n3,4\n=======\n5,6\n>>>>>>> y\n7,8\n", [], 2), "", "exact", 4)
def test_both_ways_say_the_same_whatever_polars_is_given(
    path: Path, table: Sound, noise: str, match: str, size: int
) -> None:
    """Around a fault record by record, elsewhere by polars: cells, findings and places are the same."""
    layout = Layout(FIELDS[: table.width], match=match)  # type: ignore[arg-type] # sampled
    for text in (table.text, ",".join(layout.fields).encode() + b"\n1,2,3\n1,2\n1\n" + noise.encode()):
        slow = read(path, text, layout, small=ALWAYS_CAREFUL)
        expected, *to_say = outcome(slow)
        rows = expected["__row__"].to_list()
        where = places(slow, rows)
        with cut_into(size):
            fast = read(path, text, layout, small=NEVER_CAREFUL)
            frame, *said = outcome(fast)
            assert_frame_equal(frame, expected)
            assert said == to_say
            assert places(fast, rows) == where


def places(table: TextTable, rows: list[int]) -> list[object]:
    """Return what is said of records' places."""
    found = table.locate(0, rows)
    return [(row, at.line, at.record.text, *map(at.cell, FIELDS)) for row, at in found.items()]
