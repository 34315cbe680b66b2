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
from typing import TYPE_CHECKING, Final, Literal

from dateline.errors import Problem, PublishError
from dateline.package import Document, index
from dateline.package.versions import newest_first
from dateline.publishing import exchange, files, guard
from dateline.publishing.lock import locked
from dateline.publishing.survey import describe, published_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dateline.package import Release, Written
    from dateline.package.index import IndexedVersion

LATEST: Final = "latest"
_STAGE = ".dateline-publish-"
_OWN = re.compile(r"\.dateline-publish-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a release came to.

    Args:
        dataset: the dataset's name.
        version: the version's number.
        folder: where it stands.
        status: "identical" if it stood there already, to the byte.
        files: how many files it has.
        bytes: the size of them all.

    """

    dataset: str
    version: str
    folder: Path
    status: Literal["published", "identical"]
    files: int
    bytes: int

    def __str__(self) -> str:
        name = f"{self.dataset} {self.version}"
        if self.status == "identical":
            return f"{name} is already published, identical: {self.folder}"
        return f"{name}: {self.files} files, {self.bytes:,} bytes in {self.folder}"


def _nothing(_: str) -> None:
    """Take no notice of a step."""


def publish_directory(
    target: Path,
    release: Release,
    *,
    check: Callable[[Path], None] | None = None,
    step: Callable[[str], None] = _nothing,
) -> Published:
    """Write a release to a folder.

    Args:
        target: the folder; made if it is not there.
        release: what to publish.
        check: called with the folder of the finished release before anything of it can
            be seen; what it raises stops the publication.
        step: told the name of each step that is done, for progress.

    Raises:
        PublishError: if the target cannot be written, is in use, or holds this version
            with other content; nothing is changed then.

    """
    with guard.faults(target), guard.folder(target), locked(target):
        _remove_leftovers(target)
        stage = target / f"{_STAGE}{secrets.token_hex(8)}"
        stage.mkdir()
        step("started")
        try:
            return _Run(target, release, stage, step).publish(check)
        finally:
            shutil.rmtree(stage, ignore_errors=True)  # the next run tries again


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
    """One publication: first all is prepared under `stage`, then shown."""

    target: Path
    release: Release
    stage: Path
    step: Callable[[str], None]

    @property
    def _home(self) -> Path:
        return self.target / self.release.dataset.name

    @property
    def _place(self) -> Path:
        return self._home / self.release.dataset.version

    def publish(self, check: Callable[[Path], None] | None) -> Published:
        known = published_versions(self.target)
        staged = self.stage / "version"
        written = files.write_release(self.release, staged)
        self.step("release written")
        if check is not None:
            check(staged)
        new = not self._stands(written)
        entry = self._entry(written, staged)
        entries = [each for each in known if each.path != entry.path] + [entry]
        latest = self._prepare_latest(entries, staged, written)
        listing = self._prepare_index(entries)
        self.step("all prepared")
        with guard.folder(self._home):
            self._show(staged if new else None, latest, listing)
        status: Literal["published", "identical"] = "published" if new else "identical"
        return Published(entry.dataset, entry.version, self._place, status, len(written), entry.bytes)

    def _stands(self, written: Mapping[str, Written]) -> bool:
        """Return whether the version stands in the target already.

        Raises:
            PublishError: if it stands there with other content.

        """
        if not self._place.exists() and not self._place.is_symlink():
            return False
        found = files.listed(self._place) if self._place.is_dir() else {}
        names = sorted(name for name in {*found, *written} if found.get(name) != written.get(name))
        if not names:
            return True
        message = f"version {self.release.dataset.version} is published, and this differs: {_some(names)}"
        hint = "a published version never changes: give the release another number"
        raise PublishError(Problem(message, str(self._place), help=hint))

    def _entry(self, written: Mapping[str, Written], staged: Path) -> IndexedVersion:
        described = describe(staged)
        assert described is not None  # it has just been written
        return replace(described, bytes=sum(each.bytes for each in written.values()))

    def _prepare_latest(
        self, entries: list[IndexedVersion], staged: Path, written: Mapping[str, Written]
    ) -> Path | None:
        """Copy the newest version, unless `latest` is like it already.

        Raises:
            PublishError: if dateline did not write what stands at `latest`.

        """
        place = self._home / LATEST
        if (place.exists() or place.is_symlink()) and describe(place) is None:
            hint = "move it away, then publish again"
            raise PublishError(Problem("dateline did not write this", str(place), help=hint))
        mine = self.release.dataset
        newest = newest_first([each.version for each in entries if each.dataset == mine.name])[0]
        source = staged if newest == mine.version else self._home / newest
        expected = written if newest == mine.version else files.listed(source)
        if place.exists() and files.listed(place) == expected:
            return None
        copied = self.stage / LATEST
        files.copy_release(source, copied, expected)
        return copied

    def _prepare_index(self, entries: list[IndexedVersion]) -> Path | None:
        content = index.index_text(entries)
        place = self.target / index.NAME
        if place.exists() and place.read_bytes() == content:
            return None
        prepared = Document(index.NAME, content)
        files.write_document(prepared, self.stage / prepared.path)
        return self.stage / prepared.path

    def _show(self, staged: Path | None, latest: Path | None, listing: Path | None) -> None:
        """Make what is prepared public; None is in place already."""
        if staged is not None:
            staged.rename(self._place)
            files.sync(self._home)
            self.step("version in place")
        if latest is not None:
            exchange.put_in_place(latest, self._home / LATEST, self.stage / "old", self.step)
            files.sync(self._home)
            self.step("latest in place")
        if listing is not None:
            listing.replace(self.target / index.NAME)
            files.sync(self.target)
            self.step("index in place")


_SHOWN = 5


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
