"""What a place must offer in which a package stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path

INDEX_LIMIT: Final = 16_000_000
"""The most bytes that an index.json from elsewhere may have: some 60,000 versions."""
SUMS_LIMIT: Final = 16_000_000
"""The most bytes that a SHA256SUMS from elsewhere may have."""
DESCRIPTOR_LIMIT: Final = 32_000_000
"""The most bytes that a datapackage.json from elsewhere may have."""
DATA_LIMIT: Final = 16 << 30
"""The most bytes of a data file of which nobody says how large it is."""


class Store(Protocol):
    """A folder, wherever it stands. Paths are relative, with slashes, as packages write them."""

    @property
    def name(self) -> str:
        """The folder's own name; empty if it has none."""

    def shown(self, path: str = "") -> str:
        """Return what to call the folder, or a file in it; no secret is part of it."""

    def document(self, path: str, *, limit: int, sha256: str | None = None) -> bytes | None:
        """Return a small file's content; None if it is not there.

        Args:
            path: the file's.
            limit: the most bytes that it may have.
            sha256: the hash that it must have, where it is known.

        Raises:
            PackageError: if it cannot be read, is too large, or has another hash.

        """

    def file(self, path: str, *, sha256: str | None = None, size: int | None = None) -> Path:
        """Return a data file on this machine's disk.

        Args:
            path: the file's.
            sha256: the hash that it must have, where it is known.
            size: its bytes, where they are known.

        Raises:
            PackageError: if it is not there, cannot be had, or has another hash.

        """

    def below(self, path: str) -> Store:
        """Return a folder of this one."""

    def above(self) -> Store | None:
        """Return the folder that holds this one; None if there is none."""
