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


@pytest.fixture
def target(project: Path) -> Path:
    """Return a folder with the dataset published to it."""
    dateline.publish(project / "datasets" / NAME, to=project / "public")
    return project / "public"


def test_the_package_reads_back_equal_to_the_records(project: Path, target: Path) -> None:
    """Every cell of every record stands in the package as it stands in the records."""
    package = dateline.load(target / NAME)
    for table in package.tables:
        files = sorted(project.glob(f"datasets/{NAME}/records/*/{table}.csv"))
        records = pl.concat([pl.read_csv(file, infer_schema=False) for file in files])
        published = pl.read_csv(target / NAME / "latest/data" / f"{table}.csv", infer_schema=False)
        assert_frame_equal(published, records)
        assert package[table].select(pl.len()).collect().item() == records.height


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
    assert sum(report.records.values()) == sum(sum(each.report.records.values()) for each in found)
    (found[-1].published.folder / "codebook.md").write_text("changed")
    assert not dateline.verify(project / "public").ok


def test_publishing_again_changes_nothing(project: Path, target: Path) -> None:
    """The same records published again are recognised as identical."""
    (again,) = dateline.publish(project / "datasets" / NAME, to=target)
    assert again.published.status == "identical"


def test_changed_records_need_another_version(project: Path, target: Path) -> None:
    """Other content under a published version is refused, naming a file that differs."""
    change(project, "events", "E001-01", "note", "Another note")
    with pytest.raises(dateline.PublishError, match=r"0\.1\.0.*data/events"):
        dateline.publish(project / "datasets" / NAME, to=target)


def test_records_with_an_error_are_not_published(project: Path) -> None:
    """Broken records raise an exception that holds the report, and leave no folder."""
    change(project, "events", "E001-01", "place_id", "nowhere")
    with pytest.raises(dateline.InvalidRecords) as caught:
        dateline.publish(project / "datasets" / NAME, to=project / "public")
    assert caught.value.report.counts() == {"foreign-key": 1}
    assert not (project / "public").exists()


def test_a_release_outside_a_repository_needs_a_date(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a commit and without SOURCE_DATE_EPOCH there is nothing to date a release by."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    with pytest.raises(dateline.PublishError, match="SOURCE_DATE_EPOCH"):
        dateline.publish(project / "datasets" / NAME, to=project / "public")
