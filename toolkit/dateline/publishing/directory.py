"""Publishing to a folder.

    <target>/index.json
    <target>/<dataset>/latest/…
    <target>/<dataset>/<version>/…

Everything is written and checked in a hidden folder of the target first. Then three
renames make it public, each in one step: the version's folder, `latest`, `index.json`. Killed
at any moment, a reader sees the old state or the new one; the next run removes what the
killed one left and does what it had not done. `latest` is a copy: links of either kind
are lost on static hosts, in archives and on some file systems, and a hard link would let
an edit of `latest` reach the version.
"""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, PublishError
from dateline.package import Document, index, sums
from dateline.publishing import exchange, files, guard, planning, standing
from dateline.publishing.fetching import fetch_verified
from dateline.publishing.lock import locked
from dateline.publishing.staged import Staged, stage, staged_elsewhere
from dateline.publishing.survey import describe, published_versions
from dateline.publishing.target import Published, nothing, some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from dateline.package import Release, Written
    from dateline.package.index import IndexedVersion

LATEST: Final = "latest"
_STAGE = ".dateline-publish-"
_OWN = re.compile(r"\.dateline-publish-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Directory:
    """A folder to publish to; made if it is not there. A `Target`."""

    path: Path

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.path)

    def versions(self, dataset: str) -> list[IndexedVersion]:
        """Return the versions that the folder holds of a dataset, the newest first.

        Raises:
            PublishError: as `survey.published_versions`.

        """
        with guard.faults(self.path):
            return planning.of_dataset(self._known(), dataset)

    def fetch(self, dataset: str, version: str, paths: Collection[str], to: Path) -> None:
        """Copy files of a published version below the folder `to`, each verified by its hash.

        Raises:
            PublishError: if there is no such version or file, or if it was changed.

        """
        with guard.faults(self.path):
            entry = planning.chosen(self._known(), dataset, version, self.place)
            fetch_verified(entry, paths, to, lambda path, place: self._copy(entry, path, place), self.place)

    def _copy(self, entry: IndexedVersion, path: str, place: Path) -> None:
        shutil.copyfile(self.path / entry.path / path, place)

    def _known(self) -> list[IndexedVersion]:
        guard.insist_folder(self.path)
        return published_versions(self.path) if self.path.exists() else []

    def publish(
        self,
        release: Release,
        *,
        check: Callable[[Path], None] | None = None,
        step: Callable[[str], None] | None = None,
    ) -> Published:
        """Write a release to the folder, see `Target.publish`.

        Raises:
            PublishError: if the folder cannot be written, is in use, or holds this version
                with other records; nothing is changed then.

        """
        tell = step or nothing
        with guard.faults(self.path), guard.folder(self.path), locked(self.path):
            _remove_leftovers(self.path)
            staging = self.path / f"{_STAGE}{secrets.token_hex(8)}"
            staging.mkdir()
            tell("started")
            try:
                return self._run(staging, release, check, tell)
            finally:
                shutil.rmtree(staging, ignore_errors=True)  # the next run tries again

    def _run(
        self,
        staging: Path,
        release: Release,
        check: Callable[[Path], None] | None,
        step: Callable[[str], None],
    ) -> Published:
        known = self._known()
        staged = stage(release, staging / "version", check)
        step("release written")
        run = _Run(self.path, staged, known, step)
        found = run.standing()
        run.show(None if found else staged.folder, run.prepare_latest(staging), run.prepare_index(staging))
        return found or run.published()

    def plan(self, release: Release, *, check: Callable[[Path], None] | None = None) -> list[str]:
        """Say what `publish` would do, a line each; nothing is written in the folder.

        Raises:
            PublishError: as `publish`.

        """
        with staged_elsewhere(release, check) as staged, guard.faults(self.path):
            run = _Run(self.path, staged, self._known(), nothing)
            found = run.standing()
            return planning.lines(
                staged, self.place, run.known, found, latest=run.wanted_latest(), index=run.new_index()
            )


def publish_directory(
    target: Path,
    release: Release,
    *,
    check: Callable[[Path], None] | None = None,
    step: Callable[[str], None] | None = None,
) -> Published:
    """Write a release to a folder, see `Directory.publish`."""
    return Directory(target).publish(release, check=check, step=step)


