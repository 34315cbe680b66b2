"""A plan's answers, even where one expression spoils the query for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from dateline.engine.plan import Item, Leftover, leftover
from dateline.engine.scan import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.engine.question import Failures, Unique


@dataclass(frozen=True, slots=True)
class Found:
    """Failures by an item's name, and the checks that cannot be asked after all."""

    failures: dict[str, Failures] = field(default_factory=dict)
    refused: dict[str, Leftover] = field(default_factory=dict)


def answer(items: Sequence[Item], frame: pl.LazyFrame, cap: int | None) -> Found:
    """Ask `items` of `frame` in one scan.

    A regular expression that does not compile, or a Python function that raises, fails
    the query for all; then the items are halved until those at fault stand alone.

    Args:
        items: of one plan.
        frame: the rows.
        cap: how many failing rows to keep; None for all.

    Raises:
        polars.exceptions.PolarsError: if the frame itself cannot be read.

    """
    try:
        return _ask(items, frame, cap)
    except Exception:  # noqa: BLE001 - a fault of the frame is raised by the next line, one of a check is reported
        frame.select(pl.all().null_count()).collect(engine="streaming")
        return _halves(items, frame, cap)


def _halves(items: Sequence[Item], frame: pl.LazyFrame, cap: int | None) -> Found:
    middle = len(items) // 2
    halves = [_part(part, frame, cap) for part in (items[:middle], items[middle:]) if part]
    failures = {name: each for half in halves for name, each in half.failures.items()}
    return Found(failures, {name: each for half in halves for name, each in half.refused.items()})


def _part(items: Sequence[Item], frame: pl.LazyFrame, cap: int | None) -> Found:
    try:
        return _ask(items, frame, cap)
    except Exception as error:
        if len(items) > 1:
            return _halves(items, frame, cap)
        if isinstance(items[0].check, str):
            raise
        why = f"it fails in the scan: {type(error).__name__}: {str(error).splitlines()[0]}"
        return Found(refused={items[0].name: leftover(items[0], why)})


def _ask(items: Sequence[Item], frame: pl.LazyFrame, cap: int | None) -> Found:
    columns = frame.collect_schema().names()
    looked_at = [each.column for each in items if each.column is not None]
    carried = columns if len(looked_at) < len(items) else list(dict.fromkeys(looked_at))
    answers = scan(
        frame,
        [each.question for each in items if each.question is not None],
        [_key(each, each.unique) for each in items if each.unique is not None],
        carry={name: pl.col(name) for name in carried},
        cap=cap,
    )
    return Found(answers.failures)


def _key(item: Item, unique: Unique) -> Unique:
    """Ask for all rows of a repeated value, as pandera reports them, with what its report shows."""
    return replace(unique, every=True, carry=None if item.column is None else (item.column,))
