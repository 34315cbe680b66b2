"""The real dataset in every format, as `dateline.publish` makes it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geojson
import openpyxl
import polars as pl
import pytest

import dateline
from copies import copy_records

if TYPE_CHECKING:
    from pathlib import Path

NAME = "dprk-security-reports"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the published dataset. Tests only read it."""
    folder = copy_records(tmp_path_factory.mktemp("project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.delenv("DATELINE_ARTICLES", raising=False)
        dateline.publish(folder / "datasets" / NAME, to=folder / "public")
    return folder / "public" / NAME / "latest"


def test_every_table_stands_in_every_format(released: Path) -> None:
    """NDJSON, SQLite and XLSX have as many rows of each table as the CSV file."""
    tables = sorted(path.stem for path in released.glob("data/*.csv"))
    workbook = openpyxl.load_workbook(released / f"{NAME}.xlsx", read_only=True)
    with closing(sqlite3.connect(released / f"{NAME}.sqlite")) as database:
        for table in tables:
            height = pl.read_csv(released / f"data/{table}.csv", infer_schema=False).height
            (stored,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            lines = (released / f"data/{table}.ndjson").read_bytes().count(b"\n")
            assert (stored, lines, workbook[table].max_row - 1) == (height, height, height)


def test_the_database_is_sound_and_its_views_have_the_rows_of_their_tables(released: Path) -> None:
    """References hold, and no view loses or repeats a row."""
    with closing(sqlite3.connect(released / f"{NAME}.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
        assert {"view_events", "view_claims", "view_claim_sources", "view_event_actors"} <= set(views)
        for view in views:
            counts = [
                database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
                for name in (view, view.removeprefix("view_"))
            ]
            assert counts[0] == counts[1]
        shown = database.execute("SELECT event_id, place_name_preferred, place_latitude FROM view_events")
        assert ("E000-01", "Sinuiju", 40.10056) in shown.fetchall()


def test_the_map_is_valid_and_has_no_point_of_a_province_or_a_country(released: Path) -> None:
    """Each located event is a feature; those of provinces, countries and lines have no geometry."""
    content = (released / f"{NAME}.geojson").read_text("utf-8")
    assert geojson.loads(content).is_valid
    features = [(each["geometry"], each["properties"]) for each in json.loads(content)["features"]]
    assert len(features) == pl.read_parquet(released / "data/events.parquet").height
    for geometry, properties in features:
        assert (geometry is None) == (properties["point"] is None)
        if geometry:
            assert properties["where_precision"] in ("exact", "settlement", "adm2")
    assert sum(geometry is not None for geometry, _ in features) >= 3
