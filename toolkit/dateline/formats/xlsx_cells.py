"""Plain values as the cells of a worksheet's XML, a row a line, and back.

Text stands in the cell itself as a string (`inlineStr`), never as a formula; where it begins
like one, the cell also has the style that keeps it text when somebody edits it. Characters
that XML cannot hold are written `_x0001_`, as the format prescribes (ECMA-376 part 1,
22.9.2.19, ST_Xstring). Whole numbers of more than 15 digits are text, since a spreadsheet
would change them; dates from 1900-03-01 on are days since 1899-12-30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from dateline.formats.plain import dtype, from_text, plain
from dateline.formats.xlsx_parts import DATE, PLAIN_TEXT, column_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.table import Field

LONGEST: Final = 32_767
"""UTF-16 units that a cell can hold."""

_FIRST_DAY: Final = pl.date(1900, 3, 1)
"""Excel takes 1900 for a leap year: what is earlier would be shown a day off."""
_EPOCH: Final = pl.date(1899, 12, 30)
_MOST: Final = 10**15
_FORMULA: Final = "^[=+@\\t\\r-]"
_SPACED: Final = r"^\s|\s$|\s\s|[\n\t\r]"
_BEYOND: Final = "[\U00010000-\U0010ffff]"
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "&#9;", "\n": "&#10;"}
_CONTROLS: Final = [*map(chr, range(0x20)), "\ufffe", "\uffff"]
_ESCAPES: Final = {char: f"_x{ord(char):04X}_" for char in _CONTROLS} | _ENTITIES
_UNESCAPES: Final = {"_x005F_": "_"} | {escape: char for char, escape in _ESCAPES.items()}


def row_xml(fields: Sequence[Field]) -> pl.Expr:
    """Write typed values as a `<row>` on one line; the frame has the row's number in `__row__`."""
    number = pl.col("__row__").cast(pl.String)
    parts = [pl.lit('<row r="'), number, pl.lit('">')]
    for at, field in enumerate(fields):
        parts.append(_cell(column_name(at), number, field, pl.col(field.name)).fill_null(""))
    return pl.concat_str([*parts, pl.lit("</row>")])


def _cell(column: str, number: pl.Expr, field: Field, value: pl.Expr) -> pl.Expr:
    at = pl.lit(f'<c r="{column}') + number + pl.lit('"')
    made = plain(field, value)
    if field.type == "date":
        days = (value - _EPOCH).dt.total_days().cast(pl.String)
        return pl.when(value >= _FIRST_DAY).then(_number(at, days, DATE)).otherwise(_text(at, made))
    if dtype(field) == pl.Boolean():
        return at + pl.lit(' t="b"><v>') + made.cast(pl.Int8).cast(pl.String) + pl.lit("</v></c>")
    if dtype(field) == pl.Int64():
        held = made.is_between(-_MOST, _MOST, closed="none")
        return _either(at, held, made.cast(pl.String))
    if dtype(field) == pl.Float64():
        return _either(at, made.is_finite(), made.cast(pl.String))
    return _text(at, made)


def _either(at: pl.Expr, held: pl.Expr, text: pl.Expr) -> pl.Expr:
    return pl.when(held).then(_number(at, text)).otherwise(_text(at, text))


def _number(at: pl.Expr, text: pl.Expr, style: int = 0) -> pl.Expr:
    return at + pl.lit(f' s="{style}"><v>' if style else "><v>") + text + pl.lit("</v></c>")


def _text(at: pl.Expr, text: pl.Expr) -> pl.Expr:
    style = pl.when(text.str.contains(_FORMULA)).then(pl.lit(f' s="{PLAIN_TEXT}"')).otherwise(pl.lit(""))
    space = pl.when(text.str.contains(_SPACED)).then(pl.lit(' xml:space="preserve"')).otherwise(pl.lit(""))
    end = pl.lit("</t></is></c>")
    return at + style + pl.lit(' t="inlineStr"><is><t') + space + pl.lit(">") + escaped(text) + end


def escaped(text: pl.Expr) -> pl.Expr:
    """Write texts as XML content on one line; what looks like an escape already is escaped."""
    looks = text.str.contains("_x[0-9A-Fa-f]{4}")
    unlike = pl.when(looks).then(text.str.replace_all("_x", "_x005F_x", literal=True)).otherwise(text)
    return unlike.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))


def too_long(fields: Sequence[Field], frame: pl.LazyFrame) -> list[str]:
    """Return the fields with a text that no cell can hold."""
    texts = [field for field in fields if dtype(field) == pl.String()]
    longest = [_units(plain(field, pl.col(field.name))).max().alias(field.name) for field in texts]
    if not longest:
        return []
    found = frame.select(longest).collect(engine="streaming").row(0, named=True)
    return [name for name, units in found.items() if (units or 0) > LONGEST]


def _units(text: pl.Expr) -> pl.Expr:
    """Return the length in UTF-16 units; counted only where it may be too long."""
    exact = text.str.len_chars() + text.str.count_matches(_BEYOND)
    return pl.when(text.str.len_bytes() > LONGEST).then(exact).otherwise(0)


def cells_of(fields: Sequence[Field], rows: pl.Series) -> pl.DataFrame:
    """Read the lines that `row_xml` wrote as plain values."""
    frame = pl.DataFrame({"row": rows})
    return frame.select(_read(column_name(at), field).alias(field.name) for at, field in enumerate(fields))


def _read(column: str, field: Field) -> pl.Expr:
    content = pl.col("row").str.extract(f'<c r="{column}[0-9]+"[^>]*>(?:<v>|<is><t[^>]*>)([^<]*)<')
    if field.type == "date":
        days = content.cast(pl.Int32, strict=False)
        day = _EPOCH + pl.duration(days=days)
        return pl.when(days.is_not_null()).then(day.dt.to_string("%Y-%m-%d")).otherwise(content)
    if dtype(field) == pl.String():
        return content.str.replace_many(list(_UNESCAPES), list(_UNESCAPES.values()))
    return from_text(field, content)
