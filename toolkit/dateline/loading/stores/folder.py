"""A package in a folder of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem
from dateline.loading import hashing
from dateline.read import paths

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder. Nothing is copied; what is read is hashed first, where a hash is known."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name, however it was written."""
        return self.path.resolve().name

    def shown(self, path: str = "") -> str:
        """Return the path of the folder, or of a file in it."""
        return str(self.path / path)

    def document(self, path: str, *, limit: int, sha256: str | None = None) -> bytes | None:
        """Return a small file's content; `limit` is for strangers, a person's own disk has none."""
        del limit
        place = self.path / path
        if not place.is_file():
            return None
        if sha256 is not None:
            hashing.require(place, sha256)
        try:
            return place.read_bytes()
        except OSError as error:
            raise PackageError(Problem(f"this cannot be read: {error.strerror}", str(place))) from None

    def file(self, path: str, *, sha256: str | None = None, size: int | None = None) -> Path:
        """Return where a file stands, its hash verified."""
        del size
        place = paths.inside(self.path, path)
        if sha256 is not None:
            hashing.require(place, sha256)
        return place

    def below(self, path: str) -> FolderStore:
        """Return a folder of this one."""
        return FolderStore(self.path / path)

    def above(self) -> FolderStore | None:
        """Return the folder that holds this one."""
        whole = self.path.resolve()
        return None if whole.parent == whole else FolderStore(whole.parent)
