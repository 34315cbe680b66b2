"""What a check needs to know of where records come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import polars as pl

    from dateline.findings import Finding, Severity

FILE = "__file__"
"""Column of a text frame: index of the record's file."""
RECORD = "__row__"
"""Column of a text frame: number of the CSV record in its file, the header being 1."""
BROKEN = "__broken__"
"""Column of a text frame: whether the record has too many or too few cells."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands; see `Finding`."""

    file: str
    line: int | None = None
    column: int | None = None
    snippet: str | None = None


class Source(Protocol):
    """The text of one table's records, and where each stands."""

    @property
    def frame(self) -> pl.LazyFrame:
        """All cells as text, a column a field, with FILE, RECORD and BROKEN."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong with the files themselves: headers, quotes, lengths of rows."""

    @property
    def more(self) -> Mapping[tuple[str, Severity], int]:
        """How many more findings of each rule there are than are listed."""

    @property
    def absent(self) -> Mapping[int, Collection[str]]:
        """Fields that a file, by index, does not have; said once, in `findings`."""

    def places(
        self, cells: Collection[tuple[int, int, str | None]]
    ) -> Mapping[tuple[int, int, str | None], Place]:
        """Find cells by file index, record number and field (None for the row's start)."""

    def careful(self) -> Source:
        """Return the same records read slowly and surely, for when the frame cannot be collected."""
