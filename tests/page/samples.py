"""Releases to make pages of: those of a project's datasets, one that means harm, one of a stranger."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.source import BROKEN
from dateline.compile.cast import typed
from dateline.dataset import Contributor, Coverage, Dataset, License, Source
from dateline.dataset.releases import Released
from dateline.package import Provenance, TableContent, Written, summarise
from dateline.package.page import Accepted, PageInput, Quality
from dateline.project.checking import open_dataset
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parent.parent.parent
CREATED = datetime(2025, 3, 1, tzinfo=UTC)
EVIL = (
    "</script><script>window.harm = 1</script>",
    "<img src=x onerror='window.harm = 2'>\" onmouseover=\"window.harm = 3",
    "javascript:window.harm=4",
    "\u202egnp.exe \u2066 \u200b {{ 7*7 }} ]]> -->",
    "W" * 5000,
    "a&amp;b &lt;i&gt; 'x' \\ ` | # @everyone ://",
)
"""Texts that want to be more than text."""


def released(version: str, level: str = "minor", **counts: int) -> Released:
    """Return an entry of the ledger."""
    numbers = {"added": 0, "changed": 0, "removed": 0, **counts}
    fixed: dict[str, Any] = {"commit": None, "forced": False, "policy": "dateline/1", "metadata": "0" * 64}
    return Released(
        version=version,
        created=CREATED,
        level=level,
        reasons=("records added",),
        tables={},
        **fixed,
        **numbers,
    )  # type: ignore[arg-type]


def page(dataset: Dataset, contents: Iterable[TableContent], **more: Any) -> PageInput:  # noqa: ANN401 - any of the properties
    """Return a release of these tables, whose files are made up."""
    tables = tuple(contents)
    names = [f"data/{each.table.name}.{kind}" for each in tables for kind in ("csv", "parquet")]
    names += [f"{dataset.name}.sqlite", "datapackage.json", "README.md", "CITATION.cff", "delta.json"]
    files = {name: Written(1000, hashlib.sha256(name.encode()).hexdigest()) for name in names}
    whole = {"path": f"{dataset.name}.sqlite", "title": "All tables in one database"}
    return PageInput(
        **{
            "dataset": dataset,
            "version": "1.1.0",
            "provenance": Provenance(CREATED, "0.1.0", commit="a" * 40),
            "contents": tables,
            "summaries": {each.table.name: summarise(each.table, each.typed) for each in tables},
            "descriptor": {"dateline": {"files": [whole]}},
            "files": files,
            "history": (released("1.1.0", added=12, changed=3), released("1.0.0", "first")),
            "quality": Quality(
                ("date-invalid", "place-unknown"),
                7,
                (Accepted("place-unknown", "E1", "It is a made-up place."),),
            ),
            "schema_org": {"@type": "Dataset", "name": EVIL[0]},
            "citations": {"APA": "Nobody (2025). A dataset.", "BibTeX": "@misc{a,\n  title = {B}\n}"},
            **more,
        }
    )


def of_folder(path: Path, **more: Any) -> PageInput:  # noqa: ANN401 - as above
    """Return a release of a dataset on the disk."""
    opened = open_dataset(path)
    contents = []
    for content in opened.contents.values():
        text = content.source.frame.filter(pl.col(BROKEN).not_()).select(content.table.names)
        contents.append(TableContent(content.table, text, typed(content.table, text)))
    return page(opened.folder.dataset, contents, **more)


def reports(**more: Any) -> PageInput:  # noqa: ANN401 - as above
    """Return a release of the reports on North Korea."""
    path = ROOT / "datasets/dprk-security-reports"
    return of_folder(path, about=(path / "README.md").read_text("utf-8"), **more)


def gazetteer() -> PageInput:
    """Return a release of the gazetteer of Korea."""
    return of_folder(ROOT / "datasets/gazetteer-korea")


def floods() -> PageInput:
    """Return a release of the made-up floods, whose tables have other names."""
    return of_folder(
        ROOT / "tests/projects/floods/datasets/limburg-floods",
        about="# Floods\n\nMade up.\n\n## What counts\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
        since={"overstromingen": {"nagezien": "1.1.0"}},
    )


def table(name: str, schema: str, rows: list[dict[str, str]]) -> TableContent:
    """Return a table with these rows, as the checks hand it on."""
    read = read_schema(schema, f"{name}.yaml", name)
    text = pl.LazyFrame(rows, dict.fromkeys(read.names, pl.String))
    return TableContent(read, text, typed(read, text))


def metadata(**more: Any) -> Dataset:  # noqa: ANN401 - as above
    """Return the metadata of a dataset without tables."""
    said = {
        "name": "strange",
        "title": "A strange dataset",
        "description": "It is strange. It is small.",
        "tables": (),
    }
    return Dataset(
        **{"licenses": (License("CC0-1.0"),), "contributors": (Contributor("Nobody"),), **said, **more}
    )


_PLACES = """
title: Places
fields:
  - {name: id, type: string}
  - {name: name, type: string}
  - {name: within, type: string}
  - {name: code, type: string}
  - {name: lat, type: number}
  - {name: lon, type: number}
primaryKey: [id]
dateline: {places: {id: id, name: name, parent: within, feature_code: code, latitude: lat, longitude: lon}}
"""
_EVENTS = """
title: Events
description: "{{evil}}"
fields:
  - {name: id, type: string, title: "<b>Id</b>"}
  - {name: what, type: string}
  - {name: kind, type: string, dateline: {codes: kinds}}
  - {name: date, type: string, dateline: {edtf: {}}}
  - {name: place, type: string, dateline: {place: {precision: how}}}
  - {name: how, type: string}
  - {name: link, type: string, format: uri}
  - {name: state, type: string}
