"""A dataset: what it is called, who made it, which tables it has.

The properties are those of a Data Package v2 descriptor
(https://datapackage.org/standard/data-package/); `coverage` follows DCAT's temporal and
spatial coverage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.document import TOP, Mark
from dateline.table import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping


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


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many rows a table should have: fewer is an error, more a warning."""

    table: str
    minimum: int | None = None
    maximum: int | None = None
    mark: Mark = TOP


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset file's content. `marks` holds where each top-level key stands."""

    name: str
    title: str
    description: str
    version: str
    tables: tuple[TableFiles, ...]
    licenses: tuple[License, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    homepage: str | None = None
    coverage: Coverage = field(default_factory=Coverage)
    expectations: tuple[Expectation, ...] = ()
    file: str = "dataset.yaml"
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
