"""Fetched files, kept by the hash of their content; safe for many processes at once.

    <cache>/sha256/ab/abcdef…       a file, named by its SHA-256
    <cache>/addresses/<hash>.json   what last stood at an address: the file's hash, what tells its state
    <cache>/partial/…               files that are on their way

A file is written under a name of its own, brought to the disk, then renamed: whoever looks
sees a whole file or none. Two that fetch the same file write the same bytes. What is read
is hashed first, so a damaged file is found, thrown away and fetched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from dateline.errors import PackageError, Problem
from dateline.loading import hashing
from dateline.loading.settings import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ABANDONED = 7 * 86_400
"""Seconds after which a file on its way has been left by a process that was killed."""
_FORMAT: Final = "dateline-address/1"


@dataclass(frozen=True, slots=True)
class Seen:
    """What last stood at an address."""

    sha256: str
    etag: str | None = None
    modified: str | None = None


class Incoming:
    """A file on its way into the cache: written, hashed, counted."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.size = 0
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, block: bytes, /) -> None:
        """Take the next bytes."""
        self._file.write(block)
        self._digest.update(block)
        self.size += len(block)

    def restart(self) -> None:
        """Forget all bytes."""
        self._file.seek(0)
        self._file.truncate()
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of what has come so far."""
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Bring the bytes to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


@dataclass(frozen=True, slots=True)
class Cache:
    """The cache in a folder, which is made when it is first written to."""

    folder: Path

    def find(self, sha256: str) -> Path | None:
        """Return the file with this hash; None if there is none. A damaged one is thrown away."""
        path = self._place(sha256)
        if not path.is_file():
            return None
        if hashing.sha256(path) == sha256:
            return path
        with contextlib.suppress(OSError):  # somebody else may have thrown it away, or put a sound one there
            path.unlink()
        return None

    @contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """Open a file for what is fetched; it is gone afterwards, unless it was kept.

        Raises:
            PackageError: if the cache cannot be written.

        """
        with self._faults():
            folder = self.folder / "partial"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep(folder)
            path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
            with path.open("xb") as file:
                try:
                    yield Incoming(path, file)
                finally:
                    file.close()
                    path.unlink(missing_ok=True)

    def keep(self, incoming: Incoming) -> Path:
        """Take a file in by the hash of its content; return where it stands.

        Raises:
            PackageError: if the cache cannot be written.

        """
        with self._faults():
            incoming.finish()
            place = self._place(incoming.sha256)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                incoming.path.replace(place)
            except PermissionError:  # on Windows: somebody reads the same file, which another has put there
                if self.find(incoming.sha256) is None:
                    raise
            _sync(place.parent)
            return place

    def add(self, content: bytes) -> Path:
        """Take in a small file.

        Raises:
            PackageError: if the cache cannot be written.

        """
        found = self.find(hashlib.sha256(content).hexdigest())
        if found is not None:
            return found
        with self.incoming() as incoming:
            incoming.write(content)
            return self.keep(incoming)

    def seen(self, address: str) -> Seen | None:
        """Return what last stood at an address; None if that is not known, or the file is gone."""
        try:
            said = json.loads(self._note(address).read_bytes())
            if (
                said["format"] != _FORMAT
                or said["address"] != address
                or not _DIGEST.fullmatch(said["sha256"])
            ):
                return None
            return Seen(said["sha256"], _text(said["etag"]), _text(said["modified"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # a note that is missing or damaged is as good as none

    def remember(self, address: str, seen: Seen) -> None:
        """Note what stands at an address. `address` must hold no secret.

        Raises:
            PackageError: if the cache cannot be written.

        """
        said = {"format": _FORMAT, "address": address, "sha256": seen.sha256}
        text = json.dumps({**said, "etag": seen.etag, "modified": seen.modified}, indent=2)
        place = self._note(address)
        with self.incoming() as incoming:
            incoming.write(f"{text}\n".encode())
            incoming.finish()
            place.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(PermissionError):  # on Windows: somebody notes the same at this moment
                incoming.path.replace(place)

    def _place(self, sha256: str) -> Path:
        return self.folder / "sha256" / sha256[:2] / sha256

    def _note(self, address: str) -> Path:
        return self.folder / "addresses" / f"{hashlib.sha256(address.encode()).hexdigest()}.json"

    def _sweep(self, folder: Path) -> None:
        """Throw away what processes left that were killed long ago."""
        long_ago = time.time() - _ABANDONED
        for path in folder.iterdir():
            with contextlib.suppress(OSError):  # another process may sweep as well
                if path.stat().st_mtime < long_ago:
                    path.unlink()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            hint = f"name another folder for it: {CACHE}=FOLDER"
            message = f"the cache cannot be written: {error.strerror}"
            raise PackageError(Problem(message, str(self.folder), help=hint)) from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _sync(folder: Path) -> None:
    """Have the folder's list of names written to the disk."""
    if sys.platform == "win32":
        return  # Windows has no such call for folders, and needs none
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
