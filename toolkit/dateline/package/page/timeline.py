"""The timeline: how many records fall in each month, as far as their dates say.

A date within one month counts there. One that covers more is spread evenly over its days
and drawn apart; one that is open on a side, or covers more than ten years, is only
counted, at the limit that is known. Where months would be too many, bars are years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateline.package.page.library import Library
    from dateline.table import Table

WIDTH: Final = 760
_LEFT, _TOP, _BOTTOM = 34, 10, 150
_MOST_MONTHS: Final = 360
_MOST_YEARS: Final = 600
_WIDEST: Final = timedelta(days=3653)
_WIDEST_BAR: Final = 26
_LABEL: Final = 38
"""The width of a year's label and the room around it."""
_MOST_LINES: Final = 6


class Window(NamedTuple):
    """How many records have a date with these bounds; None where it is open."""

    first: date | None
    last: date | None
    number: int


class Bar(NamedTuple):
    """A month, or a year: how many records fall in it for sure, or by share, or before or after it."""

    label: str
    sure: int
    spread: float
    before: int
    after: int
    x: float
    width: float
    top_sure: float
    top_spread: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline: its bars, what the axes say, and how many dates are of which kind."""

    unit: str
    bars: tuple[Bar, ...]
    years: tuple[tuple[float, int], ...]
    steps: tuple[tuple[float, str], ...]
    sure: int
    spread: int
    open: int
    wide: int
    undated: int

    @property
    def shown(self) -> tuple[Bar, ...]:
        """The bars that hold something."""
        return tuple(each for each in self.bars if each.sure or each.spread or each.before or each.after)


def windows(library: Library, events: Table) -> list[Window]:
    """Count the bounds of the events' dates."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    from dateline.edtf import vector  # noqa: PLC0415 - as above

    role = events.roles.event
    if role is None or role.date not in library.present(events):
        return []
    frame = library.text(events).select(pl.col(role.date).alias("text")).group_by("text").len()
    read = vector.with_fields(frame, {"date": pl.col("text")})
    rows = read.select(pl.col("date").struct.field("earliest", "latest"), "len").collect()
    counted = rows.group_by("earliest", "latest").agg(pl.col("len").sum()).sort("earliest", "latest")
    return [Window(*row) for row in counted.rows()]


def timeline(found: Iterable[Window]) -> Timeline | None:
    """Return the timeline of these dates; None where none of them can be drawn."""
    held = list(found)
    limits = [day for each in held if _kind(each) != "wide" for day in (each.first, each.last) if day]
    if not any(_kind(each) == "closed" for each in held):
        return None
    first, last = min(limits), max(limits)
    if last.year - first.year >= _MOST_YEARS:
        return None
    yearly = (last.year - first.year) * 12 + last.month - first.month >= _MOST_MONTHS
    units = _Units(yearly)
    return _drawn(units, _count(units, held), range(units.key(first), units.key(last) + 1))


def _kind(each: Window) -> str:
    if each.first is None and each.last is None:
        return "undated"
    if each.first is None or each.last is None:
        return "open"
    return "closed" if each.last - each.first <= _WIDEST else "wide"


