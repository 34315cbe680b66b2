"""Rules for dates: a string is an EDTF date, and what is computed from it agrees.

Source: the EDTF profile of `docs/dates.md` (ISO 8601-2:2019, levels 0 to 2 in part).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.edtf import EdtfError, parse, vector
from dateline.rules.across import SPAN
from dateline.rules.rule import Advice, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.table import Edtf, Field

CONTINUING = ".."
"""The end of what was still going on when it was reported, where a schema allows it."""
_READ = ("valid", "earliest", "latest", "precision")
PARTS = {part: f"__{part}__:{{}}" for part in _READ} | {"span": SPAN}
"""What rules ask of an EDTF field's text, and the columns that hold it, as `vector.with_parts` adds them."""


def dated(field: Field) -> pl.Expr:
    """Return an EDTF field's texts that have to be dates."""
    assert field.edtf is not None
    text = pl.col(field.name)
    return pl.when(text != CONTINUING).then(text) if field.edtf.continuing else text


def part(field: Field, name: str, *, shared: bool) -> pl.Expr:
    """Return a part of what an EDTF field's text says; see `vector.fields`.

    Reading a date is much work for a query: `shared` says that the frame holds the parts.
    """
    if shared:
        return pl.col(PARTS[name].format(field.name))
    return vector.fields(dated(field)).struct.field(name)


def date_rules(field: Field, *, shared: bool = False) -> list[Rule]:
    """Return the rules that an EDTF field brings; none for another field. `shared` as in `part`."""
    if field.edtf is None:
        return []
    found = {name: part(field, name, shared=shared) for name in _READ}
    return [
        _valid(field, found["valid"]),
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


def _bounds(name: str, companions: Edtf, read: Mapping[str, pl.Expr]) -> list[Rule]:
    wanted = ((companions.earliest, "earliest", "first"), (companions.latest, "latest", "last"))
    rules = []
    for stored, side, which in wanted:
        computed = read[side]
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


def _precision(name: str, companions: Edtf, read: Mapping[str, pl.Expr]) -> list[Rule]:
    stored = companions.precision
    if stored is None:
        return []
    computed = read["precision"]
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


def _broken(read: Mapping[str, pl.Expr]) -> pl.Expr:
    """Tell where the date itself is invalid: that is one finding, not three."""
    return read["valid"].fill_null(value=True).not_()
