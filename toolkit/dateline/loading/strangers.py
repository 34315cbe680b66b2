"""The tables of a Data Package of any other publisher, v1 or v2.

They are opened as `dateline check` opens them (`dateline.foreign`), when they are asked
for. What is elsewhere is laid beside the descriptor in a folder of its own first. A cell
that is not of its field's type is null; a file that is not as it was described is refused.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dateline.document import quoted
from dateline.errors import PackageError, Problem
from dateline.foreign import open_described
from dateline.foreign.files import Files, tidy
from dateline.foreign.ledger import Ledger
from dateline.foreign.load import MAX_BYTES
from dateline.loading.descriptor import DataPath
from dateline.loading.errors import PackageWarning
from dateline.loading.stores import FolderStore
from dateline.read.paths import refusal
from dateline.render.safe import terminal
from dateline.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Finding
    from dateline.foreign import Described
    from dateline.foreign.content import Opened
    from dateline.foreign.resource import Resource
    from dateline.loading.stores import Store

_TOLD: Final = ("schema-error", "dialect-error")
"""Rules whose breach takes something from a schema or dialect, and nothing from the records."""
_LISTED = 20
_KEPT: list[object] = []
"""What frames read from. A frame may outlive its package, and says nobody when it is done with."""


@dataclass(slots=True)
class StrangersContents:
    """The tables of a stranger's package.

    Args:
        store: where the package stands.
        folder: the folder on disk that is read; the store's own, or one for what is fetched.
        described: its descriptor and its resources.
        hashes: the SHA-256 of its files by path, where a SHA256SUMS lists them.

    """

    store: Store
    folder: Path
    described: Described
    hashes: Mapping[str, str]
    _opened: dict[str, Opened] = field(default_factory=dict)
    _schemas: dict[str, Table] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the resources that are tables."""
        return tuple(each.name for each in self.described.resources if each.table)

    @property
    def hashed(self) -> bool:
        """Whether SHA256SUMS lists every data file."""
        return all(path in self.hashes for each in self.described.resources for path in _paths(each))

    def title(self, name: str) -> str | None:
        """Return a table's title."""
        said = self._resource(name).node.child("title").value
        return said if isinstance(said, str) else None

    def rows(self, name: str) -> int | None:
        """Return how many rows the descriptor says that a table has."""
        said = self._resource(name).node.child("rows").value
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    def schema(self, name: str) -> Table:
        """Return a table's schema; of one without, what its own labels say."""
        if name not in self._schemas:
            resource = self._resource(name)
            self._provide(_parts(resource), {})
            opener = self.described.opener
            found = opener.schema(resource, opener.form(resource)).table
            self._schemas[name] = found or self._open(name).table or Table(name, ())
        return self._schemas[name]

    def typed(self, name: str) -> pl.LazyFrame:
        """Return a table's rows with the types of its schema."""
        from dateline.compile.cast import typed  # noqa: PLC0415 - heavy, and some read texts alone

        opened = self._open(name)
        assert opened.table is not None
        return typed(opened.table, self._cells(opened))

    def text(self, name: str) -> pl.LazyFrame:
        """Return a table's cells as they stand in its files; one that is absent is empty."""
        return self._cells(self._open(name)).with_columns(pl.all().fill_null(""))

    def file(self, name: str, format: str) -> Path | None:
        """Return None: other programs would not know how a stranger's file is written."""
        del name, format
        return None

    def paths(self) -> Mapping[str, DataPath]:
        """Return the files that the descriptor names, those of schemas and dialects too, by path."""
        parts = {path: self._part(path) for each in self.described.resources for path in _parts(each)}
        data = {path: each for one in self.described.resources for path, each in self._data(one).items()}
        return {**parts, **data}

    def _resource(self, name: str) -> Resource:
        return next(each for each in self.described.resources if each.name == name)

    def _open(self, name: str) -> Opened:
        """Open a table.

        Raises:
            PackageError: if its records cannot be read, or are not those that were described.

        """
        if name not in self._opened:
            resource = self._resource(name)
            self._provide([*_parts(resource), *_paths(resource)], self._data(resource))
            ledger = self.described.opener.files.ledger
            told = len(ledger.findings)
            opened = self.described.opener.open(resource)
            self._judge(opened, ledger.findings[told:])
            self._opened[name] = opened
            _KEPT.append(opened.source)
        return self._opened[name]

    def _judge(self, opened: Opened, told: list[Finding]) -> None:
        """Refuse a table that cannot be read; warn of what was passed over in one that can."""
        read = [] if opened.source is None else [*opened.source.findings]
        errors = [each for each in told if each.severity == "error" and each.rule not in _TOLD]
        if errors or opened.source is None or opened.source.unread or opened.table is None:
            found = errors or [each for each in (*told, *read) if each.severity == "error"]
            message = f"the records of {quoted(opened.resource.name)} cannot be read"
            problems = [Problem(e.message, e.file, e.line, e.column, e.expected) for e in found[:_LISTED]]
            raise PackageError(*(problems or [Problem(message, self.store.shown())]))
        passed = [each for each in (*told, *read) if each.severity == "error"]
        if passed:
            first = Problem(passed[0].message, passed[0].file, passed[0].line, passed[0].column)
            words = f"table {quoted(opened.resource.name)} has faults that were passed over, such as: {first}"
            warnings.warn(terminal(f"{words}; 'dateline check' lists them"), PackageWarning, stacklevel=5)

    def _cells(self, opened: Opened) -> pl.LazyFrame:
        """Return a table's cells. What Polars does not read as the standard says is read record by record."""
        assert opened.source is not None
        assert opened.table is not None
        frame = opened.source.frame
        try:
            frame.select(pl.len()).collect(engine="streaming")
        except pl.exceptions.PolarsError:
            careful = opened.source.careful()
            _KEPT.append(careful)
            frame = careful.frame
        return frame.select(opened.table.names)

    def _data(self, resource: Resource) -> dict[str, DataPath]:
        """Return a resource's files with the hashes that vouch for them, and the size that is said."""
        said = _paths(resource)
        size = resource.node.child("bytes").value if len(said) == 1 else None
        digest = resource.node.child("hash").value if len(said) == 1 else None
        own = digest[7:].lower() if isinstance(digest, str) and digest.lower().startswith("sha256:") else ""
        known = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None
        return {path: DataPath(path, self.hashes.get(path, own), known) for path in said}

    def _part(self, path: str) -> DataPath:
        return DataPath(path, self.hashes.get(path, ""), MAX_BYTES)

    def _provide(self, wanted: list[str], data: Mapping[str, DataPath]) -> None:
        """Have files of the package on this disk, verified where a hash is known."""
        shown = self.described.opener.files.shown
        for path in wanted:
            if isinstance(self.store, FolderStore):
                if path in self.hashes:
                    self.store.file(path, sha256=self.hashes[path])
                continue
            place = self.folder / path
            if place.exists():
                continue
            known = data.get(path) or self._part(path)
            found = self.store.file(path, sha256=known.sha256 or None, size=known.bytes)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, place)
            shown[place] = self.store.shown(path)


