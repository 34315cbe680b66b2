"""What is asked of one table: its schema's checks, and what needs the text or another table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.guess import SUGGEST_FROM, Guess
from dateline.checks.source import FILE
from dateline.compile.cast import dtype, expected, total, unreadable, value
from dateline.compile.schema import unique_keys
from dateline.engine.question import Question, Unique
from dateline.rules.rule import Rule
from dateline.rules.tidy import STRAY_SPACE, tidy_rules
from dateline.rules.together import with_shared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dateline.compile.schema import Compiled
    from dateline.rules.place_advice import PlaceAdvice
    from dateline.table import Field, ForeignKey, Table

TEXT = "__text__:{}"
"""The column that keeps a field's text beside its value."""
_NEVER = pl.lit(value=True)  # a rule's own test, where the question holds the test


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a key, and the rule to report where it fails."""

    rule: Rule
    question: Question | None = None
    unique: Unique | None = None


Referred = tuple[str, tuple[str, ...]]
"""A table and the fields of its key."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """Many keys of one text field, by their hashes: looked up in half the time and memory.

    A text that is none of them has the hash of one with a probability of their number in
    2^64, by a seed that no file can know.
    """

    values: pl.Series
    seed: int

    def there(self, text: pl.Expr) -> pl.Expr:
        """Whether a text is one of the keys."""
        return text.hash(self.seed).is_in(self.values.implode())


@dataclass(frozen=True, slots=True)
class References:
    """What other tables hold: keys by table and fields, many of them as hashes; and codes by list."""

    keys: Mapping[Referred, pl.DataFrame | Hashed]
    codes: Mapping[str, pl.Series]
    places: Mapping[Referred, PlaceAdvice] = field(default_factory=dict)
    """Those of the keys that are ids of places, which are found by name as well."""


def with_values(table: Table, text: pl.LazyFrame) -> pl.LazyFrame:
    """Return the frame with each field's value under its name, its text and what rules share beside it."""
    texts = pl.col(table.names).name.prefix(TEXT.format(""))
    values = [value(table, field, pl.col(field.name)).alias(field.name) for field in table.fields]
    return with_shared(table, text.with_columns(texts, *values))


def ask(
    compiled: Compiled,
    references: References,
    absent: Mapping[int, Collection[str]],
    *,
    tidy: bool = False,
) -> list[Asked]:
    """Lay out everything that is asked of a table's frame, as made by `with_values`.

    `tidy` asks as well how cells are written: a dataset's own records, not what others published.
    """
    table = compiled.table
    reading = [_readable(table, field) for field in table.fields if not total(field)]
    asked = list(own(compiled))
    asked += [_foreign(table, key, references) for key in table.foreign_keys]
    asked += [_code(field, references) for field in table.fields if field.codes is not None]
    blind = {each.rule.fields[0] for each in reading}
    blank = [_blank(table)] if len(table.fields) > 1 else []  # one empty cell is a cell, not a row
    first = tuple(each.rule.id for each in blank)
    tidiness = [_tidy(rule) for field in table.fields for rule in _written(table, field)] if tidy else []
    untidy = {each.rule.fields[0] for each in tidiness if each.rule.severity == "error"}
    heard = [_hear(each, blind, untidy, first) for each in (*reading, *asked)]
    return [*blank, *(_spare(each, absent) for each in (*tidiness, *heard))]


def _written(table: Table, field: Field) -> list[Rule]:
    return tidy_rules(table, field, pl.col(TEXT.format(field.name)))


def _tidy(rule: Rule) -> Asked:
    return Asked(rule, Question(rule.name, rule.test.not_(), maybe=rule.maybe, closer=rule.closer))


def _blank(table: Table) -> Asked:
    """Ask for rows of empty cells, as spreadsheets leave them at the end."""
    texts = pl.col([TEXT.format(name) for name in table.names])
    empty = pl.all_horizontal(texts.fill_null("") == "")
    rule = Rule(
        "blank-row", (table.names[0],), _NEVER, "every cell of the row is empty", "no such row: delete it"
    )
    return Asked(rule, Question("blank-row", empty))


def _readable(table: Table, field: Field) -> Asked:
    text = pl.col(TEXT.format(field.name))
    bad = unreadable(table, field, text, held=pl.col(field.name))
    rule = Rule("type", (field.name,), _NEVER, f"{{value}} is not {expected(field)}", expected(field))
    return Asked(rule, Question(f"type:{field.name}", bad))


def own(compiled: Compiled) -> Iterator[Asked]:
    """Yield what a table's own schema asks, under names that no other question has."""
    table, names = compiled.table, map(str, count())
    if table.primary_key:
        yield _unique("primary-key", table.primary_key, next(names))
    for each in table.fields:
        if table.required(each):
            yield _required(each, next(names))
        for rule in compiled.columns[each.name]:
            yield _fails(rule, next(names))
    for rule in compiled.row:
        yield _fails(rule, next(names))
    for fields, key in unique_keys(table):
        yield _unique(key, fields, next(names))


