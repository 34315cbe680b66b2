"""How a report is to look: what its reader's terminal can show, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is to look. Formats for programs heed none of it.

    Args:
        color: whether to colour the text, see `use_color`.
        width: columns of the terminal; lines of record files are cut to it.
        limit: how many findings of one rule are shown in full; the rest is counted.
        size: bytes that a page of Markdown may have. GitHub shows nothing of a summary of
            more than 1,024 kB.
        elapsed: seconds that the check took; None leaves them out.

    """

    color: bool = False
    width: int = 100
    limit: int = 20
    size: int = 900_000
    elapsed: float | None = None


def use_color(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether a stream is a terminal that shows colours and whose user wants them.

    NO_COLOR, set to anything, turns colours off (https://no-color.org).
    """
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
