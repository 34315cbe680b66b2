"""Publishing to an S3-compatible bucket.

    <prefix>/index.json
    <prefix>/<dataset>/<version>/…
    <prefix>/<dataset>/latest/…

A bucket cannot change two objects in one step, so the order of single steps is what keeps
readers safe:

1. `SHA256SUMS` of the version is written if there is none: it lays down every byte of the
   version, and who wrote it first has claimed the number. Another publisher with the same
   content helps; one with other content is refused before it has written anything.
2. The version's files follow, each only if there is none; `datapackage.json`, which every
   program opens first, comes last. Then every byte is read back.
3. `index.json` is replaced on condition that nobody else has replaced it meanwhile.
4. `latest/` is brought up to date, object by object, until it is what `index.json` says.
   Programs follow `index.json`; whoever reads `latest/` in these moments finds by its
   SHA256SUMS that files of two versions stand there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, PublishError
from dateline.package import descriptor, index, sums
from dateline.publishing import planning, standing
from dateline.publishing.directory import LATEST
from dateline.publishing.fetching import fetch_verified
from dateline.publishing.s3_latest import Latest, read_indexed
from dateline.publishing.s3_version import Version
from dateline.publishing.staged import Staged, staged_elsewhere
from dateline.publishing.target import nothing, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from dateline.package import Release
    from dateline.package.index import IndexedVersion
    from dateline.publishing.bucket import Bucket
    from dateline.publishing.target import Published

_ATTEMPTS: Final = 20
"""How often other publishers may win the index before this one gives up."""


@dataclass(frozen=True, slots=True)
class S3:
    """A part of a bucket to publish to. A `Target`."""

    bucket: Bucket

    @property
    def place(self) -> str:
        """The bucket and the folder in it."""
        return self.bucket.place

    def versions(self, dataset: str) -> list[IndexedVersion]:
        """Return the versions that the index lists of a dataset, the newest first.

        Raises:
            PublishError: if the bucket cannot be read, or the index is not dateline's.

        """
        return planning.of_dataset(read_indexed(self.bucket)[0], dataset)

    def fetch(self, dataset: str, version: str, paths: Collection[str], to: Path) -> None:
        """Copy files of a published version below the folder `to`, each verified by its hash.

        Raises:
            PublishError: if there is no such version or file, or if it was changed.

        """
        entry = planning.chosen(read_indexed(self.bucket)[0], dataset, version, self.place)
        get = self.bucket.download
        fetch_verified(entry, paths, to, lambda path, at: get(f"{entry.path}/{path}", at), self.place)

    def publish(
        self,
        release: Release,
        *,
        check: Callable[[Path], None] | None = None,
        step: Callable[[str], None] | None = None,
    ) -> Published:
        """Write a release to the bucket, see `Target.publish`.

        Raises:
            PublishError: if the bucket cannot be reached or written, takes no conditional
                writes, or holds this version with other records.

        """
        tell = step or nothing
        read_indexed(self.bucket)  # before the work of building the release
        tell("started")
        with staged_elsewhere(release, check) as staged:
            tell("release written")
            return self.publish_staged(staged, step=step)

    def publish_staged(self, staged: Staged, *, step: Callable[[str], None] | None = None) -> Published:
        """Write a release that is finished on this disk to the bucket.

        Raises:
            PublishError: as `publish`.

        """
        return _Run(self.bucket, staged, step or nothing).publish()

    def plan(self, release: Release, *, check: Callable[[Path], None] | None = None) -> list[str]:
        """Say what `publish` would do, a line each; nothing is written in the bucket.

        Raises:
            PublishError: as `publish`.

        """
        read_indexed(self.bucket)
        with staged_elsewhere(release, check) as staged:
            return _Run(self.bucket, staged, nothing).plan()


@dataclass(frozen=True, slots=True)
class _Run:
    """One publication of a release that is finished."""

    bucket: Bucket
    staged: Staged
    step: Callable[[str], None]

    @property
    def _path(self) -> str:
        return self.staged.entry.path

    @property
    def _latest(self) -> str:
        return f"{self.staged.entry.dataset}/{LATEST}"

    @property
    def _place(self) -> str:
        return f"{self.bucket.place}/{self._path}"

    @property
    def _version(self) -> Version:
        return Version(self.bucket, self.staged, self.step)

    def publish(self) -> Published:
        found, entry = self._standing()
        self._insist_latest()
        self.bucket.insist_conditions()
        if found is None:
            self._version.write()
        self._list_version(entry)
        Latest(self.bucket, self.staged, self._latest, self.step).renew()
        return found or self.staged.outcome(self._place, "published")

    def plan(self) -> list[str]:
        found, entry = self._standing()
        self._insist_latest()
        known = read_indexed(self.bucket)[0]
        listed = any(each.path == entry.path for each in known)
        entries = known if listed else [*known, entry]
        newest = planning.of_dataset(entries, entry.dataset)[0]
        stale = self._stale_latest(newest)
        return planning.lines(
            self.staged,
            self.bucket.place,
            known,
            found,
            latest=newest.version if stale else None,
            index=None if listed else index.index_text(entries),
        )

    def _stale_latest(self, newest: IndexedVersion) -> bool:
        there = self.bucket.get(f"{self._latest}/{sums.NAME}")
        return there is None or hashlib.sha256(there[0]).hexdigest() != newest.sums

    def _standing(self) -> tuple[Published | None, IndexedVersion]:
        """Return the outcome if the version stands already, and its entry in the index.

        A version that is whole and not listed yet counts: its publisher was killed.

        Raises:
            PublishError: if it was damaged, or holds other records.

        """
        entry = self.staged.entry
        listed = [each for each in read_indexed(self.bucket)[0] if each.path == entry.path]
        there = self.bucket.listed(self._path)
        if not listed and not there:
            return None, entry
        if not listed and descriptor.NAME not in there:
            self._version.insist_claim(there)
            return None, entry
        found = self._version.whole(there)
        known = listed[0] if listed else self._version.described(there)
        if found != known.sums:
            message = "this version was changed after it was published"
            raise PublishError(Problem(message, self._place, help="put it back from a copy"))
        differs = standing.would_differ(self.staged, self._version.get, self._place)
        outcome = self.staged.outcome(self._place, "standing" if differs else "identical", differs)
        return replace(outcome, files=len(there), bytes=sum(there.values())), known

    def _insist_latest(self) -> None:
        """Go on if `latest/` is empty or dateline's."""
        there = self.bucket.listed(self._latest)
        if there and sums.NAME not in there:
            place = f"{self.bucket.place}/{self._latest}"
            message = f"dateline did not write this: {some(there)}"
            raise PublishError(Problem(message, place, help="move it away, then publish again"))

    def _list_version(self, entry: IndexedVersion) -> None:
        """Add the version to index.json, on top of whatever others have added meanwhile."""
        for _ in range(_ATTEMPTS):
            known, tag = read_indexed(self.bucket)
            if any(each.path == entry.path for each in known):
                return
            content = index.index_text([*known, entry])
            digest = hashlib.sha256(content).hexdigest()
            if tag is None:
                done = self.bucket.create(index.NAME, content, digest, lasting=False)
            else:
                done = self.bucket.replace(index.NAME, content, digest, tag)
            if done:
                self.step("index in place")
                return
        message = "others change the index all the time; the version is in place and not listed yet"
        place = f"{self.bucket.place}/{index.NAME}"
        raise PublishError(Problem(message, place, help="publish again"))
