"""A version's folder in a bucket: claimed, written, read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.package import descriptor, record, sums
from dateline.publishing import standing
from dateline.publishing.target import some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from dateline.package.index import IndexedVersion
    from dateline.publishing.bucket import Bucket
    from dateline.publishing.staged import Staged


@dataclass(frozen=True, slots=True)
class Version:
    """The folder of the version that is to be published.

    Args:
        bucket: where it is.
        staged: the release, finished on this disk.
        step: told the name of each step that is done.

    """

    bucket: Bucket
    staged: Staged
    step: Callable[[str], None]

    @property
    def _path(self) -> str:
        return self.staged.entry.path

    @property
    def _place(self) -> str:
        return f"{self.bucket.place}/{self._path}"

    def get(self, name: str) -> bytes:
        """Return a file that stands there.

        Raises:
            PublishError: if it is gone.

        """
        found = self.bucket.get(f"{self._path}/{name}")
        if found is None:
            message = "this is gone from a published version"
            raise PublishError(Problem(message, f"{self._place}/{name}", help="put it back from a copy"))
        return found[0]

    def insist_claim(self, there: Collection[str]) -> None:
        """Go on if what stands there was begun with the content of this release.

        Raises:
            PublishError: if it was begun with other content, or not by dateline.

        """
        foreign = sorted(set(there) - set(self.staged.written))
        if foreign or sums.NAME not in there:
            message = f"dateline did not write this: {some(foreign or there)}"
            raise PublishError(Problem(message, self._place, help="move it away, then publish again"))
        if self.get(sums.NAME) != self.staged.read(sums.NAME):
            message = "somebody began to publish this version with other content, and it is not finished"
            hint = "wait for them; if nobody is at it, remove this folder or publish another version"
            raise PublishError(Problem(message, self._place, help=hint))

    def whole(self, there: Collection[str]) -> str:
        """Read every byte of the standing version; return the SHA-256 of its SHA256SUMS.

        Raises:
            PublishError: if it is not what its SHA256SUMS says.

        """
        listing = self.get(sums.NAME)
        expected = standing.read_sums(listing, self._place)
        changed = (set(there) - {sums.NAME}) ^ set(expected)
        changed |= {
            name
            for name in expected.keys() & set(there)
            if self.bucket.sha256(f"{self._path}/{name}") != expected[name]
        }
        if changed:
            message = f"this version was changed after it was published: {some(changed)}"
            raise PublishError(Problem(message, self._place, help="put it back from a copy"))
        return hashlib.sha256(listing).hexdigest()

    def described(self, there: dict[str, int]) -> IndexedVersion:
        """Return the entry of a whole version that no index lists yet."""
        facts = json.loads(self.get(record.NAME))
        digest = hashlib.sha256(self.get(sums.NAME)).hexdigest()
        entry = self.staged.entry
        title, created = str(facts["title"]), str(facts["created"])
        return replace(entry, title=title, created=created, bytes=sum(there.values()), sums=digest)

    def write(self) -> None:
        """Write the version's files, each unless it is there, and read all of them back.

        Raises:
            PublishError: if another publisher claimed the version with other content, or if
                the bucket holds other bytes than were sent.

        """
        names = sorted(set(self.staged.written) - {sums.NAME, descriptor.NAME})
        self._put(sums.NAME)
        if self.get(sums.NAME) != self.staged.read(sums.NAME):
            self.insist_claim({sums.NAME})
        self.step("version claimed")
        there = self.bucket.listed(self._path)
        for name in names:
            self._put(name, there)
            self.step(f"{name} in place")
        self._verify(names)
        self._put(descriptor.NAME, there)
        self._verify([descriptor.NAME])
        self.step("version in place")

    def _put(self, name: str, there: Collection[str] = ()) -> None:
        """Write a file unless it is there. The claim is held: only equal bytes can come between."""
        measured = self.staged.written[name]
        file, path = self.staged.folder / name, f"{self._path}/{name}"
        if name in there:
            return
        if measured.bytes > self.bucket.whole:
            self.bucket.send(path, file, measured.sha256, lasting=True)
        else:
            self.bucket.create(path, file, measured.sha256, lasting=True)

    def _verify(self, names: Collection[str]) -> None:
        for name in names:
            if self.bucket.sha256(f"{self._path}/{name}") != self.staged.written[name].sha256:
                message = "the bucket holds other bytes than were sent, so the index does not list it"
                hint = "remove this object, then publish again"
                raise PublishError(Problem(message, f"{self._place}/{name}", help=hint))
