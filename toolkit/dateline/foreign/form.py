"""In what form a resource's table is written: its format, dialect, encoding and compression.

Sources: Data Package v2, Data Resource (https://datapackage.org/standard/data-resource/) and
Table Dialect (https://datapackage.org/standard/table-dialect/); `compression` is
frictionless's own property, which is widely used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from dateline.document import Node, quoted
from dateline.table import Dialect
from dateline.table.dialect import read_dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["delimited", "json", "lines"]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("csv", "tsv", "tab", "psv", "txt", "dat", "text", ""), "delimited"),
    "json": "json",
    **dict.fromkeys(("ndjson", "jsonl", "jsonlines"), "lines"),
}
_TABLES_BY_FORMAT = ("csv", "tsv", "tab", "psv", "ndjson", "jsonl", "jsonlines")
"""Formats that hold tables and nothing else."""
_MEDIA = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "jsonl",
}
_PACKED = {".gz": "gz", ".gzip": "gz", ".zip": "zip", ".bz2": "bz2", ".xz": "xz"}
COMPRESSIONS = ("gz", "zip", "bz2", "xz")
_DELIMITERS = {"tsv": "\t", "tab": "\t", "psv": "|"}
_PROFILES = ("tabular-data-resource", "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json")


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written.

    `property` and `keys` are those of JSON: where the rows stand, and which keys are read.
    """

    kind: Kind = "delimited"
    dialect: Dialect = Dialect()  # noqa: RUF009 - frozen
    encoding: str = "utf-8"
    header_case: bool = True
    property: str | None = None
    keys: tuple[str, ...] | None = None


def format_of(resource: Node, paths: Sequence[str]) -> str:
    """Return a resource's format, in lower case: as it says, or by media type or file name."""
    said = resource.child("format").value
    if isinstance(said, str) and said:
        return said.lower().removeprefix(".")
    media = resource.child("mediatype").value
    if isinstance(media, str) and media.split(";")[0].strip().lower() in _MEDIA:
        return _MEDIA[media.split(";")[0].strip().lower()]
    suffixes = [each.lower() for each in PurePosixPath(paths[0]).suffixes] if paths else []
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return suffixes[-1].removeprefix(".") if suffixes else ""


def compression_of(resource: Node, paths: Sequence[str]) -> str | None:
    """Return how a resource's files are packed: as it says, or by file name; None if they are not."""
    said = resource.child("compression").value
    if isinstance(said, str):
        return None if said in ("", "no") else said.lower()
    return _PACKED.get(PurePosixPath(paths[0]).suffix.lower()) if paths else None


def kind_of(format_: str) -> Kind | None:
    """Return how a table of this format is read; None if this version cannot read it."""
    return _KINDS.get(format_)


def is_table(package: Node, resource: Node, format_: str) -> bool:
    """Tell whether a resource is a table: it says so, it has a schema, or its format has nothing else."""
    return (
        resource.child("type").value == "table"
        or resource.child("profile").value in _PROFILES
        or package.child("profile").value == "tabular-data-package"
        or resource.has("schema")
        or format_ in _TABLES_BY_FORMAT
    )


def read_form(dialect: Node | None, format_: str, kind: Kind, encoding: str) -> Form:
    """Put together how a table is written; what is wrong with the dialect is noted on its node."""
    default = Dialect(delimiter=_DELIMITERS.get(format_, ","))
    if dialect is None or not dialect.mapping():
        return Form(kind, default, encoding)
    nested = dialect.child("csv")  # as frictionless-py 5 writes it
    said = read_dialect(dialect, strict=False)
    if isinstance(nested.value, dict):
        inner = read_dialect(nested, strict=False)
        said = replace(inner, header=said.header, header_rows=said.header_rows, header_join=said.header_join)
    has_delimiter = dialect.has("delimiter") or nested.has("delimiter")
    return Form(
        kind,
        said if has_delimiter else replace(said, delimiter=default.delimiter),
        encoding,
        header_case=dialect.child("caseSensitiveHeader").value is not False,
        property=_property(dialect),
        keys=_keys(dialect),
    )


def _property(dialect: Node) -> str | None:
    node = dialect.child("property") if dialect.has("property") else dialect.child("json").child("property")
    if node.value is not None and not isinstance(node.value, str):
        node.problem(f"'property' must be text, not {node.described}")
    return node.value if isinstance(node.value, str) and node.value else None


def _keys(dialect: Node) -> tuple[str, ...] | None:
    node = dialect.child("itemKeys") if dialect.has("itemKeys") else dialect.child("json").child("keys")
    if node.value is None:
        return None
    return tuple(each for each in node.texts() if each) or None


def check_compression(resource: Node, compression: str | None) -> bool:
    """Note a compression that is not known; tell whether it is."""
    if compression is None or compression in COMPRESSIONS:
        return True
    node = resource.child("compression")
    node.problem(
        f"{quoted(compression)} is no compression that is read here", f"known are {', '.join(COMPRESSIONS)}"
    )
    return False
