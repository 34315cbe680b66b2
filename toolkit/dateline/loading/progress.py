"""How far a long download has come: shown on a terminal, nowhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONG: Final = 4_000_000
"""Bytes from which on somebody may wonder how long it takes."""


def _nothing(_size: int, _whole: int | None) -> None:
    """Show nothing."""


@contextmanager
def progress(name: str, size: int | None) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar on standard error, if that is a terminal and the file is large or of unknown size.

    Args:
        name: what is fetched; any text, it is made harmless.
        size: its bytes, as far as they are known.

    Yields:
        What is to be told how many bytes are there, and how many there will be.

    """
    if not sys.stderr.isatty() or (size is not None and size < _LONG):
        yield _nothing
        return
    from rich.console import Console  # noqa: PLC0415 - only a person at a terminal needs it
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from dateline.render.safe import terminal  # noqa: PLC0415 - as above

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(terminal(name, 40), total=size)
        yield lambda done, whole: bar.update(task, completed=done, total=whole or size)
