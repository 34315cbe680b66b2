"""The tables of a release of dateline's: their schemas, their rows, their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from dateline.document import quoted
from dateline.errors import PackageError, Problem
from dateline.loading.descriptor import resources
from dateline.package import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from dateline.loading.descriptor import DataPath, Resource
    from dateline.loading.stores import Store
    from dateline.table import Table


class Contents(Protocol):
    """The tables of a package, whoever published it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The tables' names, in the order of publication."""

    @property
    def hashed(self) -> bool:
        """Whether the descriptor gives a hash of every data file."""

    def title(self, name: str) -> str | None:
        """Return a table's title."""

    def rows(self, name: str) -> int | None:
        """Return how many rows the descriptor says that a table has; None if it does not say."""

    def schema(self, name: str) -> Table:
        """Return a table's schema."""

    def typed(self, name: str) -> pl.LazyFrame:
        """Return a table's rows with the types of its schema."""

    def text(self, name: str) -> pl.LazyFrame:
        """Return a table's cells as they were published: String columns, an absent cell is empty."""

    def file(self, name: str, format: str) -> Path | None:
        """Return a table's file in a format, verified; None if the package has none."""

    def paths(self) -> Mapping[str, DataPath]:
        """Return the data files that the descriptor names, by path."""


@dataclass(slots=True)
class ReleaseContents:
    """The tables of a release. A file's hash is verified when it is first asked for.

    Args:
        store: where the release stands.
        resources: its tables, from the descriptor.
        hashes: the SHA-256 of its files by path, from SHA256SUMS.

    """

    store: Store
    resources: Mapping[str, Resource]
    hashes: Mapping[str, str]
    _found: dict[str, Path] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The tables' names, in the order of publication."""
        return tuple(self.resources)

    @property
    def hashed(self) -> bool:
        """Whether the descriptor gives a hash of every data file: that of a release must."""
        return True

    def title(self, name: str) -> str | None:
        """Return a table's title."""
        return self.resources[name].table.title

    def rows(self, name: str) -> int | None:
        """Return how many rows a table has."""
        return self.resources[name].rows

    def schema(self, name: str) -> Table:
        """Return a table's schema."""
        return self.resources[name].table

    def typed(self, name: str) -> pl.LazyFrame:
        """Return a table's rows, read from Parquet where there is such a file."""
        import polars as pl  # noqa: PLC0415 - opening a package needs no frames

        resource = self.resources[name]
        if resource.parquet is not None:
            return pl.scan_parquet(self._file(resource.parquet), glob=False)
        return csv_rows(resource, self._file(resource.csv))

    def text(self, name: str) -> pl.LazyFrame:
        """Return a table's cells as they were published."""
        return canonical.scan_csv(self._file(self.resources[name].csv))

    def file(self, name: str, format: str) -> Path | None:
        """Return a table's file in a format, verified; None if the release has none."""
        resource = self.resources[name]
        path = f"data/{name}.{format}"
        known = {"csv": resource.csv, "parquet": resource.parquet}.get(format)
        if known is None and path in self.hashes:
            return self.store.file(path, sha256=self.hashes[path])
        return None if known is None else self._file(known)

    def paths(self) -> Mapping[str, DataPath]:
        """Return the data files that the descriptor names, by path."""
        return {file.path: file for each in self.resources.values() for file in each.files}

    def _file(self, file: DataPath) -> Path:
        if file.path not in self._found:
            self._found[file.path] = self.store.file(file.path, sha256=file.sha256, size=file.bytes)
        return self._found[file.path]


def release_contents(
    store: Store, descriptor: Mapping[str, Any], file: str, hashes: Mapping[str, str]
) -> ReleaseContents:
    """Read what a release's descriptor says of its tables.

    Raises:
        PackageError: with everything that makes it no release of dateline's; or if it gives
            a file another hash than SHA256SUMS does.

    """
    contents = ReleaseContents(store, resources(descriptor, file), hashes)
    problems = [
        Problem(f"it gives {quoted(path)} another hash than SHA256SUMS", file)
        for path, each in contents.paths().items()
        if hashes.get(path, each.sha256) != each.sha256
    ]
    if problems:
        raise PackageError(*problems)
    return contents


def csv_rows(resource: Resource, path: Path) -> pl.LazyFrame:
    """Return the rows of a package's CSV file with the types of its schema.

    Raises:
        PackageError: if the file's columns are not the schema's.

    """
    from dateline.compile.cast import typed  # noqa: PLC0415 - most packages are read from Parquet

    cells = canonical.scan_csv(path)
    names = cells.collect_schema().names()
    if names != list(canonical.published(resource.table, cells)):
        message = f"its columns are {', '.join(names)}, not those of the schema"
        raise PackageError(Problem(message, str(path)))
    return typed(resource.table, cells)
