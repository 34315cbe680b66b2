"""Make the events, places and articles of a benchmark, as a project that dateline can check.

    python generate.py ROWS clean|dirty FOLDER

Every cell is a function of its row's number alone, in arithmetic that does not depend on
a library's version: the same bytes, always and everywhere. Of dirty tables one row in
every hundred breaks one rule, fourteen kinds of errors taking turns; `planted.json` says
how many cells break each rule, and where.
"""

from __future__ import annotations

import argparse
import json
from functools import reduce
from itertools import count
from operator import xor
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import task

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 100
"""A dirty table has one bad row in so many."""
CHUNK = 500_000
"""Rows made at a time; a multiple of `EVERY`."""

ERRORS: dict[str, tuple[str, str | None]] = {
    "unique event_id": ("event_id", None),  # takes the id of the row before
    "required country": ("country", None),
    "foreign-key article_id": ("article_id", "art-99999999"),
    "type event_date": ("event_date", "2019-02-30"),
    "ends-before-it-begins event_date_end": ("event_date_end", "2001-01-01"),
    "enum date_precision": ("date_precision", "hour"),
    "foreign-key place_id": ("place_id", "plc-77777"),
    "enum country": ("country", "Ukr"),
    "enum event_type": ("event_type", "Airstrikes"),
    "pattern source_url": ("source_url", "www.example.org/x y"),
    "published-before-event published_date": ("published_date", "2001-01-01"),
    "range persons_affected": ("persons_affected", "-3"),
    "type persons_affected": ("persons_affected", "about 10"),
    "maxLength note": ("note", "x" * (task.LONGEST_NOTE + 1)),
}
"""Rule to break → the field, and what is written into it."""

REMARKS = [
    *["witnesses said", "the road was closed", "near the market", "reports vary", "no further detail"],
    *["shops, homes damaged", 'locals call it "the hill"', "two vehicles", "at night", "officials denied"],
    *["photos published", "later confirmed", "power cut", "village emptied"],
]
EPOCH = 16_071
"""2014-01-01 in days since 1970."""

_ROW = pl.col("row")
_MULTIPLIERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_GOLDEN = 0x9E3779B97F4A7C15