primaryKey: [id]
foreignKeys: [{fields: [place], reference: {resource: places, fields: [id]}}]
dateline:
  event: {date: date, place: place, type: kind, contested: {state: contested}}
"""
_CODES = """
fields: [{name: list, type: string}, {name: code, type: string}, {name: label, type: string}]
primaryKey: [list, code]
dateline: {codes: {list: list, code: code}}
"""


def event(number: int, **cells: str) -> dict[str, str]:
    """Return an event with these cells."""
    row = {"id": f"E{number}", "what": f"Thing {number} happens", "kind": "fire", "date": "2024-05-03"}
    return (
        row | {"place": "north", "how": "adm1", "link": "https://example.org/x", "state": "reported"} | cells
    )


def events(rows: list[dict[str, str]], **more: Any) -> PageInput:  # noqa: ANN401 - as above
    """Return a release of these events, at two made-up places of a made-up country."""
    places = [
        {"id": "land", "name": "Land", "within": "", "code": "PCLI", "lat": "", "lon": ""},
        {"id": "north", "name": "North", "within": "land", "code": "ADM1", "lat": "51", "lon": "5"},
        {"id": "town", "name": "Town", "within": "north", "code": "PPL", "lat": "51.5", "lon": "5.5"},
    ]
    codes = [
        {"list": "kinds", "code": "fire", "label": "Fire"},
        {"list": "kinds", "code": "leak", "label": "Leak"},
    ]
    contents = [
        table("events", _EVENTS, rows),
        table("places", _PLACES, places),
        table("codes", _CODES, codes),
    ]
    return page(more.pop("dataset", metadata()), contents, **more)


_CLAIMS = """
title: Claims
fields:
  - {name: id, type: string}
  - {name: event, type: string}
  - {name: source, type: string}
  - {name: says, type: string}
  - {name: stance, type: string, constraints: {enum: [asserts, denies, infers]}}
primaryKey: [id]
foreignKeys:
  - {fields: [event], reference: {resource: events, fields: [id]}}
  - {fields: [source], reference: {resource: sources, fields: [id]}}
dateline: {claim: {denies: {stance: denies}, uncertain: {stance: infers}}}
"""
_SOURCES = """
fields: [{name: id, type: string}, {name: who, type: string}]
primaryKey: [id]
dateline: {source: {}}
"""


def few() -> PageInput:
    """Return a release that has some of everything, and little of it."""
    rows = [
        event(1, state="contested", place="town", how="exact"),
        event(2, date="[2024-01-20..2024-02-10]", kind="leak"),
        event(3, date="[..2024-03-01]", how="country", place="land"),
    ]
    claims = [
        {"id": "C1", "event": "E1", "source": "S1", "says": "It burned", "stance": "asserts"},
        {"id": "C2", "event": "E1", "source": "S1", "says": "It did not burn", "stance": "denies"},
        {"id": "C3", "event": "E2", "source": "S1", "says": "It leaked, it seems", "stance": "infers"},
    ]
    more = [
        table("claims", _CLAIMS, claims),
        table("sources", _SOURCES, [{"id": "S1", "who": "a neighbour"}]),
    ]
    about = "# Few\n\nIntro.\n\n## What counts\n\n| a | b |\n|---|--:|\n| 1 | [x](https://example.org) |\n"
    return page(metadata(homepage="https://example.org"), [*events(rows).contents, *more], about=about)


NORTH = {"type": "Polygon", "coordinates": [[[4, 50], [6, 50], [6, 52], [4, 52], [4, 50]]]}
"""The outline of the place `north`."""


_ABOUT = f"""# x

{EVIL[0]}

## {EVIL[1]}

[a](javascript:alert(1)) [b](//x.org) ![c](http://x.org/i.png)

<script>window.harm = 5</script>
"""


def hostile() -> PageInput:
    """Return a release in which every text wants to do harm."""
    rows = [
        event(number, id=text, what=text, kind=text, place=text, link=text, state=text, how=text)
        for number, text in enumerate(EVIL)
    ]
    rows.append(event(1, id="records", link="javascript:alert(1)"))
    evil = EVIL[0]
    dataset = metadata(
        title=evil,
        description=f"{EVIL[1]}\n\n{EVIL[3]}",
        homepage="https://example.org/$(harm)",
        contributors=(Contributor(evil, organization=EVIL[1], email="a@example.org"),),
        sources=(Source(evil, path="https://example.org/a"), Source(EVIL[1], path=EVIL[2])),
        coverage=Coverage(EVIL[1], EVIL),
        keywords=EVIL,
    )
    return events(
        rows,
        dataset=dataset,
        about=_ABOUT,
        quality=Quality(("a",), 1, tuple(Accepted(each, each, each) for each in EVIL), {evil: 3}),
        citations={evil: EVIL[1]},
        history=(released("1.1.0", added=1),),
        schema_org={each: each for each in EVIL},
    )


def many(number: int, rows: Mapping[str, str] | None = None) -> PageInput:
    """Return a release of so many events."""
    days = [f"20{10 + each % 15}-{1 + each % 12:02}-{1 + each % 28:02}" for each in range(number)]
    return events(
        [
            event(
                each,
                date=days[each],
                what=f"Thing {each} of a long list happens {each * 7919}",
                **(rows or {}),
            )
            for each in range(number)
        ]
    )
