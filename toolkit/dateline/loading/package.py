"""A published package, ready to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.dataset import License
from dateline.document import did_you_mean
from dateline.errors import PackageError, Problem
from dateline.loading import hashing, paths
from dateline.loading.descriptor import DataPath, Resource, read_json, resources
from dateline.loading.locate import locate
from dateline.package import canonical, sums
from dateline.package.citation import citation_line
from dateline.render.safe import terminal

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from dateline.loading.locate import Located
    from dateline.table import Table


class UnknownTableError(PackageError, KeyError):
    """A table that the package does not have."""

    def __str__(self) -> str:
        return PackageError.__str__(self)


def load(path: str | os.PathLike[str], *, version: str | None = None) -> Package:
    """Open a published package.

    Args:
        path: a release's folder, its datapackage.json, a dataset's folder with all its
            versions, or a target with one dataset.
        version: "1.2.0"; "1.2" or "1" for the newest that begins so; None or "latest"
            for the newest.

    Returns:
        The package. Its data files are read, and verified, when they are asked for.

    Raises:
        PackageError: if there is no package there, no such version, or if the
            descriptor is not what the release's SHA256SUMS says.

    """
    package = Package(locate(path, version))
    if version not in (None, "latest") and not f"{package.version}.".startswith(f"{version}."):
        hint = "give the folder above it to choose a version"
        raise PackageError(
            Problem(f"this is version {package.version}, not {version}", str(package.folder), help=hint)
        )
    return package


class Package:
    """The tables of a published package, by name.

    `package["events"]` is a `polars.LazyFrame` with the types of the schema, one row a
    record, in the published order. The hash of a table's file is verified when the table
    is first asked for.
    """

    def __init__(self, located: Located) -> None:
        self.folder: Path = located.folder
        """The release's folder."""
        self.descriptor: Mapping[str, Any] = _verified(located)
        """The Data Package descriptor, as JSON values."""
        self._resources = resources(self.descriptor, str(located.descriptor))
        self._verified: set[str] = set()

    @property
    def name(self) -> str:
        """The dataset's name."""
        return str(self.descriptor.get("name", ""))

    @property
    def title(self) -> str:
        """The dataset's title."""
        return str(self.descriptor.get("title", self.name))

    @property
    def version(self) -> str:
        """The release's number."""
        return str(self.descriptor.get("version", ""))

    @property
    def licenses(self) -> tuple[License, ...]:
        """The licences, any of which the data may be used under."""
        said = self.descriptor.get("licenses", [])
        return tuple(License(str(each.get("name", "")), each.get("title"), each.get("path")) for each in said)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables' names, in the order of publication."""
        return tuple(self._resources)

    def schema(self, name: str) -> Table:
        """Return a table's schema.

        Raises:
            UnknownTableError: if the package has no such table.

        """
        return self._resource(name).table

    def cite(self) -> str:
        """Return how to cite this release, on one line."""
        return f"{citation_line(self.descriptor)} {terminal(self.descriptor.get('homepage', ''))}".strip()

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """Return a table's rows with the types of its schema.

        Raises:
            UnknownTableError: if the package has no such table.
            PackageError: if its file is missing or was changed.

        """
        import polars as pl  # noqa: PLC0415 - opening a package needs no frames

        resource = self._resource(name)
        if resource.parquet is not None:
            return pl.scan_parquet(self._file(resource.parquet), glob=False)
        return csv_rows(resource, self._file(resource.csv))

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)

    def __contains__(self, name: object) -> bool:
        return name in self._resources

    def __repr__(self) -> str:
        width = max(map(len, self._resources))
        lines = [f"{terminal(self.title)}, version {terminal(self.version)}"]
        for name, each in self._resources.items():
            title = f"  {terminal(each.table.title)}" if each.table.title else ""
            lines.append(f"  {terminal(name):<{width}}  {each.rows:>10,} rows{title}")
        names = ", ".join(each.name for each in self.licenses)
        return "\n".join([*lines, f"  {terminal(names)}; {terminal(str(self.folder))}"])

    def _resource(self, name: str) -> Resource:
        if name not in self._resources:
            hint = did_you_mean(name, self._resources)
            raise UnknownTableError(Problem(f"there is no table '{name}'", str(self.folder), help=hint))
        return self._resources[name]

    def _file(self, file: DataPath) -> Path:
        path = paths.inside(self.folder, file.path)
        if file.path not in self._verified:
            hashing.require(path, file.sha256)
            self._verified.add(file.path)
        return path


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


def _verified(located: Located) -> dict[str, Any]:
    """Read the descriptor; verify it against SHA256SUMS, and that against the index, where they are."""
    listing = located.folder / sums.NAME
    if located.sums is not None:
        hashing.require(listing, located.sums)
    if listing.is_file():
        expected = sums.read_sums(listing.read_bytes(), str(listing)).get(located.descriptor.name)
        if expected is not None:
            hashing.require(located.descriptor, expected)
    return read_json(located.descriptor)
