"""The precision of events in the codes of UCDP GED and ACLED, published beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline.compile.cast import typed
from dateline.dataset import read_dataset
from dateline.edtf import acled_time_precision, read, ucdp_date_prec
from dateline.gazetteer import PLACE_PRECISIONS, acled_geo_precision, ucdp_where_prec
from dateline.loading.verify import verify
from dateline.package import TableContent, build
from dateline.package.precision import precisions
from dateline.publishing import publish_directory
from dateline.table import read_schema
from package import samples

if TYPE_CHECKING:
    from pathlib import Path

FLOODS = """
title: Floods
fields:
  - {name: nr, type: integer, title: Number, constraints: {minimum: 1}}
  - {name: day, type: date, format: "%d/%m/%Y"}
  - {name: when, type: string, dateline: {edtf: {}}}
  - {name: town, type: string, dateline: {place: {precision: near}}}
  - {name: near, type: string}
primaryKey: [nr, day]
dateline: {event: {date: when, place: town}}
"""
DATES = (
    "2024-10-15", "2024-10", "2024", "2024-10~", "2024-10-15~", "[2024-10-11..2024-10-20]",
    "[2024-10-11..2024-10-16]",
    "2024-10-11/2024-10-20", "2024-10-11/2024-10-11", "[..2024-10]", "2024/2026", "[2017-10..2017-12]",
    "..", "soon", "",
)  # fmt: skip


def content(*rows: tuple[str, str], schema: str = FLOODS) -> TableContent:
    """Make a table of floods of dates and precision words."""
    table = read_schema(schema, "floods.yaml", "floods")
    cells = [[str(i), "05/10/2024", when, "a", near] for i, (when, near) in enumerate(rows, 1)]
    text = pl.LazyFrame(
        cells, schema=dict.fromkeys(("nr", "day", "when", "town", "near"), pl.String), orient="row"
    )
    text = text.select(table.names)
    return TableContent(table, text, typed(table, text))


def made(*rows: tuple[str, str], schema: str = FLOODS) -> TableContent:
    """Return the table of codes of such a table."""
    found = precisions(content(*rows, schema=schema), ())
    assert found is not None
    return found


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(DATES), st.sampled_from([*PLACE_PRECISIONS, "nearby", ""])),
        min_size=1,
        max_size=6,
    )
)
def test_codes_are_those_of_single_dates_and_places(rows: list[tuple[str, str]]) -> None:
    """The columns agree with the functions for one date and one word, record by record."""
    found = made(*rows).typed.collect()
    assert found.columns == ["nr", "day", "date_prec", "where_prec", "time_precision", "geo_precision"]
    for (when, near), row in zip(rows, found.iter_rows(named=True), strict=True):
        date = read(when)
        assert row["date_prec"] == (ucdp_date_prec(date) if date else None)
        assert row["time_precision"] == (acled_time_precision(date) if date else None)
        assert row["where_prec"] == ucdp_where_prec(near)
        assert row["geo_precision"] == acled_geo_precision(near)


def test_text_and_values_are_the_same_rows() -> None:
    """The CSV's text is written as the schema of the codes has it, keys in the events' own format."""
    codes = made(("2024-10", "adm1"), ("soon", ""))
    assert codes.text.collect().rows() == [
        ("1", "05/10/2024", "4", "4", "3", "3"),
        ("2", "05/10/2024", None, None, None, None),
    ]
    assert (
        typed(codes.table, codes.text.with_columns(pl.all().fill_null("")))
        .collect()
        .equals(codes.typed.collect())
    )


def test_the_codes_refer_to_their_events() -> None:
    """Each row has its event's key, and the key leads there."""
    table = made(("2024", "adm1")).table
    assert (table.name, table.title, table.primary_key) == (
        "floods_precision",
        "Precision of Floods",
        ("nr", "day"),
    )
    (key,) = table.foreign_keys
    assert (key.fields, key.table, key.references) == (("nr", "day"), "floods", ("nr", "day"))
    assert all(table.required(table[name]) for name in ("nr", "day"))
    assert table.descriptor["dateline"] == {"derived": "floods"}


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        (("date: when, place: town", "date: when"), ["nr", "day", "date_prec", "time_precision"]),
        (("date: when, place: town", "place: town"), ["nr", "day", "where_prec", "geo_precision"]),
        ((", dateline: {place: {precision: near}}", ""), ["nr", "day", "date_prec", "time_precision"]),
    ],
)
def test_there_are_codes_for_what_the_events_say(change: tuple[str, str], columns: list[str]) -> None:
    """Without a date there are no codes of dates, without a precision word none of places."""
    assert list(made(("2024", "adm1"), schema=FLOODS.replace(*change)).table.names) == columns


@pytest.mark.parametrize(
    "change",
    [
        ("event: {date: when, place: town}", "event: {}"),
        ("event: {date: when, place: town}", "claim: {date: when}"),
        ("primaryKey: [nr, day]\n", ""),
    ],
)
def test_other_tables_have_none(change: tuple[str, str]) -> None:
    """Codes need a table of events, something to follow from, and a key."""
    assert precisions(content(("2024", "adm1"), schema=FLOODS.replace(*change)), ()) is None


def test_a_table_of_that_name_goes_before() -> None:
    """A dataset's own table is not replaced."""
    assert precisions(content(("2024", "adm1")), ("floods_precision",)) is None


def test_a_release_holds_the_codes_and_stays_sound(tmp_path: Path) -> None:
    """frictionless, the hashes and `dateline.load` agree about a package with codes in it."""
    dataset = read_dataset(
        samples.DATASET.replace(
            "ports: {path: ports.csv}\n  events: {path: events.csv}\n  codes: {path: codes.csv}",
            "floods: {path: f.csv}",
        ),
        "dataset.yaml",
    )
    floods = content(("2024-10", "adm1"), ("2024-10-15", "exact"))
    planned = build(replace(dataset), {"floods": floods}, samples.PROVENANCE)
    folder = publish_directory(tmp_path, planned).folder
    assert verify(folder).findings == ()
    package = dateline.load(folder)
    assert list(package) == ["floods", "floods_precision"]
    assert package["floods_precision"].collect().select("date_prec", "geo_precision").rows() == [
        (4, 3),
        (1, 1),
    ]
    assert "Date precision (UCDP GED)" in (folder / "codebook.md").read_text()
