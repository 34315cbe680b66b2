"""The files of a release, and how to load them from anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from dateline.package.markdown import Markdown, fenced, word
from dateline.package.page.library import Library, main_table
from dateline.package.page.prose import web
from dateline.package.snippets import BASE, snippets
from dateline.render.safe import html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.package.page.model import PageInput
    from dateline.package.snippets import Snippet
    from dateline.table import Table

PLACEHOLDER: Final = "https://ADDRESS-OF-THIS-FOLDER"
"""Stands in the examples where the release's address is not known."""
_MOST: Final = 150
_KINDS: Final = {
    "bib": "BibTeX",
    "cff": "CFF",
    "csv": "CSV",
    "geojson": "GeoJSON",
    "html": "HTML",
    "json": "JSON",
    "jsonld": "JSON-LD",
    "md": "Markdown",
    "ndjson": "NDJSON",
    "parquet": "Parquet",
    "ris": "RIS",
    "sqlite": "SQLite",
    "xlsx": "Excel",
}


class File(NamedTuple):
    """A file to download: its path, what it is, its size, rows if it is a table, its hash."""

    path: str
    kind: str
    title: str
    bytes: int
    rows: int | None
    sha256: str


class Group(NamedTuple):
    """Files of one sort, and how many more there are."""

    title: str
    files: tuple[File, ...]
    left: int


class Example(NamedTuple):
    """How one tool loads the release: lines to copy, and what to know."""

    tool: str
    code: Markup | Markdown
    note: str


def groups(page: PageInput) -> list[Group]:
    """Return the files: the whole dataset in one, the tables, the rest."""
    said = {each["path"]: str(each.get("title", "")) for each in _described(page)}
    rows = {
        path: page.summaries[each.table.name].rows
        for each in page.contents
        for path in page.files
        if re.fullmatch(rf"data/{re.escape(each.table.name)}\.[a-z]+", path)
    }
    files = [
        File(path, _kind(path), said.get(path, ""), each.bytes, rows.get(path), each.sha256)
        for path, each in page.files.items()
    ]
    tables = {f"data/{each.table.name}.": place for place, each in enumerate(page.contents)}
    parted: dict[str, list[File]] = {"Everything in one file": [], "Tables": [], "Documents": []}
    for file in files:
        title = (
            "Tables" if file.path in rows else "Everything in one file" if file.path in said else "Documents"
        )
        parted[title].append(file)
    parted["Tables"].sort(key=lambda each: (tables[f"{each.path.rpartition('.')[0]}."], each.path))
    parted["Documents"].sort(key=lambda each: each.path)
    return [
        Group(title, tuple(each[:_MOST]), max(0, len(each) - _MOST)) for title, each in parted.items() if each
    ]


def _described(page: PageInput) -> list[Mapping[str, str]]:
    """Return what the descriptor says of files that are no resources."""
    found = page.descriptor.get("dateline", {}).get("files", [])
    return [each for each in found if not str(each.get("path", "")).startswith("data/")]


def _kind(path: str) -> str:
    ending = path.rpartition(".")[2].lower()
    return _KINDS.get(ending, "") if "." in path else ""


def base(page: PageInput) -> str:
    """Return the address of the release's folder, or a placeholder that is seen as such.

    Where only the home page is known, the release is looked for below it, as `dateline
    publish` lays out a target: `<dataset>/<version>`.
    """
    if page.base:
        return web(page.base.rstrip("/")) or PLACEHOLDER
    home = web((page.dataset.homepage or "").rstrip("/"))
    if home is None or re.search(r"[?#]", home):
        return PLACEHOLDER
    parent = re.sub(r"/(latest|[0-9]+(\.[0-9]+){2})$", "", home)
    name = page.dataset.name
    return f"{parent}/{page.version}" if parent.endswith(f"/{name}") else f"{parent}/{name}/{page.version}"


def examples(page: PageInput, main: Table) -> list[Example]:
    """Return how to load the main table, tool by tool, from anywhere."""
    home = base(page)
    return [Example(each.tool, _code(each.at(BASE), home), each.note) for each in _snippets(page, main)]


def beside(page: PageInput) -> list[Example]:
    """Return the same as Markdown, for whoever has the folder already."""
    main = main_table(Library.of(page.contents, page.summaries))
    home = base(page)
    return [
        Example(each.tool, fenced(each.beside(home), each.language), each.note)
        for each in _snippets(page, main)
    ]


def _snippets(page: PageInput, main: Table) -> list[Snippet]:
    word(main.name)  # nothing else may stand in lines to copy
    return snippets(main, page.summaries[main.name].columns, page.dataset.name, page.files)


def _code(text: str, home: str) -> Markup:
    """Return lines of code as HTML, with the address as a part that the page's script may correct."""
    address = Markup('<span class="base">{}</span>').format(home)
    lines = (
        address.join(html(part) if part else Markup() for part in line.split(BASE))
        for line in text.split("\n")
    )
    return Markup("\n").join(lines)
