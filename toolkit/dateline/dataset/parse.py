"""`dataset.yaml` to a `Dataset` value, with the place of everything wrong."""

from __future__ import annotations

import re

from dateline.dataset.expecting import read_expectation
from dateline.dataset.model import Contributor, Coverage, Dataset, License, Source
from dateline.dataset.tables import read_tables
from dateline.document import Node, parse, quoted, read_each
from dateline.errors import DatasetFileError, Problem

KEYS = (
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
    "gazetteer",
    "records",
    "ledger",
    "tables",
    "expectations",
)
_REQUIRED = ("name", "title", "description", "licenses", "contributors", "tables")
_RECORDS = ("public", "private")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+")
_PERSON = ("title", "roles", "path", "email", "organization", "givenName", "familyName")


def read_dataset(text: str, file: str) -> Dataset:
    """Read a dataset file.

    Raises:
        DatasetFileError: with every problem, each at its line and column.

    """
    document, problems = parse(text, file)
    if document.value is None:
        hint = "it needs at least: " + ", ".join(_REQUIRED)
        raise DatasetFileError(*(problems or [Problem("the file is empty", file, 1, 1, hint)]))
    dataset = _dataset(Node.root(document, problems))
    if problems:
        raise DatasetFileError(*problems)
    return dataset


def _dataset(root: Node) -> Dataset:
    parts = root.mapping(KEYS, required=_REQUIRED)
    tables = read_tables(parts["tables"]) if "tables" in parts else ()
    names = tuple(table.name for table in tables)
    expected = parts["expectations"].items() if "expectations" in parts else []
    return Dataset(
        name=_matching(parts.get("name"), _NAME, "lower-case letters, digits, '.', '_' and '-'"),
        title=_text(parts, "title") or "",
        description=_text(parts, "description") or "",
        version=_matching(parts.get("version"), _VERSION, "three numbers such as 1.2.0"),
        tables=tables,
        licenses=read_each(_some(parts, "licenses"), _license),
        contributors=read_each(_some(parts, "contributors"), _contributor),
        keywords=parts["keywords"].texts() if "keywords" in parts else (),
        sources=read_each(parts["sources"].items(), _source) if "sources" in parts else (),
        homepage=_url(parts, "homepage"),
        gazetteer=_matching(parts.get("gazetteer"), _NAME, "the name of a dataset of this project") or None,
        coverage=_coverage(parts["coverage"]) if "coverage" in parts else Coverage(),
        private="records" in parts and parts["records"].one_of(_RECORDS, "public") == "private",
        corrections=_corrections(parts["ledger"]) if "ledger" in parts else False,
        expectations=read_each(expected, lambda node: read_expectation(node, names)),
        file=root.document.file,
        marks={str(path[0]): mark for path, mark in root.document.keys.items() if len(path) == 1},
    )


def _text(parts: dict[str, Node], key: str) -> str | None:
    return parts[key].text() if key in parts else None


def _some(parts: dict[str, Node], key: str) -> list[Node]:
    """Return the parts of a list that may not be empty."""
    if key not in parts:
        return []
    if parts[key].value == []:
        parts[key].problem(f"'{key}' lists nothing", "list one or more")
    return parts[key].items()


def _matching(node: Node | None, pattern: re.Pattern[str], words: str) -> str:
    if node is None:
        return ""
    value = node.scalar()
    if value and not pattern.fullmatch(value):
        node.problem(f"{node.name} is {quoted(value)}", f"use {words}")
    return value


def _license(node: Node) -> License | None:
    parts = node.mapping(("name", "title", "path"), required=("name",))
    if "name" not in parts:
        return None
    return License(_spdx(parts["name"]), _text(parts, "title"), _url(parts, "path"))


def _spdx(node: Node) -> str:
    """Read one SPDX identifier, and return it as SPDX writes it."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415 - slow

    name = node.text()
    try:
        # An expression ("MIT OR CC0-1.0") is no identifier, and only plain words go to that reader.
        if _SPDX.fullmatch(name):
            return str(canonicalize_license_expression(name))
    except InvalidLicenseExpression:
        pass
    if name:
        message = f"{quoted(name)} is not an SPDX licence identifier"
        node.problem(message, "write one such as CC-BY-4.0 or CC0-1.0; https://spdx.org/licenses lists all")
    return name


def _contributor(node: Node) -> Contributor | None:
    parts = node.mapping(_PERSON, required=("title",))
    if "title" not in parts:
        return None
    return Contributor(
        title=parts["title"].text(),
        roles=parts["roles"].texts() if "roles" in parts else (),
        path=_url(parts, "path"),
        email=_email(parts),
        organization=_text(parts, "organization"),
        given_name=_text(parts, "givenName"),
        family_name=_text(parts, "familyName"),
    )


def _source(node: Node) -> Source | None:
    parts = node.mapping(("title", "path", "email", "version"), required=("title",))
    if "title" not in parts:
        return None
    version = parts["version"].scalar() if "version" in parts else None
    return Source(parts["title"].text(), _url(parts, "path"), _email(parts), version)


def _url(parts: dict[str, Node], key: str) -> str | None:
    value = _text(parts, key)
    if value and not (_WEB.fullmatch(value) and value.isprintable()):
        help_ = "write it in full, beginning with https://, without spaces"
        parts[key].problem(f"{quoted(value)} is not a web address", help_)
    return value


def _email(parts: dict[str, Node]) -> str | None:
    value = _text(parts, "email")
    if value and not (_EMAIL.fullmatch(value) and value.isprintable()):
        parts["email"].problem(f"{quoted(value)} is not an e-mail address", "write it as name@example.org")
    return value


def _corrections(node: Node) -> bool:
    parts = node.mapping(("corrections",))
    return parts["corrections"].boolean() if "corrections" in parts else False


def _coverage(node: Node) -> Coverage:
    parts = node.mapping(("temporal", "spatial"))
    temporal = parts["temporal"].scalar() if "temporal" in parts else None
    return Coverage(temporal, parts["spatial"].texts() if "spatial" in parts else ())
