"""Runs as Markdown tables: medians, and medians of the ratios to the limit in the same round."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from contestants import DATELINE, DATELINE_ALL, FLOOR, LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from contestants import Contestant
    from measure import Run

KINDS = ("clean", "dirty")


@dataclass(frozen=True, slots=True)
class Size:
    """All runs with tables of one size: of each kind, by contestant, None for a round that it sat out."""

    rows: int
    megabytes: float
    runs: Mapping[str, Mapping[str, list[Run | None]]]

    @property
    def keys(self) -> list[str]:
        """The contestants that ran."""
        return list(self.runs[KINDS[0]])

    def ratio(self, kind: str, key: str, what: str, to: str = LIMIT) -> float | None:
        """Return the median of a contestant's ratios to another's in the same round."""
        runs = self.runs[kind]
        if key not in runs or to not in runs:
            return None
        pairs = [(one, other) for one, other in zip(runs[key], runs[to], strict=True) if one and other]
        return median(getattr(one, what) / getattr(other, what) for one, other in pairs) if pairs else None

    def middle(self, kind: str, key: str, what: str) -> float:
        """Return the median of a contestant's figures."""
        return median(getattr(run, what) for run in self.runs[kind][key] if run)

    def rounds(self, key: str) -> int:
        """Return how many rounds a contestant ran."""
        return sum(run is not None for run in self.runs[KINDS[0]][key])


def short(rows: int) -> str:
    """Write a number of rows as on the command line: 100k, 10M."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if rows % unit == 0:
            return f"{rows // unit}{letter}"
    return str(rows)


def table(size: Size, contestants: Sequence[Contestant]) -> Iterator[str]:
    """Yield the table of one size."""
    heads = [f"{kind} {what}" for kind in KINDS for what in ("s", "wall", "CPU", "MB")]
    yield f"### {short(size.rows)} rows ({size.megabytes:,.0f} MB)"
    yield ""
    yield _row(["contestant", *heads])
    yield _row([":--", *["--:"] * len(heads)])
    most = max(map(size.rounds, size.keys))
    for each in contestants:
        if each.key in size.keys:
            rounds = size.rounds(each.key)
            title = each.title if rounds == most else f"{each.title} ({rounds} round)"
            yield _row([title, *(cell for kind in KINDS for cell in _cells(size, kind, each.key))])


def _cells(size: Size, kind: str, key: str) -> list[str]:
    ratios = (size.ratio(kind, key, what) for what in ("wall", "cpu"))
    peak = f"{size.middle(kind, key, 'peak'):,.0f}"
    return [f"{size.middle(kind, key, 'wall'):.2f}", *map(_ratio, ratios), peak]


def _ratio(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}" if number < 10 else f"{number:.0f}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach."""

    what: str
    wanted: str
    measured: str
    reached: bool


WALL = {
    "clean": {100_000: 1.25, 1_000_000: 1.10, 10_000_000: 1.00},
    "dirty": {100_000: 1.25, 1_000_000: 1.05, 10_000_000: 0.90},
}
"""Wall time of `dateline check`, as a ratio to the limit's."""
MEMORY = 1.2
TIMES_FRICTIONLESS = {100_000: 35, 1_000_000: 100}


def targets(sizes: Sequence[Size]) -> Iterator[Target]:
    """Yield what is to be reached, and what was."""
    for size in sizes:
        for kind in KINDS:
            yield from _against_limit(size, kind, DATELINE)
            if kind == "dirty":
                yield from _against_limit(size, kind, DATELINE_ALL)
            yield from _against_peers(size, kind)


def _against_limit(size: Size, kind: str, key: str) -> Iterator[Target]:
    name = f"{short(size.rows)} {kind}{', all findings' if key == DATELINE_ALL else ''}"
    wall, peak = (size.ratio(kind, key, what) for what in ("wall", "peak"))
    wanted = WALL[kind].get(size.rows)
    if wanted is not None and wall is not None:
        yield Target(f"{name}: wall, ratio to the limit", f"≤ {wanted:.2f}", f"{wall:.2f}", wall <= wanted)
    if peak is not None:
        yield Target(
            f"{name}: peak memory, ratio to the limit", f"≤ {MEMORY:.2f}", f"{peak:.2f}", peak <= MEMORY
        )


def _against_peers(size: Size, kind: str) -> Iterator[Target]:
    name = f"{short(size.rows)} {kind}"
    peers = [key for key in size.keys if key not in (FLOOR, LIMIT) and not key.startswith(DATELINE)]
    if DATELINE not in size.keys or size.rows < min(TIMES_FRICTIONLESS):  # start-up says it all there
        return
    for key in peers:
        ahead = size.ratio(kind, key, "wall", DATELINE)
        least = TIMES_FRICTIONLESS.get(size.rows, 1) if key == "frictionless" else 1
        if ahead is not None:
            yield Target(
                f"{name}: {key}'s wall, ratio to dateline's", f"≥ {least}", f"{_ratio(ahead)}", ahead >= least
            )


def target_table(found: Sequence[Target]) -> Iterator[str]:
    """Yield the table of targets."""
    yield "### To reach"
    yield ""
    yield _row(["figure", "to reach", "measured", ""])
    yield _row([":--", "--:", "--:", ":--"])
    for each in found:
        yield _row([each.what, each.wanted, each.measured, "reached" if each.reached else "**missed**"])


def put_into(page: str, text: str) -> str:
    """Replace what stands between the two marks of a page.

    Raises:
        ValueError: if the page does not have them.

    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks '{BEGIN}' or '{END}'")
    return f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}"


BEGIN, END = "<!-- tables: written by make bench -->", "<!-- end of tables -->"
