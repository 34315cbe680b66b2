"""A file that does not hold the records is never published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from dateline.errors import PublishError
from dateline.formats.ndjson import read_lines
from dateline.formats.proof import insist_equal, insist_equal_batches
from dateline.formats.source import Rows
from dateline.table import Field, Table

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = (Field("a", type="integer"), Field("b", type="date"))
FRAME = pl.DataFrame({"a": [1, 2, None], "b": ["2024-01-01", None, "2024-01-02"]})
ROWS = Rows(Table("t", FIELDS), FIELDS, FRAME.lazy().with_columns(pl.col("b").str.to_date()), 3)


def test_equal_rows_pass_whatever_the_batches() -> None:
    """Rows that are the same pass, in one batch and in several."""
    insist_equal("f", "X", ROWS, FRAME.lazy())
    insist_equal_batches("f", "X", ROWS, [FRAME[:1], FRAME[1:]])


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (FRAME.with_columns(a=pl.Series([1, 3, None])), "a: 1 of"),
        (FRAME.with_columns(b=pl.Series(["2024-01-01", None, "2024-13-02"])), "b: 1 of"),
        (FRAME.with_columns(b=pl.Series(["2024-01-01", "2024-01-01", "2024-01-02"])), "b: 1 of"),
        (FRAME[:2], "rows and"),
        (pl.concat([FRAME, FRAME[2:]]), "rows and"),
    ],
)
def test_other_rows_are_refused_with_the_formats_name(frame: pl.DataFrame, message: str) -> None:
    """A changed value, a missing one, a row too few or too many: each is told, with format and table."""
    with pytest.raises(PublishError, match=message) as caught:
        insist_equal_batches("f.x", "X", ROWS, [frame[:1], frame[1:]])
    assert "f.x, table t: as X it would differ" in str(caught.value)
    with pytest.raises(PublishError, match=message):
        insist_equal("f.x", "X", ROWS, frame.lazy())


def test_a_changed_byte_of_a_file_is_noticed(tmp_path: Path) -> None:
    """What is compared is what the file says, not what was meant to be written."""
    path = tmp_path / "t.ndjson"
    path.write_text('{"a":1,"b":"2024-01-01"}\n{"a":2,"b":null}\n{"a":null,"b":"2024-01-02"}\n')
    insist_equal("t.ndjson", "NDJSON", ROWS, read_lines(FIELDS, path))
    path.write_text(path.read_text().replace('"a":2', '"a":7'))
    with pytest.raises(PublishError, match="a: 1 of 3 values differ"):
        insist_equal("t.ndjson", "NDJSON", ROWS, read_lines(FIELDS, path))
