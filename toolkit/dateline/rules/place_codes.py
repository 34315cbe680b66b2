"""Rules for codes of places: of the right system, known, and of the right place."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from dateline.gazetteer.codes import CODE_PATTERNS, CODE_SYSTEMS, CODE_TITLES
from dateline.rules.across import Across
from dateline.rules.distinct import Judged, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.findings import Severity
    from dateline.gazetteer import CodeSystem, Gazetteer
    from dateline.table import Table

_RULES: dict[str, Severity] = {
    "place-code-form": "error",
    "place-code-differs": "error",
    "place-code-unknown": "warning",
}
_WORDS = ("rule", "why", "right", "instead")
_EXAMPLES: dict[CodeSystem, str] = {
    "iso3166_1": "KP",
    "iso3166_2": "KP-10",
    "ocha": "KP01",
    "geonames": "KP.01",
    "hasc": "KP.YG",
    "geonameid": "2039332",
}

Words = dict[str, str | None]


def place_code_rules(tables: Mapping[str, Table], gazetteer: Callable[[], Gazetteer]) -> Iterator[Across]:
    """Yield the rules of the fields that hold codes of places, and of tables of such codes."""
    for table in tables.values():
        for field in table.fields:
            use = field.place_code
            if use is not None:
                values = (text(field.name), pl.lit(use.system), text(use.place), pl.lit(use.within))
                yield from _rules(table, (field.name, *filter(None, (use.place,))), values, gazetteer)
        role = table.roles.place_codes
        if role is not None and role.code is not None and role.system is not None:
            no_place = (pl.lit(None, dtype=pl.String), pl.lit(value=False))
            values = (text(role.code), text(role.system), *no_place)
            yield from _rules(table, (role.code, role.system), values, gazetteer, only="place-code-form")


def _rules(
    table: Table,
    fields: tuple[str, ...],
    values: tuple[pl.Expr, ...],
    gazetteer: Callable[[], Gazetteer],
    only: str | None = None,
) -> Iterator[Across]:
    @cache
    def judged() -> Judged:
        return Judged(values, partial(_judge, gazetteer()), _WORDS)

    def failing(rule: str, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
        return judged().failing(frames[table.name]).filter(pl.col("rule") == rule)

    for rule, severity in _RULES.items():
        if only in (None, rule):
            yield Across(
                id=rule,
                table=table.name,
                fields=fields,
                needs={table.name: ()},
                failing=partial(failing, rule),
                message="{why}",
                expected="{right}",
                severity=severity,
                suggestion="instead",
            )


def _judge(
    gazetteer: Gazetteer, code: str | None, system: str | None, place: str | None, within: object
) -> Words | None:
    """Find what is wrong with a code; `within` asks for the code of a unit in which the place lies."""
    if code is None or system not in CODE_SYSTEMS:
        return None
    known = place if place in gazetteer.places else None
    today, ever = ([], set()) if known is None else _codes(gazetteer, system, known, within=bool(within))
    only = today[0] if len(today) == 1 else None
    if not _has_form(code, system):
        right = f"a code such as {only or _EXAMPLES[system]}"
        return _words(
            "place-code-form",
            _misread(gazetteer, code, system),
            right,
            only or _meant(gazetteer, code, system),
        )
    if code in ever:
        return None
    owner = gazetteer.by_code(system, code)
    if known is not None and (
        ever or (owner is not None and _apart(gazetteer, owner.id, known, within=bool(within)))
    ):
        right = " or ".join(today or sorted(ever)) or "no code: the gazetteer has none"
        why = _not_its(gazetteer, code, system, known, within=bool(within))
        return _words("place-code-differs", why, right, only)
    if owner is not None or not _covered(gazetteer, code, system):
        return None
    why = f"no place in the gazetteer has the {_title(system)} '{code}'"
    return _words("place-code-unknown", why, "a code on record, or a record of this one in the gazetteer")


def _has_form(code: str, system: CodeSystem) -> bool:
    return re.fullmatch(CODE_PATTERNS[system], code) is not None


def _codes(
    gazetteer: Gazetteer, system: CodeSystem, place: str, *, within: bool
) -> tuple[list[str], set[str]]:
    """Return the codes that a row may have: those of today, the nearest first, and those of all times."""
    if system == "iso3166_1" and within:
        country = gazetteer.country(place)
        return ([], set()) if country is None else ([country], {country})
    chain = (place, *gazetteer.parents(place)) if within else (place,)
    around = gazetteer.around(place) if within else chain
    now, ever = (
        [code for each in ids if (code := gazetteer.code(each, system)) and _has_form(code, system)]
        for ids in (chain, around)
    )
    return now, set(ever)


def _misread(gazetteer: Gazetteer, code: str, system: CodeSystem) -> str:
    """Say that a code has not the form of its system, and what it is in another one."""
    others = [
        f"the {_title(other)} of {place.name} ({place.id})"
        for other, place in gazetteer.code_meanings(code).items()
        if _has_form(code, other)
    ]
    rest = f"; it is {' or '.join(others)}" if others else ""
    return f"'{code}' has not the form of the {_title(system)}s{rest}"


def _meant(gazetteer: Gazetteer, code: str, system: CodeSystem) -> str | None:
    """Return the code in this system of the one place that has a code in another."""
    places = {place.id for place in gazetteer.code_meanings(code).values()}
    found = gazetteer.code(places.pop(), system) if len(places) == 1 else None
    return found if found is not None and _has_form(found, system) else None


def _not_its(gazetteer: Gazetteer, code: str, system: CodeSystem, place: str, *, within: bool) -> str:
    owner = gazetteer.by_code(system, code)
    of = "" if owner is None else f", but of {owner.name} ({owner.id})"
    whose = "anything in which {} lies" if within else "{}"
    return f"'{code}' is not the {_title(system)} of {whose.format(gazetteer.places[place].name)}{of}"


def _apart(gazetteer: Gazetteer, owner: str, place: str, *, within: bool) -> bool:
    """Whether a code of `owner` cannot be that of a place which has none on record.

    What is not known to lie in any unit may lie in each one of its country.
    """
    countries = {gazetteer.country(owner), gazetteer.country(place)}
    return not within or (None not in countries and len(countries) > 1)


def _covered(gazetteer: Gazetteer, code: str, system: CodeSystem) -> bool:
    """Whether the gazetteer has codes of this system and country, so that an unknown one says something."""
    return gazetteer.has_codes(system, "" if system in ("iso3166_1", "geonameid") else code[:2])


def _title(system: CodeSystem) -> str:
    """Return what a code of a system is called, as a person would say it."""
    title = CODE_TITLES[system]
    return title if title.endswith(("code", "id")) else f"{title} code"


def _words(rule: str, why: str, right: str, instead: str | None = None) -> Words:
    return {"rule": rule, "why": why, "right": right, "instead": instead}
