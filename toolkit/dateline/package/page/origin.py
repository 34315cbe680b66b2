"""Where the records come from: outlets, languages, further sources, and whom to tell of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.package.page.prose import web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.page.library import Library
    from dateline.package.page.model import PageInput
    from dateline.table import Table

_LANGUAGE: Final = (
    "http://purl.org/dc/terms/language",
    "https://schema.org/inLanguage",
    "http://schema.org/inLanguage",
)
"""What the `rdfType` of a field of languages is."""
_MOST: Final = 30


class Counted(NamedTuple):
    """A name, and how many articles have it."""

    name: str
    number: int


class Contact(NamedTuple):
    """Somebody, or some place, to send corrections to."""

    name: str
    href: str
    shown: str


def outlets(library: Library) -> list[Counted]:
    """Return the outlets of the articles, those with the most first."""
    table = library.with_role("article")
    role = table.roles.article if table else None
    return _counted(library, table, role.outlet if role else None)


def languages(library: Library) -> list[Counted]:
    """Return the languages of the articles, where a field's `rdfType` says that it holds them."""
    table = library.with_role("article")
    name = next((each.name for each in table.fields if each.rdf_type in _LANGUAGE), None) if table else None
    return _counted(library, table, name)


def _counted(library: Library, table: Table | None, name: str | None) -> list[Counted]:
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    if table is None or name is None or name not in library.present(table):
        return []
    held = library.text(table).filter(pl.col(name) != "").group_by(name).len()
    return [
        Counted(*row)
        for row in held.sort(["len", name], descending=[True, False]).head(_MOST).collect().rows()
    ]


def contacts(page: PageInput) -> Iterator[Contact]:
    """Yield where to send corrections: those who gave an address, and the home page."""
    for each in page.dataset.contributors:
        if each.email:
            yield Contact(each.title, f"mailto:{each.email}", each.email)
    home = web(page.dataset.homepage)
    if home:
        yield Contact("Home page", home, home)
