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


def date_rules(field: Field) -> list[Rule]:
    """Return the rules that an EDTF field brings; none for another field."""
    if field.edtf is None:
        return []
    return [_valid(field.name), *_bounds(field.name, field.edtf), *_precision(field.name, field.edtf)]


def _valid(name: str) -> Rule:
    return Rule(
        id="edtf-invalid",
        fields=(name,),
        test=vector.is_valid(pl.col(name)),
        message="{value} is not a date in the EDTF profile",
        expected="an EDTF date, such as 2024-10-15, 2024-10, 2024-10~ or [2024-10-11..2024-10-20]",
        advise=_advise,
    )


def _advise(text: str) -> Advice:
    try:
        parse(text)
    except EdtfError as error:
        return Advice(str(error), error.suggestion)
    return Advice()


def _bounds(name: str, companions: Edtf) -> list[Rule]:
    date = pl.col(name)
    wanted = (
        (companions.earliest, vector.earliest(date), "first"),
        (companions.latest, vector.latest(date), "last"),
    )
    return [
        Rule(
            id="edtf-bounds",
            fields=(stored, name),
            test=_broken(date) | pl.col(stored).eq_missing(computed),
            message=f"{{value}} is not the {which} day that {name} allows",
            expected=f"the {which} day covered by {name}; empty where it is open",
            answer=computed.dt.strftime("%Y-%m-%d").fill_null(""),
        )
        for stored, computed, which in wanted
        if stored is not None
    ]


def _precision(name: str, companions: Edtf) -> list[Rule]:
    stored = companions.precision
    if stored is None:
        return []
    computed = vector.precision(pl.col(name))
    return [
        Rule(
            id="edtf-precision",
            fields=(stored, name),
            test=_broken(pl.col(name)) | pl.col(stored).eq_missing(computed),
            message=f"{{value}} is not the precision of {name}",
            expected=f"the precision word that {name} has",
            answer=computed.fill_null(""),
        )
    ]


def _broken(date: pl.Expr) -> pl.Expr:
    """Tell where the date itself is invalid: that is one finding, not three."""
    return vector.is_valid(date).fill_null(value=True).not_()
