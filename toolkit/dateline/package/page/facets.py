"""What records can be chosen by: kinds, codes and words of few values, the area, the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.edtf import read
from dateline.package.page.places import VAGUE
from dateline.package.page.values import clip, shown, title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dateline.package.page.library import Library, Row
    from dateline.package.page.places import Places
    from dateline.table import Field, Table

_MOST: Final = 4
_FEWEST_VALUES: Final = 2
_MOST_VALUES: Final = 40
_LONGEST: Final = 120
"""Characters of a value."""
AREA: Final = "Area"
YEAR: Final = "Year"


class Facet(NamedTuple):
    """A title, and how many records have each value; the map's facet is that of areas."""

    title: str
    values: tuple[tuple[str, int], ...]
    area: bool


@dataclass(frozen=True, slots=True)
class Chooser:
    """Makes one facet's value of a row; an empty one where there is none."""

    title: str
    value: Callable[[Row], str]
    area: bool = False


def choosers(library: Library, main: Table, places: Places) -> list[Chooser]:
    """Return what the records of a table may be chosen by."""
    return [*_areas(library, main, places), *_words(library, main), *_years(library, main)]


def _areas(library: Library, main: Table, places: Places) -> Iterator[Chooser]:
    role = main.roles.event.place if main.roles.event else main.roles.places.id if main.roles.places else None
    if role is None or role not in library.present(main) or not places.known:
        return
    use = main[role].place
    word = (use.precision if use else None) or ""

    def value(row: Row) -> str:
        if row.get(word) in VAGUE:
            return "no closer than a country or a line"
        return places.name(places.area(row[role])) if row[role] else ""

    yield Chooser(AREA, value, area=True)


def _words(library: Library, main: Table) -> Iterator[Chooser]:
    event, release = main.roles.event, main.roles.release
    there = library.summaries[main.name].columns
    first = [event.type or "", event.contested.field if event.contested else ""] if event else []
    last = {each.field for each in (release.withheld, release.coarsened) if each} if release else set()
    last |= library.computed(main)
    names = dict.fromkeys([*first, *(each.name for each in main.fields if _has_few(each))])
    fitting = [
        name
        for name in names
        if name in there and name not in last and _FEWEST_VALUES <= there[name].distinct <= _MOST_VALUES
    ]
    for name in fitting[:_MOST]:
        yield Chooser(title(main[name]), _said(library, main, main[name]))


def _said(library: Library, main: Table, each: Field) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        return clip(shown(library, main, each, row[each.name]).text, _LONGEST) if row.get(each.name) else ""

    return value


def _has_few(each: Field) -> bool:
    return bool(each.codes or each.categories or each.type == "boolean" or "enum" in each.constraints)


def _years(library: Library, main: Table) -> Iterator[Chooser]:
    date = main.roles.event.date if main.roles.event else None
    if date is not None and date in library.present(main):
        yield Chooser(YEAR, lambda row: _year(row[date]))


@lru_cache(maxsize=4096)
def _year(text: str) -> str:
    """Return the year of a date; of one that is open on a side, that of the other."""
    value = read(text)
    years = {day.year for day in (value.earliest, value.latest) if day} if value else set()
    return str(years.pop()) if len(years) == 1 else "several years" if years else ""


def counted(made: Sequence[Chooser], rows: Iterable[tuple[str, ...]]) -> list[Facet]:
    """Count the values of each facet."""
    counts: list[Counter[str]] = [Counter() for _ in made]
    for row in rows:
        for place, value in enumerate(row):
            if value:
                counts[place][value] += 1
    return [
        Facet(each.title, tuple(_ranked(each, counts[place])), each.area) for place, each in enumerate(made)
    ]


def _ranked(each: Chooser, counts: Counter[str]) -> list[tuple[str, int]]:
    """Put years in order, the newest first, and other values by how many have them."""
    if each.title == YEAR:
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
