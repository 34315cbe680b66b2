"""Integers and numbers.

Polars' own casts read ASCII digits with an optional sign and nothing else: no spaces, no
underscores, no other digits, and for integers no value beyond 64 bits. What they read
too generously is held back here; a pattern is matched only where an option asks for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, let, whole

if TYPE_CHECKING:
    from dateline.table import Field

_RESERVED = "0123456789+-eE"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a numeral is written: its options, with the standard's defaults."""

    decimal: str | None
    group: str | None
    bare: bool

    @property
    def plain(self) -> bool:
        """Whether no option asks for more than Polars' cast reads."""
        return self.decimal in (None, ".") and self.group is None and self.bare

    def pattern(self) -> str:
        """Return the pattern of a numeral; a group character stands only inside the whole part."""
        group = f"(?:{re.escape(self.group)}?[0-9])*" if self.group else "[0-9]*"
        whole_part = f"[0-9]{group}"
        if self.decimal is None:
            return f"[+-]?{whole_part}"
        point = re.escape(self.decimal)
        return rf"[+-]?(?:{whole_part}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"

    def strip(self, cell: pl.Expr) -> pl.Expr:
        """Return the numeral in a cell as Polars reads it; null where there is none."""
        if self.bare:
            numeral: pl.Expr = pl.when(cell.str.contains(whole(self.pattern()))).then(cell)
        else:
            # A true minus (U+2212) is no decoration: stripping it would turn the number round.
            noise = r"[^\d\x{2212}]*"
            numeral = cell.str.extract(f"^{noise}?({self.pattern()}){noise}$")
        if self.group is not None:
            numeral = numeral.str.replace_all(self.group, "", literal=True)
        if self.decimal not in (None, "."):
            numeral = numeral.str.replace(self.decimal, ".", literal=True)
        return numeral


def integer(field: Field) -> Kind:
    """Whole numbers of 64 bits: an optional sign and decimal digits.

    A numeral beyond 64 bits is not of the type: held as a float it would be another number.
    """
    form = _form(field, None)
    return Kind(
        pl.Int64(),
        _described("a whole number", "42", form),
        read=lambda cell: (cell if form.plain else form.strip(cell)).cast(pl.Int64, strict=False),
        write=lambda value: value.cast(pl.String),
        native=_whole,
    )


def number(field: Field) -> Kind:
    """Numbers as 64-bit floats, rounded to the nearest.

    A numeral too large for one is not of the type: it would turn into infinity.
    """
    form = _form(field, field.options.get("decimalChar") or ".")
    mark = form.decimal or "."
    return Kind(
        pl.Float64(),
        _described("a number", f"12{mark}5", form),
        read=lambda cell: _float(cell, cell if form.plain else _numeral(form, cell)),
        write=lambda value: _written(value, mark),
        native=lambda raw: _decimal(raw, mark),
    )


def _numeral(form: _Form, cell: pl.Expr) -> pl.Expr:
    """Return the numeral of a cell, or the cell itself where it is a word such as INF."""
    return pl.when(cell.str.contains("^(?i:nan|-?inf)$")).then(cell).otherwise(form.strip(cell))


def _float(cell: pl.Expr, numeral: pl.Expr) -> pl.Expr:
    """Read floats, and of what is not finite only NaN, INF and -INF, in any case.

    Lengths tell those three from "Infinity", "+inf", "-nan" and "1e999".
    """
    size = cell.str.len_bytes()

    def held(value: pl.Expr) -> pl.Expr:
        word = (size == len("INF")) | ((size == len("-INF")) & (value == float("-inf")))
        return pl.when(value.is_finite() | word).then(value)

    return let(numeral.cast(pl.Float64, strict=False), held)


def _written(value: pl.Expr, mark: str) -> pl.Expr:
    text = value.cast(pl.String).str.to_uppercase().replace("NAN", "NaN")
    return text if mark == "." else text.str.replace(".", mark, literal=True)


def _whole(raw: object) -> str | None:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return _decimal(raw, ".") if not isinstance(raw, float) else None


def _decimal(raw: object, mark: str) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    return raw if isinstance(raw, str) else repr(raw).replace(".", mark)


def _form(field: Field, decimal: str | None) -> _Form:
    group = field.options.get("groupChar") or None
    for name, char in (("decimalChar", decimal), ("groupChar", group)):
        if char is not None and char in _RESERVED:
            raise ValueError(f"'{char}' cannot be the {name}: it is part of numbers")
    if group is not None and group == decimal:
        raise ValueError(f"decimalChar and groupChar are both '{group}'")
    return _Form(decimal, group, field.options.get("bareNumber") is not False)


def _described(what: str, example: str, form: _Form) -> str:
    if form.group is not None:
        example = f"1{form.group}0{example}"
    extra = "" if form.bare else ", with or without a unit"
    return f"{what}{extra}, such as {example}"
