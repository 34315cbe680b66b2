"""What changes in a bucket from version to version: index.json, and `latest/` that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem, PublishError
from dateline.package import descriptor, index, sums
from dateline.publishing import planning, standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.package.index import IndexedVersion
    from dateline.publishing.bucket import Bucket
    from dateline.publishing.staged import Staged


def read_indexed(bucket: Bucket) -> tuple[list[IndexedVersion], str | None]:
    """Return what index.json lists, and its ETag; None if there is no index yet.

    Raises:
        PublishError: if the bucket cannot be read, or the index is not dateline's.

    """
    found = bucket.get(index.NAME)
    if found is None:
        return [], None
    place = f"{bucket.place}/{index.NAME}"
    try:
        return index.read_index(found[0], place), found[1]
    except PackageError as error:
        hint = "publish to a folder of its own, or move the object away"
        raise PublishError(Problem(error.problems[0].message, place, help=hint)) from None


@dataclass(frozen=True, slots=True)
class Latest:
    """The copy of the newest version."""

    bucket: Bucket
    staged: Staged
    folder: str
    step: Callable[[str], None]

    def renew(self) -> None:
        """Make `latest/` what index.json says, until that no longer changes."""
        done = None
        while (newest := self._newest()) != done:
            with TemporaryDirectory(prefix="dateline-") as spare:
                self._copy(newest, Path(spare))
            done = newest
        self.step("latest in place")

    def _newest(self) -> IndexedVersion:
        return planning.of_dataset(read_indexed(self.bucket)[0], self.staged.entry.dataset)[0]

    def _copy(self, newest: IndexedVersion, spare: Path) -> None:
        listing = self._file(newest, sums.NAME, spare)
        hashes = standing.read_sums(listing.read_bytes(), f"{self.bucket.place}/{newest.path}")
        there = self.bucket.listed(self.folder)
        hashes = {sums.NAME: newest.sums, **hashes}
        for name in sorted(hashes, key=_order):
            path = f"{self.folder}/{name}"
            if name in there and self.bucket.said_sha256(path) == hashes[name]:
                continue
            file = self._file(newest, name, spare)
            self.bucket.send(path, file, hashes[name], lasting=False)
            self.step(f"latest/{name} in place")
        for name in sorted(set(there) - set(hashes)):
            self.bucket.delete(f"{self.folder}/{name}")

    def _file(self, newest: IndexedVersion, name: str, spare: Path) -> Path:
        """Return a file of the newest version on this machine."""
        if newest.sums == self.staged.entry.sums:
            return self.staged.folder / name
        file = spare / name
        file.parent.mkdir(parents=True, exist_ok=True)
        self.bucket.download(f"{newest.path}/{name}", file)
        return file


def _order(name: str) -> tuple[bool, bool, str]:
    """Sort SHA256SUMS first, by which a reader sees that others belong to another version."""
    return name != sums.NAME, name == descriptor.NAME, name
