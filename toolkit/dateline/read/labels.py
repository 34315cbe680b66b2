"""The labels of a file that no schema describes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from dateline.read.careful import header_records
from dateline.read.files import FileFaultError, look, pieces
from dateline.read.header import joined_labels
from dateline.read.layout import Layout
from dateline.read.records import RecordTooLongError, records
from dateline.read.tokens import grammar

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.table import Dialect


def read_labels(path: Path, dialect: Dialect, encoding: str) -> tuple[str, ...]:
    """Return the labels of a file's columns, or `field1`, `field2` … where it has no header.

    Nothing is returned for a file that cannot be read: `read_table` says why.

    Raises:
        DatasetFileError: the encoding or the dialect cannot be used.

    """
    layout = Layout((), dialect, encoding)
    try:
        with closing(records(pieces(look(path), layout.codec), grammar(dialect))) as stream:
            header = header_records(stream, layout)
            if header:
                return tuple(joined_labels([record.cells for record in header], dialect.header_join))
            first = None if dialect.header else next(stream, None)
            return () if first is None else tuple(f"field{n}" for n in range(1, len(first.cells) + 1))
    except (FileFaultError, RecordTooLongError):
        return ()