def _remove_leftovers(target: Path) -> None:
    """Remove what killed runs left. The lock is held: no living run owns any of it."""
    for path in target.iterdir():
        if not _OWN.fullmatch(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@dataclass(frozen=True, slots=True)
class _Run:
    """One publication of a release that is finished, to a folder that holds the `known` versions."""

    target: Path
    staged: Staged
    known: list[IndexedVersion]
    step: Callable[[str], None]

    @property
    def _home(self) -> Path:
        return self.target / self.staged.entry.dataset

    @property
    def _place(self) -> Path:
        return self.target / self.staged.entry.path

    @property
    def _entries(self) -> list[IndexedVersion]:
        """What the index lists afterwards. A version that stands keeps its entry."""
        entry = self.staged.entry
        return self.known if any(each.path == entry.path for each in self.known) else [*self.known, entry]

    def published(self) -> Published:
        return replace(self.staged.outcome(str(self._place), "published"), folder=self._place)

    def standing(self) -> Published | None:
        """Return the outcome if the version stands in the target already.

        Raises:
            PublishError: if it was damaged, or holds other records.

        """
        if not self._place.exists() and not self._place.is_symlink():
            return None
        found = _insist_whole(self._place)
        differs = standing.would_differ(
            self.staged, lambda path: (self._place / path).read_bytes(), str(self._place)
        )
        size = sum(each.bytes for each in found.values())
        outcome = self.staged.outcome(str(self._place), "standing" if differs else "identical", differs)
        return replace(outcome, folder=self._place, files=len(found), bytes=size)

    def wanted_latest(self) -> str | None:
        """Return the version that `latest` must become a copy of; None if it is one already.

        Raises:
            PublishError: if dateline did not write what stands at `latest`.

        """
        place = self._home / LATEST
        there = place.exists() or place.is_symlink()
        if there and describe(place) is None:
            hint = "move it away, then publish again"
            raise PublishError(Problem("dateline did not write this", str(place), help=hint))
        newest = planning.of_dataset(self._entries, self.staged.entry.dataset)[0].version
        return None if there and files.listed(place) == self._source(newest)[1] else newest

    def _source(self, version: str) -> tuple[Path, dict[str, Written]]:
        """Return where a version's files are now, and what they are."""
        folder = self._home / version
        if folder.is_dir():
            return folder, files.listed(folder)
        return self.staged.folder, dict(self.staged.written)

    def new_index(self) -> bytes | None:
        """Return what index.json must become; None if it is that already."""
        content = index.index_text(self._entries)
        place = self.target / index.NAME
        return None if place.exists() and place.read_bytes() == content else content

    def prepare_latest(self, staging: Path) -> Path | None:
        version = self.wanted_latest()
        if version is None:
            return None
        copied = staging / LATEST
        source, written = self._source(version)
        files.copy_release(source, copied, written)
        return copied

    def prepare_index(self, staging: Path) -> Path | None:
        content = self.new_index()
        if content is None:
            return None
        files.write_document(Document(index.NAME, content), staging / index.NAME)
        return staging / index.NAME

    def show(self, staged: Path | None, latest: Path | None, listing: Path | None) -> None:
        """Make what is prepared public; None is in place already."""
        self.step("all prepared")
        with guard.folder(self._home):
            if staged is not None:
                staged.rename(self._place)
                files.sync(self._home)
                self.step("version in place")
            if latest is not None:
                spare = latest.with_name("old")
                exchange.put_in_place(latest, self._home / LATEST, spare, self.step)
                files.sync(self._home)
                self.step("latest in place")
            if listing is not None:
                listing.replace(self.target / index.NAME)
                files.sync(self.target)
                self.step("index in place")


def _insist_whole(place: Path) -> dict[str, Written]:
    """Measure a published version.

    Raises:
        PublishError: if it is not what its SHA256SUMS says.

    """
    if describe(place) is None:
        hint = "move it away, then publish again"
        raise PublishError(Problem("dateline did not write this", str(place), help=hint))
    found = files.listed(place)
    expected = standing.read_sums((place / sums.NAME).read_bytes(), str(place))
    hashes = {path: each.sha256 for path, each in found.items() if path != sums.NAME}
    changed = [path for path in {*hashes, *expected} if hashes.get(path) != expected.get(path)]
    if changed:
        message = f"this version was changed after it was published: {some(changed)}"
        raise PublishError(Problem(message, str(place), help="put the folder back from a copy"))
    return found
