"""Tables and fields as the schema files describe them.

A `Table` is a Table Schema v2 document plus what stands under `dateline`. Values are as
they were written: a constraint's limits are read by the rules of the field's type when
the table is compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dateline.document import TOP, Mark
from dateline.table.roles import NO_ROLES, Roles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Severity

FieldsMatch = Literal["exact", "equal", "subset", "superset", "partial"]
Ids = Literal["permanent", "internal"]
FIELDS_MATCH: tuple[FieldsMatch, ...] = ("exact", "equal", "subset", "superset", "partial")


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A text that stands for "no value", and what its absence means."""

    value: str
    label: str | None = None


EMPTY = (MissingValue(""),)
"""The standard's default: an empty cell is missing."""


@dataclass(frozen=True, slots=True)
class Category:
    """One value a categorical field may take, and its label."""

    value: str | int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Edtf:
    """An EDTF field's companions in the same row: its bounds and its precision word.

    With `continuing`, a cell may be `..`: the end of what was still going on.
    """

    earliest: str | None = None
    latest: str | None = None
    precision: str | None = None
    continuing: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date as printed, beside the EDTF field it was coded to and where its year came from.

    Where the row has no field for the year's basis, its event's is meant.
    """

    date: str
    year_basis: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceUse:
    """A reference to a place: the field that says how exactly it is known, and what is asked of the place.

    `identified`: it must be a place that could be found, as an event's must.
    """

    precision: str | None = None
    identified: bool = False


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as printed, beside the reference to the place meant and what tells it from others.

    Args:
        place: the field that refers to the place meant.
        country: the field that has its country (ISO 3166-1 alpha-2).
        within: the field that refers to, or names, a larger place.

    """

    place: str | None = None
    country: str | None = None
    within: str | None = None


CodeSystem = Literal["iso3166_1", "iso3166_2", "ocha", "geonames", "hasc", "geonameid"]
CODE_SYSTEMS: tuple[CodeSystem, ...] = CodeSystem.__args__  # type: ignore[attr-defined]  # typeshed hides __args__


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """A code of a place in one system (see `dateline.gazetteer.codes`).

    Args:
        system: the system.
        place: the field that refers to, or is the id of, the place that has the code.
        within: whether it is the code of a unit in which that place lies, not its own.

    """

    system: CodeSystem
    place: str | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Url:
    """A web address; `outlet` is the field of the outlet at whose hosts it must stand."""

    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    `options` are those of the type (`decimalChar`, `trueValues` …), `constraints` those of
    the standard, both as written. `missing_values` is None where the table's hold.
    `marks` holds where each constraint stands, and `categories`.
    """

    name: str
    type: str = "any"
    format: str = "default"
    title: str | None = None
    description: str | None = None
    example: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)
    constraints: Mapping[str, Any] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    categories_ordered: bool | None = None
    missing_values: tuple[MissingValue, ...] | None = None
    rdf_type: str | None = None
    edtf: Edtf | None = None
    codes: str | None = None
    phrase: Phrase | None = None
    place: PlaceUse | None = None
    place_name: PlaceName | None = None
    place_code: PlaceCode | None = None
    url: Url | None = None
    quotes: bool = False
    """Whether an article's own words may stand here."""
    people: bool = False
    """Whether people may be named here: journalists, public figures."""
    restricted: bool = False
    """Whether the column is never published."""
    mark: Mark = TOP
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)

    @property
    def required(self) -> bool:
        """Whether the field may never be missing."""
        return self.constraints.get("required") is True


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the fields of another table, or of this one.

    `table` is None for a reference to the same table.
    """

    fields: tuple[str, ...]
    table: str | None
    references: tuple[str, ...]
    mark: Mark = TOP


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule across the fields of a row, as a SQL boolean expression."""

    id: str
    sql: str
    fields: tuple[str, ...]
    message: str
    help: str | None = None
    severity: Severity = "error"
    mark: Mark = TOP


@dataclass(frozen=True, slots=True)
class TextFields:
    """The fields that identify a cited text: file name, hash, number of paragraphs."""

    file: str
    sha256: str
    paragraphs: str


@dataclass(frozen=True, slots=True)
class EvidenceFields:
    """The fields that locate a cited passage: which text, where, and its hash."""

    text: str
    paragraph: str
    start: str
    end: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CodeFields:
    """The fields of a code table: the list's name and the code."""

    list: str
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """The schema of one table."""

    name: str
    fields: tuple[Field, ...]
    title: str | None = None
    description: str | None = None
    missing_values: tuple[MissingValue, ...] = EMPTY
    fields_match: FieldsMatch = "exact"
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    rules: tuple[RowRule, ...] = ()
    text: TextFields | None = None
    evidence: EvidenceFields | None = None
    codes: CodeFields | None = None
    ids: Ids | None = None
    """Whether the records' keys may be cited from outside; None if nothing is said."""
    derived: bool = False
    """Whether a release has made the table from others: no dataset has it."""
    private: bool = False
    """Whether the records are not public: what may be published of them comes through the gate."""
    roles: Roles = NO_ROLES
    """What the table is to the rules that look at several fields and tables."""
    file: str | None = None
    descriptor: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The document as it was read, for publication."""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names, in order."""
        return tuple(each.name for each in self.fields)

    @property
    def promises(self) -> bool:
        """Whether a key never means another record, and no record vanishes without a word.

        Where the schema does not say, that holds for a key of one text field that is the
        record's own, not another record's: nobody cites the rows of a junction table.
        """
        if self.ids is not None or len(self.primary_key) != 1:
            return self.ids == "permanent" and bool(self.primary_key)
        borrowed = any(key.fields == self.primary_key and key.table is not None for key in self.foreign_keys)
        return self[self.primary_key[0]].type == "string" and not borrowed

    def __getitem__(self, name: str) -> Field:
        """Return the field of this name; raise KeyError if there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    def missing(self, each: Field) -> tuple[str, ...]:
        """Return the texts that mean "no value" in this field."""
        values = self.missing_values if each.missing_values is None else each.missing_values
        return tuple(value.value for value in values)

    def required(self, each: Field) -> bool:
        """Whether this field may never be missing: constrained so, or part of the primary key."""
        return each.required or each.name in self.primary_key
