"""The files that a package names: below its folder, as large as it says, unpacked where need be.

Safety as in Data Package v2 (https://datapackage.org/standard/glossary/#url-or-path) and in
frictionless: no path that is absolute, goes up or leaves the folder through a link.
"""

from __future__ import annotations

import bz2
import hashlib
import lzma
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dateline.document import Node, quoted
from dateline.errors import PackageError, Problem
from dateline.read.paths import inside, refusal, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from dateline.foreign.ledger import Ledger

_BLOCK = 1 << 20
_BOMB_SIZE, _BOMB_RATIO = 1 << 30, 200
"""Beyond this size, a file that unpacks to more than so many times itself is refused."""
_WEB = ("http:", "https:", "ftp:", "ftps:", "s3:", "gs:", "sftp:")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


@dataclass(slots=True)
class Files:
    """The files of one package, as they are found. `shown` is how findings call unpacked ones."""

    folder: Path
    ledger: Ledger
    stack: ExitStack
    shown: dict[Path, str] = field(default_factory=dict)
    _room: Path | None = None

    def show(self, path: Path) -> str:
        """Return a file's name for findings."""
        return self.shown.get(path) or show(path)

    def find(self, node: Node, table: str | None, rule: str = "resource-error") -> Path | None:
        """Return where a file stands that a descriptor names; None, and a finding, if it may not be read."""
        if not isinstance(node.value, str) or not node.value:
            self.ledger.refuse(rule, node, f"a path must be text, not {node.described}", table=table)
            return None
        if node.value.lower().startswith(_WEB):
            message = f"{quoted(node.value)} is on the web: this version reads local files only"
            help_ = "download the file, and name its path"
            self.ledger.refuse("scheme-error", node, message, help_, table=table)
            return None
        path = tidy(node.value)
        why = refusal(path)
        if why:
            message = f"the path {quoted(node.value)} is not safe: {why}"
            self.ledger.refuse(rule, node, message, "name a file below the package's folder", table=table)
            return None
        return self._inside(node, path, table, rule)

    def _inside(self, node: Node, path: str, table: str | None, rule: str) -> Path | None:
        if not os.path.lexists(self.folder / path):
            self.ledger.refuse("file-missing", node, f"there is no file {quoted(node.value)}", table=table)
            return None
        try:
            return inside(self.folder, path)
        except PackageError as error:
            message = f"{quoted(node.value)}: {error.problems[0].message}"
            self.ledger.refuse(rule, node, message, table=table)
            return None

    def room(self) -> Path:
        """Return a folder for what is unpacked; it goes when the check is done."""
        if self._room is None:
            self._room = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-")))
        return self._room

    def write(self, text: str, shown: str) -> Path:
        """Lay a text down as a file that findings call `shown`."""
        path = self.room() / f"{len(self.shown)}.txt"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        self.shown[path] = shown
        return path

    def unpack(self, path: Path, compression: str, resource: Node, table: str) -> Path | None:
        """Unpack a file; None, and a finding, if it cannot be."""
        place = self.room() / f"{len(self.shown)}.txt"
        said = resource.child("innerpath").value
        member = None
        try:
            with place.open("wb") as out:
                if compression == "zip":
                    member = _unzip(path, out, said if isinstance(said, str) else None)
                else:
                    with bz2.open(path) if compression == "bz2" else lzma.open(path) as packed:
                        _copy(packed, out, path.stat().st_size)
        except _TooLargeError as error:
            self._cannot(path, str(error), table)
        except _BROKEN as error:
            self._cannot(path, f"the compressed file cannot be unpacked: {error}", table)
        else:
            self.shown[place] = f"{self.show(path)}/{member}" if member else self.show(path)
            return place
        return None

    def _cannot(self, path: Path, message: str, table: str) -> None:
        self.ledger.tell("compression-error", [Problem(message, self.show(path))], table)


def tidy(path: str) -> str:
    """Leave out what says nothing: `./data//a.csv` is `data/a.csv`."""
    if path.startswith("/"):
        return path
    return "/".join(part for part in path.split("/") if part not in ("", "."))


class _TooLargeError(Exception):
    """A packed file that unpacks to far more than any table does."""


def _unzip(path: Path, out: IO[bytes], wanted: str | None) -> str:
    """Unpack the one file of an archive, or the one that is wanted; return its name."""
    with zipfile.ZipFile(path) as archive:
        names = [each.filename for each in archive.infolist() if not each.is_dir()]
        names = [each for each in names if not each.startswith("__MACOSX/")]
        if wanted is not None and wanted not in names:
            raise zipfile.BadZipFile(f"there is no {quoted(wanted)} in it")
        if wanted is None and len(names) != 1:
            raise zipfile.BadZipFile(f"it holds {len(names)} files; 'innerpath' says which one is meant")
        name = wanted or names[0]
        with archive.open(name) as packed:
            _copy(packed, out, path.stat().st_size)
        return name


def _copy(packed: IO[bytes], out: IO[bytes], size: int) -> None:
    done = 0
    while block := packed.read(_BLOCK):
        done += len(block)
        if done > _BOMB_SIZE and done > _BOMB_RATIO * size:
            raise _TooLargeError(
                f"the file unpacks to more than {_BOMB_RATIO} times its size: is it a table?"
            )
        out.write(block)


def check_size(resource: Node, paths: list[Path], table: str, files: Files) -> None:
    """Compare a resource's file with the `bytes` and the `hash` that the descriptor says it has."""
    told = [key for key in ("bytes", "hash") if resource.child(key).value not in (None, "", 0)]
    if len(paths) != 1:
        if told and paths:
            files.ledger.note(
                f"'{table}': {' and '.join(told)} not compared: the standard defines them for one file"
            )
        return
    if "bytes" in told:
        _bytes(resource.child("bytes"), paths[0], table, files)
    if "hash" in told:
        _hash(resource.child("hash"), paths[0], table, files)


def _bytes(node: Node, path: Path, table: str, files: Files) -> None:
    if not isinstance(node.value, int) or isinstance(node.value, bool):
        files.ledger.refuse(
            "resource-error", node, f"'bytes' must be a whole number, not {node.described}", table=table
        )
    elif (size := path.stat().st_size) != node.value:
        files.ledger.refuse(
            "byte-count", node, f"{files.show(path)} has {size:,} bytes, not {node.value:,}", table=table
        )


def _hash(node: Node, path: Path, table: str, files: Files) -> None:
    """Compare a hash: MD5, unless another algorithm stands before a colon."""
    if not isinstance(node.value, str):
        files.ledger.refuse("resource-error", node, f"'hash' must be text, not {node.described}", table=table)
        return
    name, _, digest = node.value.rpartition(":")
    name = name.lower().replace("-", "") or "md5"
    if name not in hashlib.algorithms_available or name.startswith("shake"):
        files.ledger.note(f"'{table}': its hash was not compared: {quoted(name)} is no algorithm known here")
        return
    found = hashlib.new(name, usedforsecurity=False)
    for block in _blocks(path):
        found.update(block)
    if found.hexdigest() != digest.lower():
        message = f"{files.show(path)} has another hash: it is not the file that was described"
        files.ledger.refuse(
            "hash-count", node, message, f"{name}:{found.hexdigest()}, if the file is right", table=table
        )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            yield block
