"""datapackage.json as a release of dateline's has it, read with suspicion."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dateline.document import Document, Node
from dateline.errors import PackageError, Problem
from dateline.package import canonical
from dateline.package.descriptor import PACKAGE_PROFILE, SCHEMA_PROFILE
from dateline.read import paths
from dateline.table import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HASH: Final = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class DataPath:
    """A data file as the descriptor names it: relative path, SHA-256, size in bytes where it is said."""

    path: str
    sha256: str
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of a package: its schema and its files. `parquet` is None where there is only CSV."""

    table: Table
    rows: int
    csv: DataPath
    parquet: DataPath | None

    @property
    def files(self) -> tuple[DataPath, ...]:
        """All its files."""
        return (self.csv,) if self.parquet is None else (self.csv, self.parquet)


def read_json(path: Path) -> dict[str, Any]:
    """Read a file that holds a JSON object.

    Raises:
        PackageError: with line and column, if it is something else.

    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackageError(Problem(f"this cannot be read: {error.strerror}", str(path))) from None
    return parse_object(content, str(path))


def parse_object(content: bytes, file: str) -> dict[str, Any]:
    """Read a JSON object; `file` is what to call it.

    Raises:
        PackageError: with line and column, if it is something else.

    """
    try:
        value = json.loads(content.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise PackageError(
            Problem(f"this is not JSON: {error.msg}", file, error.lineno, error.colno)
        ) from None
    except (ValueError, RecursionError) as error:
        raise PackageError(Problem(f"this is not JSON: {error}", file)) from None
    if not isinstance(value, dict):
        raise PackageError(Problem("this is not a JSON object", file))
    return value


def resources(descriptor: Mapping[str, Any], file: str) -> dict[str, Resource]:
    """Return the tables that a descriptor describes, by name.

    Raises:
        PackageError: with everything that makes it no release of dateline's.

    """
    problems = [Problem(message, file) for message in _faults(descriptor)]
    if problems:
        raise PackageError(*problems)
    return {each["name"]: _resource(each, file) for each in descriptor["resources"]}


def _faults(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """Find what keeps a descriptor from being read; a remote profile would be fetched."""
    if descriptor.get("$schema") != PACKAGE_PROFILE:
        yield f"this is no Data Package v2: its '$schema' is not {PACKAGE_PROFILE}"
    if descriptor.get("profile") not in (None, "data-package", "tabular-data-package"):
        yield "its 'profile' names a profile of its own, which is refused"
    for key in ("name", "version", "title", "created", "homepage"):
        if not isinstance(descriptor.get(key, ""), str):
            yield f"'{key}' is not text"
    for key in ("licenses", "contributors", "sources"):
        if not _mappings(descriptor.get(key, [])):
            yield f"'{key}' is not a list of mappings"
    found = descriptor.get("resources")
    if not _mappings(found) or not found:
        yield "it lists no resources"
        return
    names = [each.get("name") for each in found]
    for position, each in enumerate(found):
        where = f"resource '{each.get('name', position + 1)}'"
        yield from (f"{where}: {message}" for message in _resource_faults(each))
        if names.count(each.get("name")) > 1:
            yield f"{where} stands more than once"


def _mappings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _resource_faults(resource: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(resource.get("name"), str):
        yield "it has no name"
    if resource.get("profile") not in (None, "tabular-data-resource"):
        yield "its 'profile' names a profile of its own, which is refused"
    if not isinstance(resource.get("rows"), int):
        yield "it gives no number of rows"
    if resource.get("dialect") != canonical.DIALECT:
        yield "its dialect is not the one in which dateline publishes"
    yield from _file_faults(resource)
    parquet = _parquet(resource)
    if parquet is not None:
        yield from _file_faults(parquet)
    schema = resource.get("schema")
    if not isinstance(schema, dict):
        yield "it has no schema of its own"
    elif schema.get("$schema", SCHEMA_PROFILE) != SCHEMA_PROFILE:
        yield "its schema names a profile of its own, which is refused"
    elif any(not target.startswith("#") for target in _references(schema)):
        yield "its schema refers to another file, which is refused"


def _file_faults(file: Mapping[str, Any]) -> Iterator[str]:
    path, digest = file.get("path"), file.get("hash")
    if not isinstance(path, str):
        yield "it has no path, or several"
    elif why := paths.refusal(path):
        yield f"the path '{path}' is refused: {why}"
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        yield "it gives no SHA-256"


def _parquet(resource: Mapping[str, Any]) -> Mapping[str, Any] | None:
    said = resource.get("dateline")
    found = said.get("parquet") if isinstance(said, dict) else None
    return found if isinstance(found, dict) else None


def _references(value: object) -> Iterator[str]:
    """Return every `$ref` of a JSON Schema within the value."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield str(value["$ref"])
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _references(each)


def _resource(resource: Mapping[str, Any], file: str) -> Resource:
    problems: list[Problem] = []
    root = Node.root(Document(file, resource["schema"], {}, {}), problems)
    table = read_table(root, resource["name"], strict=False)
    if problems:
        name = resource["name"]
        raise PackageError(*(Problem(f"resource '{name}': {each.message}", file) for each in problems))
    parquet = _parquet(resource)
    return Resource(table, resource["rows"], _data_path(resource), _data_path(parquet) if parquet else None)


def _data_path(file: Mapping[str, Any]) -> DataPath:
    size = file.get("bytes")
    known = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return DataPath(file["path"], file["hash"].removeprefix("sha256:"), size if known else None)