def _fails(rule: Rule, name: str) -> Asked:
    """Ask for the rows that a rule says are wrong; where it cannot say, as of a missing value, none is."""
    bad = rule.test.not_().fill_null(value=False)
    return Asked(rule, Question(name, bad, maybe=rule.maybe, closer=rule.closer))


def _required(field: Field, name: str) -> Asked:
    """Ask for missing values; no number is none either."""
    hint = f", such as {field.example}" if field.example is not None else ""
    rule = Rule("required", (field.name,), _NEVER, f"{field.name} is empty", f"a value{hint}")
    found = pl.col(field.name)
    bad = found.is_null() | found.is_nan() if dtype(field).is_float() else found.is_null()
    return Asked(rule, Question(name, bad))


def _unique(id_: str, fields: tuple[str, ...], name: str) -> Asked:
    """Ask for records that repeat a key; as in SQL, one with a null repeats none."""
    words = {"primary-key": "this record's key is taken", "unique": "{value} is taken"}
    message = words.get(id_, "this combination is taken")
    rule = Rule(id_, fields, _NEVER, message, "a value that occurs once")
    return Asked(rule, unique=Unique(name, fields, skip_null=True))


def _foreign(table: Table, key: ForeignKey, references: References) -> Asked:
    """Ask whether each reference leads somewhere; as in SQL, one with a null leads nowhere on purpose."""
    target = key.table or table.name
    known = references.keys[target, key.references]
    present = pl.all_horizontal(pl.col(name).is_not_null() for name in key.fields)
    advise = None
    if isinstance(known, Hashed):
        there = known.there(pl.col(key.fields[0]))
    elif len(key.fields) == 1:
        values = known.to_series()
        there = pl.col(key.fields[0]).is_in(values.implode())
        advise = Guess(values) if values.len() <= SUGGEST_FROM else None
    else:
        wanted = pl.struct(pl.col(name).alias(f"{i}") for i, name in enumerate(key.fields))
        packed = known.select(pl.struct(pl.col(name).alias(f"{i}") for i, name in enumerate(known.columns)))
        there = wanted.is_in(packed.to_series().implode())
    names = " and ".join(key.references)
    rule = Rule(
        "foreign-key",
        key.fields,
        _NEVER,
        f"{{value}} is not in {target}: no record there has this {names}",
        f"the {names} of a record in {target}",
        advise=advise,
    )
    place = references.places.get((target, key.references))
    if place is not None:
        rule = replace(
            rule, id="place-unknown", message=f"{{value}} is not the id of a place in {target}", advise=place
        )
    bad = present & there.not_().fill_null(value=True)
    return Asked(rule, Question(f"foreign-key:{'+'.join(key.fields)}>{target}", bad.fill_null(value=False)))


def _code(field: Field, references: References) -> Asked:
    assert field.codes is not None
    known = references.codes.get(field.codes, pl.Series(dtype=pl.String))
    codes = known.to_list()
    rule = Rule(
        "code-unknown",
        (field.name,),
        _NEVER,
        f"{{value}} is not in the code list '{field.codes}'",
        f"one of: {', '.join(codes)}",
        advise=Guess(known),
    )
    bad = pl.col(field.name).is_in(known.implode()).not_().fill_null(value=False)
    return Asked(rule, Question(f"code:{field.name}", bad))


def _uses(asked: Asked) -> set[str]:
    """Return the fields that a question looks at."""
    names = set(asked.rule.fields)
    if asked.question is not None:
        prefix = TEXT.format("")
        names |= {name.removeprefix(prefix) for name in asked.question.bad.meta.root_names()}
    return names


def _hear(asked: Asked, blind: set[str], untidy: set[str], first: tuple[str, ...]) -> Asked:
    """Leave out blank rows, and those with a cell that the rule uses and that cannot be read as it stands."""
    if asked.question is None:
        return asked
    used = _uses(asked)
    others = sorted(used & blind) if asked.rule.id != "type" else []
    spaced = (f"{STRAY_SPACE}:{name}" for name in sorted(used & untidy))
    silencers = (*first, *(f"type:{name}" for name in others), *spaced)
    return replace(asked, question=replace(asked.question, silenced_by=silencers))


def _spare(asked: Asked, absent: Mapping[int, Collection[str]]) -> Asked:
    """Leave out the rows of files that lack a field which the rule uses."""
    used = _uses(asked)
    files = [index for index, fields in absent.items() if used & set(fields)]
    if asked.question is None or not files:
        return asked
    bad = asked.question.bad & pl.col(FILE).is_in(files).not_()
    return replace(asked, question=replace(asked.question, bad=bad))
