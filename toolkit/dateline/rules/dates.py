"""Rules for dates: a string is an EDTF date, and what is computed from it agrees.

Source: the EDTF profile of `docs/dates.md` (ISO 8601-2:2019, levels 0 to 2 in part).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import EdtfError, parse, vector
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from dateline.table import Edtf, Field

CONTINUING = ".."
"""The end of what was still going on when it was reported, where a schema allows it."""


def reading(field: Field) -> pl.Expr:
    """Return all that an EDTF field's rules ask of its text, as one struct; see `vector.fields`.

    Reading a date is much work for a query; who has many rules keeps this in a column.
    """
    assert field.edtf is not None
    text = pl.col(field.name)
    dated = pl.when(text != CONTINUING).then(text) if field.edtf.continuing else text
    return vector.fields(dated)


def date_rules(field: Field, read: pl.Expr | None = None) -> list[Rule]:
    """Return the rules that an EDTF field brings; none for another field.

    `read` is the column that holds `reading(field)`, where the frame has one.
    """
    if field.edtf is None:
        return []
    read = reading(field) if read is None else read
    return [
        _valid(field, read.struct.field("valid")),
        *_bounds(field.name, field.edtf, read),
        *_precision(field.name, field.edtf, read),
    ]


def _valid(field: Field, valid: pl.Expr) -> Rule:
    assert field.edtf is not None
    also = f", or {CONTINUING} for what still goes on" if field.edtf.continuing else ""
    return Rule(
        id="edtf-invalid",
        fields=(field.name,),
        test=valid,
        message="{value} is not a date in the EDTF profile",
        expected=f"an EDTF date, such as 2024-10-15, 2024-10, 2024-10~ or [2024-10-11..2024-10-20]{also}",
        advise=_advise,
    )


def _advise(text: str) -> Advice:
    try:
        parse(text)
    except EdtfError as error:
        return Advice(error.reason, error.suggestion)
    return Advice()


def _bounds(name: str, companions: Edtf, read: pl.Expr) -> list[Rule]:
    wanted = ((companions.earliest, "earliest", "first"), (companions.latest, "latest", "last"))
    rules = []
    for stored, part, which in wanted:
        computed = read.struct.field(part)
        if stored is not None:
            rules.append(
                Rule(
                    id="edtf-bounds",
                    fields=(stored, name),
                    test=_broken(read) | pl.col(stored).eq_missing(computed),
                    message=f"{{value}} is not the {which} day that {name} allows",
                    expected=f"the {which} day covered by {name}; empty where it is open",
                    answer=computed.dt.strftime("%Y-%m-%d").fill_null(""),
                )
            )
    return rules


def _precision(name: str, companions: Edtf, read: pl.Expr) -> list[Rule]:
    stored = companions.precision
    if stored is None:
        return []
    computed = read.struct.field("precision")
    return [
        Rule(
            id="edtf-precision",
            fields=(stored, name),
            test=_broken(read) | pl.col(stored).eq_missing(computed),
            message=f"{{value}} is not the precision of {name}",
            expected=f"the precision word that {name} has",
            answer=computed.fill_null(""),
        )
    ]


def _broken(read: pl.Expr) -> pl.Expr:
    """Tell where the date itself is invalid: that is one finding, not three."""
    return read.struct.field("valid").fill_null(value=True).not_()
