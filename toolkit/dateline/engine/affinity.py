"""Which of Polars' engines runs the queries that name none."""

from __future__ import annotations

import os
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = "POLARS_ENGINE_AFFINITY"
_LOCK = Lock()
_HELD: list[str | None] = []
"""What was set before the first of those who hold it changed it, once for each of them."""


@contextmanager
def in_memory() -> Iterator[None]:
    """Have queries that name no engine run in memory, not as a stream.

    For a few thousand records and a hundred queries: to set up a stream takes longer than
    its query. Polars knows one engine for a whole process, so that other threads' queries
    run in memory as well meanwhile. What a person has set stays as it is.
    """
    with _LOCK:
        before = _HELD[0] if _HELD else os.environ.get(_VARIABLE)
        _HELD.append(before)
        if before is None:
            pl.Config.set_engine_affinity("in-memory")
    try:
        yield
    finally:
        with _LOCK:
            _HELD.pop()
            if before is None and not _HELD:
                pl.Config.set_engine_affinity(None)
