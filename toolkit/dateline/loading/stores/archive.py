"""A package in a zip archive. Nothing is unpacked but what is asked for, and that into the cache."""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.document import quoted
from dateline.errors import PackageError, Problem
from dateline.loading import hashing
from dateline.read import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dateline.loading.cache import Cache

_BLOCK: Final = 1 << 20
_BOMB_SIZE, _BOMB_RATIO = 1 << 30, 200
"""Beyond this size, what unpacks to more than so many times itself is refused, whatever is said of it."""
_MOST_FILES = 100_000
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class ArchiveStore:
    """A folder in a zip archive.

    Args:
        archive: where the archive stands.
        label: what to call it.
        members: its files by path; what is no plain file, or leads out of it, is not among them.
        prefix: the folder, with a slash at its end; empty for the archive itself.
        cache: where to unpack to.

    """

    archive: Path
    label: str
    members: Mapping[str, zipfile.ZipInfo]
    prefix: str
    cache: Cache

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.prefix.rstrip("/").rpartition("/")[2]

    def shown(self, path: str = "") -> str:
        """Return what to call the folder, or a file in it."""
        inner = f"{self.prefix}{path}".rstrip("/")
        return f"{self.label}/{inner}" if inner else self.label

    def document(self, path: str, *, limit: int, sha256: str | None = None) -> bytes | None:
        """Return a small file's content; None if it is not there."""
        info = self.members.get(self.prefix + path)
        if info is None:
            return None
        content = b"".join(self._blocks(info, path, limit))
        if sha256 is not None:
            hashing.compare(hashing.of_bytes(content), sha256, self.shown(path))
        return content

    def file(self, path: str, *, sha256: str | None = None, size: int | None = None) -> Path:
        """Return a file, unpacked into the cache."""
        why = paths.refusal(path)
        if why:
            message = f"the package names the path '{path}', which is refused: {why}"
            raise PackageError(Problem(message, self.shown()))
        found = None if sha256 is None else self.cache.find(sha256)
        if found is not None:
            return found
        info = self.members.get(self.prefix + path)
        if info is None:
            raise PackageError(Problem("the package names this file, and it is not there", self.shown(path)))
        with self.cache.incoming() as incoming:
            for block in self._blocks(info, path, info.file_size if size is None else size):
                incoming.write(block)
            if sha256 is not None:
                hashing.compare(incoming.sha256, sha256, self.shown(path))
            return self.cache.keep(incoming)

    def below(self, path: str) -> ArchiveStore:
        """Return a folder of this one."""
        return ArchiveStore(self.archive, self.label, self.members, f"{self.prefix}{path}/", self.cache)

    def above(self) -> ArchiveStore | None:
        """Return the folder that holds this one; nothing lies above the archive."""
        if not self.prefix:
            return None
        head = self.prefix.rstrip("/").rpartition("/")[0]
        return ArchiveStore(self.archive, self.label, self.members, f"{head}/" if head else "", self.cache)

    def _blocks(self, info: zipfile.ZipInfo, path: str, limit: int) -> Iterator[bytes]:
        """Unpack a file; what it says of its own size is not believed."""
        done = 0
        with _faults(self.shown(path)), zipfile.ZipFile(self.archive) as archive, archive.open(info) as file:
            while block := file.read(_BLOCK):
                done += len(block)
                if done > limit:
                    message = f"the file has more than the {limit:,} bytes that are expected"
                    raise PackageError(Problem(message, self.shown(path)))
                if done > _BOMB_SIZE and done > _BOMB_RATIO * info.compress_size:
                    message = f"the file unpacks to more than {_BOMB_RATIO} times its size, which is refused"
                    raise PackageError(Problem(message, self.shown(path)))
                yield block


def open_archive(archive: Path, label: str, cache: Cache) -> ArchiveStore:
    """Open an archive: the folder in it that everything lies in, if there is one, or its top.

    Raises:
        PackageError: if it is no zip archive, or one whose files nobody can tell apart.

    """
    with _faults(label), zipfile.ZipFile(archive) as opened:
        listed = [each for each in opened.infolist() if not each.is_dir()]
    kept = [each for each in listed if not each.filename.startswith("__MACOSX/")]
    if len(kept) > _MOST_FILES:
        raise PackageError(Problem(f"the archive holds more than {_MOST_FILES:,} files", label))
    members = {each.filename: each for each in kept}
    if len(members) < len(kept):
        raise PackageError(Problem("the archive holds two files of the same name", label))
    for each in kept:
        _insist_plain(each, label)
    tops = {name.partition("/")[0] for name in members}
    alone = len(tops) == 1 and all("/" in name for name in members)
    return ArchiveStore(archive, label, members, f"{tops.pop()}/" if alone else "", cache)


def _insist_plain(info: zipfile.ZipInfo, label: str) -> None:
    """Refuse an archive with links, or with names that lead out of it: nobody sound makes one.

    Raises:
        PackageError: naming what is refused.

    """
    kind = stat.S_IFMT(info.external_attr >> 16)
    why = paths.refusal(info.filename)
    if kind not in (0, stat.S_IFREG):
        why = "it is a link, or no plain file"
    if info.flag_bits & 0x1:
        why = "it is encrypted"
    if why:
        message = f"the archive holds {quoted(info.filename)}, which is refused: {why}"
        raise PackageError(Problem(message, label))


@contextmanager
def _faults(shown: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise PackageError(Problem(f"this zip archive cannot be read: {error}", shown)) from None
    except OSError as error:
        raise PackageError(Problem(f"this cannot be read: {error.strerror or error}", shown)) from None
