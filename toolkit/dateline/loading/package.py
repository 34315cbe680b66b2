"""A published package, ready to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from dateline.dataset import License
from dateline.document import did_you_mean
from dateline.errors import PackageError, Problem
from dateline.loading import ranges
from dateline.loading.errors import UnknownTableError
from dateline.loading.locate import of_dataset, siblings
from dateline.loading.opening import opened
from dateline.package.metadata import citation_line
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from dateline.loading.joining import How, Keys
    from dateline.loading.locate import Located
    from dateline.loading.settings import Settings
    from dateline.table import Table


class Package:
    """The tables of a published package, by name.

    `package["events"]` is a `polars.LazyFrame` with the types of the schema, one row a
    record, in the published order. A table's file is fetched, and its hash verified, when
    the table is first asked for.
    """

    def __init__(self, located: Located, settings: Settings) -> None:
        found = opened(located)
        self.descriptor: Mapping[str, Any] = found.descriptor
        """The Data Package descriptor, as JSON values."""
        self.verified: bool = found.verified
        """Whether a published hash vouches for the descriptor and for every data file."""
        self.opened = found
        """What was found where it stands: for the other parts of dateline."""
        self._contents = found.contents
        self._settings = settings

    @property
    def location(self) -> str:
        """Where the package stands: a path or an address, without user and password."""
        return self.opened.store.shown()

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
        said = self.descriptor.get("licenses") or []
        known = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
        return tuple(
            License(str(each.get("name", "")), each.get("title"), each.get("path")) for each in known
        )

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables' names, in the order of publication."""
        return self._contents.names

    def schema(self, name: str) -> Table:
        """Return a table's schema.

        Raises:
            UnknownTableError: if the package has no such table.

        """
        return self._contents.schema(self._known(name))

    def keys(self, name: str) -> Keys:
        """Return what identifies a table's rows, and what they refer to.

        Raises:
            UnknownTableError: if the package has no such table.

        """
        from dateline.loading.joining import keys  # noqa: PLC0415 - as they are asked for

        return keys(self.schema(name))

    def cite(self) -> str:
        """Return how to cite this release, on one line."""
        homepage = terminal(str(self.descriptor.get("homepage") or ""))
        return f"{citation_line(self.descriptor)} {homepage}".strip()

    def codebook(self, name: str) -> pl.DataFrame:
        """Return what a table's fields mean, one row a field; see `dateline.loading.described.codebook`.

        Raises:
            UnknownTableError: if the package has no such table.
            PackageError: if the file of its code lists is missing or was changed.

        """
        from dateline.loading.described import code_lists, codebook  # noqa: PLC0415 - as they are asked for

        table = self.schema(name)
        used = any(field.codes for field in table.fields)
        holders = [each for each in self if self.schema(each).codes] if used else []
        lists = {
            key: codes for each in holders for key, codes in code_lists(self.schema(each), self[each]).items()
        }
        return codebook(table, lists)

    def join(
        self, left: str, right: str, *, on: str | Sequence[str] | None = None, how: How = "left"
    ) -> pl.LazyFrame:
        """Join two tables by the foreign key between them, whichever of them has it.

        Args:
            left: the table whose rows are kept in order.
            right: the table whose columns follow; one whose name the left table has as well
                ends in `_<right>`.
            on: the fields of the foreign key that is meant, where there are several.
            how: "left", "inner", "full", "semi" or "anti", as Polars has it.

        Raises:
            UnknownTableError: if the package has no such table.
            UsageError: if there is no foreign key between them, or several; they are named.
            PackageError: if a file is missing or was changed.

        """
        from dateline.loading.joining import joined, way  # noqa: PLC0415 - as they are asked for

        by = way(self.schema(left), self.schema(right), on, self.location)
        return joined((self[left], self[right]), by, how, f"_{right}")

    @overload
    def resolve(self, record: str, /) -> str: ...
    @overload
    def resolve(self, table: str, record: str, /) -> str: ...
    def resolve(self, first: str, second: str | None = None, /) -> str:
        """Return the key under which a record of this or an earlier release stands in this one.

        `resolve("events", "E004-05")`, or `resolve("E004-05")` for whichever table has it.
        The parts of a key of several fields are joined by a slash. A record that was merged
        into another is followed to that, by the release's table of retractions.

        Raises:
            RetractedError: if the record was retracted, or split into several; it says why,
                and which records stand in its place.
            UnknownRecordError: if no release up to this one had it, or several tables have it.
            UnknownTableError: if the package has no such table.

        """
        from dateline.loading.resolving import resolve  # noqa: PLC0415 - as they are asked for

        if second is None:
            return resolve(self, None, first)
        self.schema(first)
        return resolve(self, first, second)

    def changes(self, since: str | Package) -> pl.DataFrame:
        """Return what differs from an earlier release; see `dateline.loading.comparing.changes`.

        Args:
            since: a version of the same dataset, as `load` takes it; or an opened package.

        Raises:
            PackageError: if there is no such version beside this one, or a file is missing
                or was changed.

        """
        from dateline.loading.comparing import changes  # noqa: PLC0415 - as they are asked for

        return changes(since if isinstance(since, Package) else self.at(since), self)

    def at(self, version: str) -> Package:
        """Return another version of the same dataset, from the place where this one stands.

        Raises:
            PackageError: if no other version stands there, or not this one.

        """
        asked = ranges.wanted(version)
        found = siblings(self.opened.store)
        if found is None:
            hint = "load both versions, then compare them: new.changes(since=old)"
            message = "this release stands alone: no index lists other versions of it"
            raise PackageError(Problem(message, self.location, help=hint))
        return Package(of_dataset(found[0], found[1], asked), self._settings)

    def text(self, name: str) -> pl.LazyFrame:
        """Return a table's cells as they were published: String columns, an absent value is empty.

        Raises:
            UnknownTableError: if the package has no such table.
            PackageError: if its file is missing or was changed.

        """
        return self._contents.text(self._known(name))

    def path(self, name: str, format: str = "parquet") -> Path:
        """Return a table's verified file on this machine, for other programs to read.

        Args:
            name: the table.
            format: "parquet", "csv", or another in which the package has it.

        Raises:
            UnknownTableError: if the package has no such table.
            PackageError: if there is no such file, or it was changed.

        """
        found = self._contents.file(self._known(name), format)
        if found is None:
            hint = f"dateline get --table {name} writes one as csv, parquet, json or ndjson"
            raise PackageError(
                Problem(f"the package has no {format} file of '{name}'", self.location, help=hint)
            )
        return found

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """Return a table's rows with the types of its schema.

        Raises:
            UnknownTableError: if the package has no such table.
            PackageError: if its file is missing or was changed.

        """
        from dateline.loading.joining import labelled  # noqa: PLC0415 - opening a package needs no frames

        rows = self._contents.typed(self._known(name))
        return labelled(self.schema(name), rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self.tables

    def __repr__(self) -> str:
        width = max(map(len, self.tables), default=0)
        version = f", version {terminal(self.version)}" if self.version else ""
        lines = [f"{terminal(self.title)}{version}"]
        for name in self.tables:
            said = self._contents.title(name)
            title = f"  {terminal(said)}" if said else ""
            rows = self._contents.rows(name)
            count = f"{rows:>10,} rows" if rows is not None else " " * 15
            lines.append(f"  {terminal(name):<{width}}  {count}{title}".rstrip())
        names = ", ".join(each.name for each in self.licenses)
        parts = [terminal(each) for each in (names, self.location) if each]
        return "\n".join([*lines, f"  {'; '.join(parts)}{'' if self.verified else '; not verified'}"])

    def _known(self, name: str) -> str:
        if name not in self.tables:
            hint = did_you_mean(name, self.tables)
            raise UnknownTableError(Problem(f"there is no table '{name}'", self.location, help=hint))
        return name
