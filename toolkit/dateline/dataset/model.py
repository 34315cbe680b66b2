"""A dataset: what it is called, who made it, which tables it has.

The properties are those of a Data Package v2 descriptor
(https://datapackage.org/standard/data-package/); `coverage` follows DCAT's temporal and
spatial coverage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dateline.document import TOP, Mark
from dateline.table import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Severity


@dataclass(frozen=True, slots=True)
class License:
    """A licence: its SPDX identifier, and where it can be read."""

    name: str
    title: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organisation, and what they did."""

    title: str
    roles: tuple[str, ...] = ()
    path: str | None = None
    email: str | None = None
    organization: str | None = None
    given_name: str | None = None
    family_name: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records come from."""

    title: str
    path: str | None = None
    email: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The period (EDTF) and the places that the records speak of."""

    temporal: str | None = None
    spatial: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFiles:
    """Where a table's records and its schema stand, and how the text is laid out.

    `path` is a pattern and `schema` a path, both relative to the dataset's folder;
    `schema` is None for `<project>/schemas/<name>.yaml`.
    """

    name: str
    path: str
    schema: str | None = None
    dialect: Dialect = field(default_factory=Dialect)
    encoding: str = "utf-8"
    mark: Mark = TOP


ExpectationKind = Literal["rows", "filled", "distinct", "newest", "count", "sequence"]


@dataclass(frozen=True, slots=True)
class Span:
    """How far back the newest date may lie.

    Args:
        written: the period as it stands in the file, such as P2Y.
        months: its years and months.
        days: its weeks and days.
        of: from when it is counted: `coverage`, the end of the dataset's period; `today`;
            or the newest date of another field, `table.field`.

    """

    written: str
    months: int
    days: int
    of: str = "coverage"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a table should be like as a whole.

    Args:
        table: the table's name.
        minimum: the least that is expected; less is an error. Of `filled` a share, 0 to 1.
        maximum: the most that is expected; more is a warning.
        mark: where the expectation stands.
        kind: what is expected: of `rows` their number; of `field` how many of its cells
            are `filled`, how many `distinct` values it has, or that the `newest` date is
            recent; of each `group` of rows how many there are (`count`), or that `field`
            numbers them from 1 on (`sequence`).
        field: the field in question.
        newest: how recent the newest date should be.
        group: the fields that rows of one group share.
        where: which rows are counted, as a SQL boolean expression; None means all.
        severity: that of a finding, whichever limit is missed; None means the usual one.
        marks: where each key's value stands.

    """

    table: str
    minimum: float | None = None
    maximum: float | None = None
    mark: Mark = TOP
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    kind: ExpectationKind = "rows"
    field: str | None = None
    newest: Span | None = None
    group: tuple[str, ...] = ()
    where: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset file's content. `marks` holds where each top-level key stands.

    `version` is the number that the first release shall have, empty if nothing is said; of
    a dataset that is being released it is the release's number.
    """

    name: str
    title: str
    description: str
    tables: tuple[TableFiles, ...]
    version: str = ""
    licenses: tuple[License, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    homepage: str | None = None
    gazetteer: str | None = None
    """The dataset whose places are those that the records name; None if it has its own, or none."""
    coverage: Coverage = field(default_factory=Coverage)
    private: bool = False
    """Whether the records are not public: a release shows what the gate lets through."""
    corrections: bool = False
    """Whether each corrected record needs an entry in the ledger of changes."""
    expectations: tuple[Expectation, ...] = ()
    file: str = "dataset.yaml"
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
