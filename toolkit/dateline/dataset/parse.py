"""`dataset.yaml` to a `Dataset` value, with the place of everything wrong."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from dateline.dataset.model import (
    Contributor,
    Coverage,
    Dataset,
    Expectation,
    License,
    Source,
    TableFiles,
)
from dateline.document import Node, did_you_mean, parse, read_each
from dateline.errors import DatasetFileError, Problem
from dateline.table import Dialect
from dateline.table.dialect import read_dialect

_KEYS = (
    "name",
    "title",
    "description",
    "version",
    "homepage",
    "licenses",
    "contributors",
    "keywords",
    "sources",
    "coverage",
    "tables",
    "expectations",
)
_REQUIRED = ("name", "title", "description", "version", "licenses", "contributors", "tables")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_PERSON = ("title", "roles", "path", "email", "organization", "givenName", "familyName")


def read_dataset(text: str, file: str) -> Dataset:
    """Read a dataset file.

    Raises:
        DatasetFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        hint = "it needs at least: " + ", ".join(_REQUIRED)
        raise DatasetFileError(*(problems or [Problem("the file is empty", file, help=hint)]))
    dataset = _dataset(Node.root(document, problems))
    if problems:
        raise DatasetFileError(*problems)
    return dataset


def _dataset(root: Node) -> Dataset:
    parts = root.mapping(_KEYS, required=_REQUIRED)
    tables = _tables(parts["tables"]) if "tables" in parts else ()
    names = tuple(table.name for table in tables)
    expected = parts["expectations"].items() if "expectations" in parts else []
    return Dataset(
        name=_matching(parts.get("name"), _NAME, "lower-case letters, digits, '.', '_' and '-'"),
        title=_text(parts, "title") or "",
        description=_text(parts, "description") or "",
        version=_matching(parts.get("version"), _VERSION, "three numbers such as 1.2.0"),
        tables=tables,
        licenses=read_each(parts["licenses"].items(), _license) if "licenses" in parts else (),
        contributors=read_each(parts["contributors"].items(), _contributor)
        if "contributors" in parts
        else (),
        keywords=parts["keywords"].texts() if "keywords" in parts else (),
        sources=read_each(parts["sources"].items(), _source) if "sources" in parts else (),
        homepage=_text(parts, "homepage"),
        coverage=_coverage(parts["coverage"]) if "coverage" in parts else Coverage(),
        expectations=read_each(expected, lambda node: _expectation(node, names)),
        file=root.document.file,
        marks={str(path[0]): mark for path, mark in root.document.keys.items() if len(path) == 1},
    )


def _text(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts else None


def _matching(node: Node | None, pattern: re.Pattern[str], words: str) -> str:
    if node is None:
        return ""
    value = node.scalar()
    if value and not pattern.fullmatch(value):
        node.problem(f"{node.name} is '{value}'", f"use {words}")
    return value


def _license(node: Node) -> License | None:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415 - slow

    parts = node.mapping(("name", "title", "path"), required=("name",))
    if "name" not in parts:
        return None
    name = parts["name"].text()
    canonical = name
    try:
        canonical = str(canonicalize_license_expression(name))
    except InvalidLicenseExpression:
        parts["name"].problem(
            f"'{name}' is not an SPDX licence identifier", "for data, such as CC-BY-4.0 or CC0-1.0"
        )
    return License(canonical, _text(parts, "title"), _url(parts, "path"))


def _contributor(node: Node) -> Contributor | None:
    parts = node.mapping(_PERSON, required=("title",))
    if "title" not in parts:
        return None
    return Contributor(
        title=parts["title"].text(),
        roles=parts["roles"].texts() if "roles" in parts else (),
        path=_url(parts, "path"),
        email=_text(parts, "email"),
        organization=_text(parts, "organization"),
        given_name=_text(parts, "givenName"),
        family_name=_text(parts, "familyName"),
    )


def _source(node: Node) -> Source | None:
    parts = node.mapping(("title", "path", "email", "version"), required=("title",))
    if "title" not in parts:
        return None
    return Source(parts["title"].text(), _url(parts, "path"), _text(parts, "email"), _text(parts, "version"))


def _url(parts: dict[str, Node], key: str) -> str | None:
    value = _text(parts, key)
    if value and not re.match(r"https?://[^\s/]", value):
        parts[key].problem(f"'{value}' is not a web address", "write it in full, beginning with https://")
    return value


def _coverage(node: Node) -> Coverage:
    parts = node.mapping(("temporal", "spatial"))
    temporal = parts["temporal"].scalar() if "temporal" in parts else None
    return Coverage(temporal, parts["spatial"].texts() if "spatial" in parts else ())


def _tables(node: Node) -> tuple[TableFiles, ...]:
    found = tuple(_table(name, part) for name, part in node.mapping().items())
    if node.value == {}:
        node.problem("no table is listed")
    return found


def _table(name: str, node: Node) -> TableFiles:
    parts = node.mapping(("path", "schema", "dialect", "encoding"), required=("path",))
    if not _TABLE_NAME.fullmatch(name):
        node.problem(f"'{name}' cannot name a table", "use lower-case letters, digits, '_' and '-'")
    path = parts["path"].text() if "path" in parts else ""
    schema = parts["schema"].text() if "schema" in parts else None
    _stay_inside(parts.get("path"), path)
    encoding = parts["encoding"].text("utf-8") if "encoding" in parts else "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        parts["encoding"].problem(f"'{encoding}' is not an encoding", "leave it out for UTF-8")
    dialect = read_dialect(parts["dialect"], strict=True) if "dialect" in parts else Dialect()
    return TableFiles(name, path, schema, dialect, encoding, node.mark)


def _stay_inside(node: Node | None, path: str) -> None:
    """Keep a pattern inside the dataset's folder."""
    if node is None:
        return
    if "\\" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        node.problem(f"'{path}' leaves the dataset's folder", "write a path below it, with '/'")


def _expectation(node: Node, tables: tuple[str, ...]) -> Expectation | None:
    parts = node.mapping(("table", "rows"), required=("table", "rows"))
    if not {"table", "rows"} <= parts.keys():
        return None
    table = parts["table"].text()
    if table not in tables:
        parts["table"].problem(f"there is no table '{table}'", did_you_mean(table, tables))
    rows = parts["rows"].mapping(("minimum", "maximum"))
    limits = {key: rows[key].integer() for key in rows if key in ("minimum", "maximum")}
    return Expectation(table, limits.get("minimum"), limits.get("maximum"), node.mark)
