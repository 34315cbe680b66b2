"""What a table's text should look like: its fields, its dialect, its encoding.

Sources: Data Package v2, Table Schema `fieldsMatch`
(https://datapackage.org/standard/table-schema/#fieldsMatch) and Table Dialect
(https://datapackage.org/standard/table-dialect/).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Literal

from dateline.errors import DatasetFileError
from dateline.table.dialect import Dialect

Match = Literal["exact", "equal", "subset", "superset", "partial"]
"""How the labels of a file relate to the fields of the schema.

| match | fields the file lacks | labels the schema lacks | order |
|---|---|---|---|
| exact | error | error | the schema's |
| equal | error | error | any |
| subset | error | allowed, not read | any |
| superset | allowed | error | any |
| partial | allowed, but one must be there | allowed, not read | any |
"""

RECORD_LIMIT = 64 * 1024 * 1024
"""Characters (bytes, where nothing is decoded) in one record, at most: beyond it a file is refused."""


PLAIN = Dialect()
"""The standard's own dialect."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text of a table is laid out, and which fields it should have.

    Args:
        fields: names of the fields, in the schema's order.
        dialect: delimiter, quoting, header and comments.
        encoding: name of the text encoding, as Python knows it.
        match: how labels and fields must agree.
        header_case: whether `Date` and `date` are different labels.

    Raises:
        DatasetFileError: the encoding is unknown, or a character of the dialect is not one.

    """

    fields: tuple[str, ...]
    dialect: Dialect = PLAIN
    encoding: str = "utf-8"
    match: Match = "exact"
    header_case: bool = True

    def __post_init__(self) -> None:
        _check_encoding(self.encoding)
        _check_dialect(self.dialect)

    @property
    def codec(self) -> str:
        """The encoding's usual name: `utf-8` for `UTF8`, `utf_8` and `utf-8-sig` alike."""
        name = codecs.lookup(self.encoding).name
        return "utf-8" if name == "utf-8-sig" else name

    @property
    def header_end(self) -> int:
        """Number of the last header record; 0 if the file has no header."""
        return max(self.dialect.header_rows, default=0) if self.dialect.header else 0


def _check_encoding(name: str) -> None:
    """Refuse a name that is no text encoding (`rot13` and `hex` are codecs, but not of text)."""
    try:
        "".encode(name)
        b"".decode(name)
        codecs.getincrementaldecoder(name)
    except (LookupError, UnicodeError, ValueError) as error:
        message = f"unknown encoding {name!r}"
        raise DatasetFileError(f"{message}: write utf-8, or a name such as cp949 or latin-1") from error


def _check_dialect(dialect: Dialect) -> None:
    """Refuse delimiters and quotes that no reader could tell apart."""
    if not dialect.delimiter or not dialect.line_terminator:
        raise DatasetFileError("the dialect's delimiter and lineTerminator must not be empty")
    for name, char in (("quoteChar", dialect.quote_char), ("escapeChar", dialect.escape_char)):
        if char is not None and (len(char) != 1 or char in "\r\n"):
            raise DatasetFileError(f"the dialect's {name} must be one character, not {char!r}")
    if dialect.delimiter in {dialect.quote_char, dialect.escape_char, "\n", "\r", "\r\n"}:
        raise DatasetFileError(f"the dialect's delimiter {dialect.delimiter!r} has another meaning too")
    if any(number < 1 for number in (*dialect.header_rows, *dialect.comment_rows)):
        raise DatasetFileError("the dialect's headerRows and commentRows count from 1")
