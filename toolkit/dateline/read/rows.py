"""Rows gathered from text, on their way into one lazy frame.

Rows wait in a list, then in frames, and beyond `SPILL` bytes on disk: a table that has
to be read the careful way may be larger than memory.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.errors import DatasetFileError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

FLUSH = 1 << 24
"""Characters of rows that wait before they become a frame."""
SPILL = 1 << 28
"""Bytes of frames that are kept in memory."""


class Mark(NamedTuple):
    """A point to which `Rows` can go back."""

    rows: int
    frames: int


class Rows:
    """Gathers rows and frames, in order."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.schema = {
            **dict.fromkeys(fields, pl.String()),
            FILE: pl.UInt32(),
            RECORD: pl.UInt32(),
            BROKEN: pl.Boolean(),
        }
        self.folder: Path | None = None
        """Where frames were spilled to; whoever takes the frame removes it with `remove`."""
        self._rows: list[Sequence[str | int | bool | None]] = []
        self._frames: list[pl.LazyFrame] = []
        self._waiting = 0
        self._kept = 0

    def add(self, cells: Sequence[str | None], file: int, number: int, size: int, *, broken: bool) -> None:
        """Append one row, its cells in the order of the fields; `size` is its characters."""
        self._rows.append((*cells, file, number, broken))
        self._waiting += size
        if self._waiting > FLUSH:
            self.flush()

    def mark(self, *, large: bool) -> Mark:
        """Remember this point, with room for a small file's rows before a frame is made of them."""
        if large or self._waiting > FLUSH // 2:
            self.flush()
        return Mark(len(self._rows), len(self._frames))

    def back(self, mark: Mark) -> None:
        """Forget all that came after a point."""
        del self._frames[mark.frames :]
        del self._rows[mark.rows :]

    def flush(self) -> None:
        """Make a frame of the rows that wait."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            data = {name: list(values) for name, values in zip(self.schema, columns, strict=True)}
            self._rows, self._waiting = [], 0
            self._keep(pl.DataFrame(data, schema=self.schema))

    def extend(self, frame: pl.DataFrame) -> None:
        """Append a frame with the same columns."""
        self.flush()
        self._keep(frame)

    def extend_lazy(self, frame: pl.LazyFrame) -> None:
        """Append a frame that is read when it is needed."""
        self.flush()
        self._frames.append(frame)

    def frame(self) -> pl.LazyFrame:
        """Return all rows."""
        self.flush()
        if not self._frames:
            return pl.LazyFrame(schema=self.schema)
        return self._frames[0] if len(self._frames) == 1 else pl.concat(self._frames)

    def _keep(self, frame: pl.DataFrame) -> None:
        self._kept += int(frame.estimated_size())
        if self._kept <= SPILL:
            self._frames.append(frame.lazy())
            return
        try:
            self._frames.append(self._spill(frame))
        except (OSError, pl.exceptions.PolarsError) as error:
            place = self.folder or tempfile.gettempdir()
            message = f"no room for the table: {error}"
            raise DatasetFileError(
                Problem(message, str(place), help="set TMPDIR to a larger disk")
            ) from error

    def _spill(self, frame: pl.DataFrame) -> pl.LazyFrame:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="dateline-"))
        path = self.folder / f"{len(self._frames)}.arrow"
        frame.write_ipc(path, compression="lz4")
        return pl.scan_ipc(path, glob=False)


def remove(folder: Path) -> None:
    """Remove what was spilled."""
    shutil.rmtree(folder, ignore_errors=True)