def strangers_contents(
    store: Store, name: str, content: bytes, hashes: Mapping[str, str]
) -> tuple[Mapping[str, Any], StrangersContents]:
    """Read the descriptor of a stranger's package.

    Args:
        store: where the package stands.
        name: the descriptor's file name.
        content: what stands in it.
        hashes: the SHA-256 of files by path, where a SHA256SUMS lists them.

    Raises:
        PackageError: with everything that makes it no Data Package.

    """
    stack = ExitStack()
    atexit.register(stack.close)
    ledger = Ledger()
    if isinstance(store, FolderStore):
        folder = store.path
        files = Files(folder, ledger, stack)
    else:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-"))).resolve()
        (folder / name).write_bytes(content)
        files = Files(folder, ledger, stack, {folder / name: store.shown(name)})
    described = open_described(folder / name, files, _LISTED)
    if described is None or not any(each.table for each in described.resources):
        found = [each for each in ledger.findings if each.severity == "error"]
        problems = [Problem(e.message, e.file, e.line, e.column, e.expected) for e in found[:_LISTED]]
        nothing = Problem("the package has no table", store.shown(name))
        raise PackageError(*(problems or [nothing]))
    return described.root.value, StrangersContents(store, folder, described, hashes)


def _paths(resource: Resource) -> list[str]:
    """Return the safe ones of the files that a resource names; the others are refused where it is opened."""
    return _safe([each.value for each in resource.paths])


def _parts(resource: Resource) -> list[str]:
    """Return the files in which a resource's schema and dialect stand."""
    parts = [resource.part(key) for key in ("schema", "dialect")]
    return _safe([each.value for each in parts if each is not None])


def _safe(said: list[Any]) -> list[str]:
    texts = [each for each in said if isinstance(each, str) and "://" not in each]
    return [tidy(each) for each in texts if not refusal(tidy(each))]
