"""Changes as a page of HTML: one file that needs nothing else, to read, print or pass on.

It says what the page of Markdown says, in the same order, and where each record stands;
it has room for more. There is no script in it. What it may do is told in
`dateline.render.page`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dateline.render.differences.lists import COUNTED, lists, numbers
from dateline.render.differences.words import total, version, whole_tables
from dateline.render.page import page
from dateline.render.phrases import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.changes import Compared
    from dateline.render.options import Options

MOST = 1_000
"""Entries of each list that are shown, if no more are asked for; a browser shows these at once."""


def lines(compared: Sequence[Compared], options: Options) -> Iterator[str]:
    """Yield the lines of the page; each list holds `MOST` entries, or `options.limit` if that is more."""
    limit = max(options.limit, MOST)
    datasets = [_dataset(each, limit) for each in compared]
    yield from page("changes.html.j2", title=_title(compared), counted=COUNTED, datasets=datasets)


def _title(compared: Sequence[Compared]) -> str:
    if len(compared) == 1:
        return f"{compared[0].dataset} since {compared[0].since}"
    states = {each.since for each in compared}
    return f"{count(len(compared), 'dataset')} since {', '.join(sorted(states))}"


def _dataset(compared: Compared, limit: int) -> dict[str, object]:
    """Return what the page shows of a dataset."""
    changes = compared.changes
    return {
        "name": compared.dataset,
        "since": compared.since,
        "total": total(changes),
        "version": version(changes),
        "notes": [*compared.notes, *whole_tables(changes)],
        "tables": list(numbers(changes)),
        "parts": [
            (fold, list(listed)) for fold, listed in groupby(lists(changes, limit), lambda each: each.fold)
        ],
    }