def mixed(number: pl.Expr, salt: int) -> pl.Expr:
    """Return 64 bits that look random, from a number: the finalizer of splitmix64 (Steele et al., 2014)."""
    steps = zip((2**30, 2**27), _MULTIPLIERS, strict=True)
    start = number.cast(pl.UInt64) + pl.lit(salt * _GOLDEN % 2**64, pl.UInt64)
    bits = reduce(lambda z, step: xor(z, z // step[0]) * pl.lit(step[1], pl.UInt64), steps, start)
    return xor(bits, bits // 2**31)


def _drawing() -> Callable[[int], pl.Expr]:
    """Return a function that gives a new column of numbers below its argument with each call."""
    salts = count(1)
    return lambda below: mixed(_ROW, next(salts)) % below


def _padded(prefix: str, number: pl.Expr, width: int) -> pl.Expr:
    return pl.concat_str(pl.lit(prefix), number.cast(pl.String).str.zfill(width))


def _one_of(values: list[str], index: pl.Expr) -> pl.Expr:
    return index.replace_strict(range(len(values)), values, return_dtype=pl.String)


def _day(number: pl.Expr) -> pl.Expr:
    return (number.cast(pl.Int32) + EPOCH).cast(pl.Date).cast(pl.String)


def events(rows: int) -> dict[str, pl.Expr]:
    """Return the columns of a clean table of `rows` rows as expressions over `row`."""
    draw = _drawing()
    day = draw(3650)
    remarks = [_one_of(REMARKS, draw(len(REMARKS))) for _ in range(4)]
    return {
        "event_id": _padded("evt-", _ROW, 9),
        "article_id": _padded("art-", draw(articles_of(rows)), 8),
        "event_date": _day(day),
        "event_date_end": pl.when(draw(10) < 3).then(_day(day + draw(20))),
        "date_precision": _one_of(["day"] * 14 + ["week", *["month"] * 3, "quarter", "year"], draw(20)),
        "place_id": _padded("plc-", draw(task.PLACES), 5),
        "admin1": _one_of(task.REGIONS, draw(len(task.REGIONS))),
        "country": _one_of(task.USED_COUNTRIES, draw(len(task.USED_COUNTRIES))),
        "event_type": _one_of(task.TYPES, draw(len(task.TYPES))),
        "actor": _one_of(task.ACTORS, draw(len(task.ACTORS))),
        "source_url": pl.format(
            "https://news{}.example.org/{}/{}", draw(400), draw(11) + 2014, draw(9 * 10**7) + 10**7
        ),
        "published_date": _day(day + draw(60)),
        "persons_affected": pl.when(draw(10) < 6).then(draw(40).cast(pl.String)),
        "note": pl.when(draw(10) < 8).then(pl.concat_str(remarks, separator="; ")),
    }


def articles_of(rows: int) -> int:
    """Return how many articles a table of `rows` events refers to."""
    return max(rows // task.ROWS_AN_ARTICLE, 1_000)


def _bad_row(block: pl.Expr) -> pl.Expr:
    """Return the bad row of each block: never the first, so that the row before it is sound."""
    return block * EVERY + 1 + mixed(block, 0) % (EVERY - 1)


def with_errors(columns: dict[str, pl.Expr]) -> dict[str, pl.Expr]:
    """Return the columns of a dirty table, from those of a clean one."""
    block = _ROW // EVERY
    bad = _bad_row(block) == _ROW
    out = dict(columns)
    for number, (name, text) in enumerate(ERRORS.values()):
        wrong = _padded("evt-", _ROW - 1, 9) if name == "event_id" else pl.lit(text, pl.String)
        hit = bad & (block % len(ERRORS) == number)
        out[name] = pl.when(hit).then(wrong).otherwise(out[name])
    return out


def planted(rows: int) -> task.Found:
    """Return what a check of a dirty table of `rows` rows must find."""
    blocks = pl.select(block=pl.int_range(rows // EVERY, dtype=pl.UInt64))
    where = blocks.select(kind=pl.col("block") % len(ERRORS), row=_bad_row(pl.col("block")))
    rules = list(ERRORS)
    return task.found((row, rules[kind]) for kind, row in where.iter_rows())


def write_events(path: Path, rows: int, *, dirty: bool) -> None:
    """Write the table of events, a piece at a time."""
    columns = events(rows)
    columns = with_errors(columns) if dirty else columns
    with path.open("wb") as file:
        for start in range(0, rows, CHUNK):
            index = pl.select(row=pl.int_range(start, min(start + CHUNK, rows), dtype=pl.UInt64))
            index.select(**columns).write_csv(file, include_header=start == 0)


def write_references(folder: Path, rows: int) -> None:
    """Write the tables of places and articles."""
    draw = _drawing()
    pl.select(row=pl.int_range(task.PLACES, dtype=pl.UInt64)).select(
        place_id=_padded("plc-", _ROW, 5),
        name=pl.format("Place {}", _ROW),
        admin1=_one_of(task.REGIONS, draw(len(task.REGIONS))),
        country=_one_of(task.USED_COUNTRIES, draw(len(task.USED_COUNTRIES))),
    ).write_csv(folder / "places.csv")
    pl.select(row=pl.int_range(articles_of(rows), dtype=pl.UInt64)).select(
        article_id=_padded("art-", _ROW, 8), title=pl.format("Article {}", _ROW)
    ).write_csv(folder / "articles.csv")


def write_project(folder: Path) -> None:
    """Write the schemas and the dataset's file. They are JSON, which is YAML."""
    (folder / "schemas").mkdir()
    for name, schema in task.schemas().items():
        (folder / "schemas" / f"{name}.yaml").write_text(json.dumps(schema, indent=1), encoding="utf-8")
    dataset = {
        "name": "bench",
        "title": "Events of the benchmark",
        "description": "Made up.",
        "version": "0.1.0",
        "licenses": [{"name": "CC0-1.0"}],
        "contributors": [{"title": "The benchmark"}],
        "tables": {name: {"path": f"records/{name}.csv"} for name in task.schemas()},
    }
    text = json.dumps(dataset, indent=1)
    (folder / "datasets" / "bench" / "dataset.yaml").write_text(text, encoding="utf-8")


def generate(rows: int, folder: Path, *, dirty: bool) -> None:
    """Write a whole project into `folder`, which must not exist yet."""
    records = task.records(str(folder))
    records.mkdir(parents=True)
    write_project(folder)
    write_references(records, rows)
    write_events(records / "events.csv", rows, dirty=dirty)
    expected = planted(rows) if dirty else {}
    (folder / "planted.json").write_text(json.dumps(expected, indent=1), encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("kind", choices=["clean", "dirty"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    generate(given.rows, given.folder, dirty=given.kind == "dirty")


if __name__ == "__main__":
    main()
