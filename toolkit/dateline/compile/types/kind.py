"""What a field type must be able to do, and the parts that many types share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def only_text(raw: object) -> str | None:
    """Take a text as it is; no other JSON value has a form in the type."""
    return raw if isinstance(raw, str) else None


def itself(value: pl.Expr) -> tuple[pl.Expr, ...]:
    """Compare values by themselves."""
    return (value,)


@dataclass(frozen=True, slots=True)
class Kind:
    """The values of one field: how they are held, read, written and named in messages.

    Args:
        dtype: how Polars holds the values.
        expected: what a cell should hold, for messages: "a whole number, such as 42".
        read: text to value; null where the text is not of the type.
        write: value to a text that `read` takes back.
        native: a JSON value of a constraint to text; None if it cannot be of the type.
        total: whether every text is of the type.
        keys: what values are ordered by, see `dateline.compile.cast.order_keys`.

    """

    dtype: pl.DataType
    expected: str
    read: Callable[[pl.Expr], pl.Expr]
    write: Callable[[pl.Expr], pl.Expr]
    native: Callable[[object], str | None] = only_text
    total: bool = False
    keys: Callable[[pl.Expr], tuple[pl.Expr, ...]] = itself


YEAR = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
"""A year of four digits: there is no year 0000 (https://www.w3.org/TR/xmlschema-2/#dateTime)."""

ZONE = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
"""A time zone of XML Schema (https://www.w3.org/TR/xmlschema-2/#dateTime-timezones)."""


def whole(pattern: str) -> str:
    """Make a pattern match a whole text.

    In Rust's regular expressions `$` is the end of the text, never before a last newline.
    """
    return f"^(?:{pattern})$"


def let(part: pl.Expr, use: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Use a part of an expression more than once while it is evaluated once.

    Polars finds common parts by itself, but not in every place (not beneath `fill_null`,
    `coalesce` or some nested conditions): without this, reading takes many times as long.
    """
    return pl.struct(part=part).struct.with_fields(used=use(pl.field("part"))).struct.field("used")


def one_of(cell: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """Tell which cells are one of these texts; null where there is no cell.

    A few comparisons are quicker than one membership test.
    """
    few = 8
    if not texts:
        return cell != cell  # noqa: PLR0124 - false where there is a cell, null where there is none
    if len(texts) > few:
        return cell.is_in(list(texts))
    found = cell == texts[0]
    for each in texts[1:]:
        found |= cell == each
    return found


def listed(texts: Sequence[str]) -> str:
    """Write texts as people list them: `a, b or c`."""
    return " or ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
