"""The real dataset published: valid, equal to the records, the same bytes when repeated."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import dateline
from project.edit import change

if TYPE_CHECKING:
    from pathlib import Path

NAME = "dprk-security-reports"
CODES = "events_precision"


@pytest.fixture
def target(project: Path) -> Path:
    """Return a folder with the dataset published to it."""
    dateline.publish(project / "datasets" / NAME, to=project / "public")
    return project / "public"


def test_the_package_reads_back_equal_to_the_records(project: Path, target: Path) -> None:
    """Every cell of every record stands in the package as it stands in the records."""
    package = dateline.load(target / NAME)
    for table in (each for each in package.tables if each != CODES):
        files = sorted(project.glob(f"datasets/{NAME}/records/*/{table}.csv"))
        records = pl.concat([pl.read_csv(file, infer_schema=False) for file in files])
        published = pl.read_csv(target / NAME / "latest/data" / f"{table}.csv", infer_schema=False)
        key = package.schema(table).primary_key
        assert_frame_equal(published, records.sort(key))
        assert package[table].select(pl.len()).collect().item() == records.height


def test_every_event_has_its_codes_of_ucdp_and_acled(target: Path) -> None:
    """The table that the release adds has the events' keys in their order, and two codes of each codebook."""
    package = dateline.load(target)
    codes = package[CODES].collect()
    assert codes["event_id"].equals(package["events"].collect()["event_id"])
    assert codes.columns == ["event_id", "date_prec", "where_prec", "time_precision", "geo_precision"]
    assert codes.select(pl.exclude("event_id").null_count()).row(0)[1] == 0  # each place has a word


def test_dates_and_numbers_have_real_types(target: Path) -> None:
    """Loaded tables hold dates as dates, numbers as numbers, truth values as truth values."""
    schema = dateline.load(target)["events"].collect_schema()
    assert (schema["date_earliest"], schema["n_best"], schema["person_level"]) == (
        pl.Date,
        pl.Int64,
        pl.Boolean,
    )


def test_frictionless_alone_calls_it_valid(target: Path) -> None:
    """The frictionless command line, knowing nothing of dateline, finds the package valid."""
    descriptor = str(target / NAME / "latest/datapackage.json")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", descriptor],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("VALID") == len(dateline.load(target).tables)
    assert dateline.verify(target).findings == ()


def test_all_datasets_of_a_project_are_published_and_verified(project: Path) -> None:
    """Without a dataset named, each one is published, and a target with several is verified whole."""
    found = dateline.publish(project, to=project / "public")
    names = sorted(each.name for each in (project / "datasets").iterdir())
    assert [each.published.dataset for each in found] == names
    report = dateline.verify(project / "public")
    assert report.findings == ()
    records = sum(sum(each.report.records.values()) for each in found)
    assert sum(report.records.values()) == records + report.records[CODES]
    (found[-1].published.folder / "codebook.md").write_text("changed")
    assert not dateline.verify(project / "public").ok


def test_publishing_again_changes_nothing(project: Path, target: Path) -> None:
    """The same records published again are recognised as identical."""
    (again,) = dateline.publish(project / "datasets" / NAME, to=target)
    assert again.published.status == "identical"


def test_records_with_an_error_are_not_published(project: Path) -> None:
    """Broken records raise an exception that holds the report, and leave no folder."""
    change(project, "events", "E001-01", "place_id", "nowhere")
    with pytest.raises(dateline.InvalidRecords) as caught:
        dateline.publish(project / "datasets" / NAME, to=project / "public")
    assert {one.rule for one in caught.value.report.findings if one.severity == "error"} == {"place-unknown"}
    assert not (project / "public").exists()


def test_a_release_outside_a_repository_needs_a_date(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a commit and without SOURCE_DATE_EPOCH there is nothing to date a release by."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    with pytest.raises(dateline.PublishError, match="SOURCE_DATE_EPOCH"):
        dateline.publish(project / "datasets" / NAME, to=project / "public")
