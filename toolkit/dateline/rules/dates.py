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
READ = "__edtf__:{}"
"""Column that holds `reading` of an EDTF field, where a frame has it."""


def reading(field: Field) -> pl.Expr:
    """Return all that an EDTF field's rules ask of its text, as one struct; see `vector.fields`.

    Reading a date is much work for a query; who has many rules keeps this in a column.
    """
    return vector.fields(dated(field))


def dated(field: Field) -> pl.Expr:
    """Return an EDTF field's texts that have to be dates."""
    assert field.edtf is not None
    text = pl.col(field.name)
    return pl.when(text != CONTINUING).then(text) if field.edtf.continuing else text


def read(field: Field, *, shared: bool) -> pl.Expr:
    """Return the reading of an EDTF field; `shared` says that the frame holds it under `READ`."""
    return pl.col(READ.format(field.name)) if shared else reading(field)


def date_rules(field: Field, *, shared: bool = False) -> list[Rule]:
    """Return the rules that an EDTF field brings; none for another field. `shared` as in `read`."""
    if field.edtf is None:
        return []
    found = read(field, shared=shared)
    return [
        _valid(field, found.struct.field("valid")),
        *_bounds(field.name, field.edtf, found),
        *_precision(field.name, field.edtf, found),
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
                    answer=_answer(name, computed.dt.strftime("%Y-%m-%d")),
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
            answer=_answer(name, computed),
        )
    ]


def _answer(name: str, computed: pl.Expr) -> pl.Expr:
    """Return what to store beside a date; where there is no date, nobody knows which of both is wrong."""
    return pl.when(pl.col(name).is_not_null()).then(computed.fill_null(""))


def _broken(read: pl.Expr) -> pl.Expr:
    """Tell where the date itself is invalid: that is one finding, not three."""
    return read.struct.field("valid").fill_null(value=True).not_()
