"""A release on this machine's disk, finished, before anything of it can be seen elsewhere."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dateline.package import record
from dateline.publishing import files, guard
from dateline.publishing.survey import describe
from dateline.publishing.target import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dateline.package import Release, Written
    from dateline.package.index import IndexedVersion
    from dateline.publishing.target import Status


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished release: its folder, its files as they were written, and its entry in an index."""

    folder: Path
    written: Mapping[str, Written]
    entry: IndexedVersion

    @property
    def name(self) -> str:
        """The dataset and its version, for messages."""
        return f"{self.entry.dataset} {self.entry.version}"

    def read(self, path: str) -> bytes:
        """Return a file of the release."""
        return (self.folder / path).read_bytes()

    @property
    def facts(self) -> dict[str, Any]:
        """What release.json says."""
        found: dict[str, Any] = json.loads(self.read(record.NAME))
        return found

    def outcome(self, place: str, status: Status, differs: tuple[str, ...] = ()) -> Published:
        """Return what publishing it came to."""
        entry = self.entry
        return Published(entry.dataset, entry.version, place, status, len(self.written), entry.bytes, differs)


def stage(release: Release, folder: Path, check: Callable[[Path], None] | None) -> Staged:
    """Write a release into a folder that does not exist yet, and have it checked."""
    written = files.write_release(release, folder)
    if check is not None:
        check(folder)
    described = describe(folder)
    assert described is not None  # it has just been written
    entry = replace(described, bytes=sum(each.bytes for each in written.values()))
    return Staged(folder, written, entry)


@contextmanager
def staged_elsewhere(release: Release, check: Callable[[Path], None] | None) -> Iterator[Staged]:
    """Write a release into a temporary folder, which is gone afterwards."""
    with TemporaryDirectory(prefix="dateline-") as folder, guard.faults(Path(folder)):
        yield stage(release, Path(folder) / "version", check)