@dataclass(frozen=True, slots=True)
class _Units:
    """Months, or years, by number."""

    yearly: bool

    def key(self, day: date) -> int:
        return day.year if self.yearly else day.year * 12 + day.month - 1

    def label(self, key: int) -> str:
        return str(key) if self.yearly else f"{MONTHS[key % 12]} {key // 12}"

    def year(self, key: int) -> int:
        return key if self.yearly else key // 12

    def starts_year(self, key: int) -> bool:
        return self.yearly or key % 12 == 0

    def days(self, first: date, last: date) -> Iterator[tuple[int, int]]:
        """Yield each unit that a window touches, with how many of its days lie in it."""
        for key in range(self.key(first), self.key(last) + 1):
            begin, end = max(first, self._begin(key)), min(last, self._end(key))
            yield key, (end - begin).days + 1

    def _begin(self, key: int) -> date:
        return date(key, 1, 1) if self.yearly else date(key // 12, key % 12 + 1, 1)

    def _end(self, key: int) -> date:
        if self.yearly or key % 12 == 11:  # noqa: PLR2004 - December
            return date(self.year(key), 12, 31)
        return self._begin(key + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What each unit holds, and how many dates are of which kind."""

    sure: Counter[int] = field(default_factory=Counter)
    spread: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    before: Counter[int] = field(default_factory=Counter)
    after: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def high(self, key: int) -> float:
        return self.sure[key] + self.spread[key]


def _count(units: _Units, held: Iterable[Window]) -> _Counts:
    counts = _Counts()
    for each in held:
        if _kind(each) == "closed" and each.first and each.last:
            _count_closed(units, counts, each.first, each.last, each.number)
            continue
        counts.kinds[_kind(each)] += each.number
        if each.first is None and each.last is not None:
            counts.before[units.key(each.last)] += each.number
        elif each.last is None and each.first is not None:
            counts.after[units.key(each.first)] += each.number
    return counts


def _count_closed(units: _Units, counts: _Counts, first: date, last: date, number: int) -> None:
    if units.key(first) == units.key(last):
        counts.kinds["sure"] += number
        counts.sure[units.key(first)] += number
        return
    counts.kinds["spread"] += number
    days = (last - first).days + 1
    for key, part in units.days(first, last):
        counts.spread[key] += number * part / days


def _drawn(units: _Units, counts: _Counts, keys: range) -> Timeline:
    step = _step(max(map(counts.high, keys)))
    top = step * -(-max(map(counts.high, keys)) // step)
    return Timeline(
        "year" if units.yearly else "month",
        tuple(_bars(units, counts, keys, (_BOTTOM - _TOP) / top)),
        tuple(_years(units, keys)),
        tuple(_steps(step, top)),
        counts.kinds["sure"],
        counts.kinds["spread"],
        counts.kinds["open"],
        counts.kinds["wide"],
        counts.kinds["undated"],
    )


def _step(most: float) -> int:
    """Return a round distance of lines, such as 1, 2, 5 or 10, for at most six of them."""
    size = 1
    while most / size > _MOST_LINES:
        size = size * 2 if str(size)[0] in "15" else size * 5 // 2
    return size


def _bars(units: _Units, counts: _Counts, keys: range, high: float) -> Iterator[Bar]:
    """Yield the bars; `high` is the height of one record."""
    wide = (WIDTH - _LEFT) / len(keys)
    width = min(wide * 0.85, _WIDEST_BAR)
    for place, key in enumerate(keys):
        top = _BOTTOM - counts.sure[key] * high
        yield Bar(
            units.label(key),
            counts.sure[key],
            round(counts.spread[key], 6),
            counts.before[key],
            counts.after[key],
            _LEFT + place * wide + (wide - width) / 2,
            width,
            top,
            top - counts.spread[key] * high,
        )


def _years(units: _Units, keys: range) -> Iterator[tuple[float, int]]:
    """Yield where years begin, as many as can be read; and the first one, if there is room for it."""
    wide = (WIDTH - _LEFT) / len(keys)
    starts = [(place * wide, units.year(key)) for place, key in enumerate(keys) if units.starts_year(key)]
    if not starts or starts[0][0] >= _LABEL:
        starts.insert(0, (0, units.year(keys[0])))
    last = -float(_LABEL)
    for x, year in starts:
        if x - last >= _LABEL and _LEFT + x <= WIDTH - _LABEL / 2:
            yield _LEFT + x, year
            last = x


def _steps(step: int, top: float) -> Iterator[tuple[float, str]]:
    for number in range(0, int(top) + 1, step):
        yield _BOTTOM - number * (_BOTTOM - _TOP) / top, f"{number:,}"
