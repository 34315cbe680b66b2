"""Cells as people read them: codes in words, references by name, dates said, addresses linked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page import dates
from dateline.package.page.prose import web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.page.library import Library, Row
    from dateline.table import Field, Table

LONGEST: Final = 600
"""Characters of a cell that a page shows; the files have all of it."""
_SHORT: Final = 160
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_JSON: Final = ("object", "array", "geojson")


class Value(NamedTuple):
    """A cell to show: the words, what stands in the file where that differs, an address."""

    text: str
    raw: str = ""
    href: str | None = None


class Fact(NamedTuple):
    """A cell with its field's title."""

    title: str
    value: Value


def title(each: Field) -> str:
    """Return what a field is called."""
    return each.title or spoken(each.name)


def spoken(word: str) -> str:
    """Return a code or a name with spaces for its underscores."""
    return word.replace("_", " ") if _CODE.fullmatch(word) else word


def clip(text: str, most: int = LONGEST) -> str:
    """Cut a long text, and show that it was cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shown(library: Library, table: Table, each: Field, cell: str) -> Value:
    """Return a cell that has a value as it is to be shown."""
    if each.edtf is not None or each.phrase is not None:
        said = dates.words(cell)
        return Value(clip(said), clip(cell, _SHORT) if said != cell else "")
    if each.codes:
        said = library.code(each.codes, cell)
        return Value(clip(said), clip(cell, _SHORT) if said != cell else "")
    link = library.link(table, each.name)
    if link is not None:
        said = library.name(link, cell)
        return Value(clip(said, _SHORT), clip(cell, _SHORT) if said != cell else "")
    return _plain(each, cell)


def _plain(each: Field, cell: str) -> Value:
    if each.type in _JSON:
        return Value(f"{len(cell):,} characters of {'GeoJSON' if each.type == 'geojson' else 'JSON'}")
    if each.type == "boolean":
        yes = [str(word) for word in each.options.get("trueValues", ("true", "True", "TRUE", "1"))]
        return Value("yes" if cell in yes else "no", cell if cell not in ("true", "false") else "")
    label = next((one.label for one in each.categories if str(one.value) == cell and one.label), None)
    if label:
        return Value(clip(label, _SHORT), clip(cell, _SHORT))
    if "enum" in each.constraints:
        return Value(clip(spoken(cell), _SHORT))
    return Value(clip(cell), "", web(cell) if each.url is not None or each.format == "uri" else None)


def facts(library: Library, table: Table, row: Row, without: frozenset[str] = frozenset()) -> Iterator[Fact]:
    """Yield the cells of a row that have a value and say something of their own."""
    computed = library.computed(table)
    for each in table.fields:
        cell = row.get(each.name, "")
        if cell and each.name not in without and each.name not in computed:
            yield Fact(title(each), shown(library, table, each, cell))
