"""A dataset that names another one as its gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.errors import DatasetFileError
from dateline.project.checking import check

if TYPE_CHECKING:
    from pathlib import Path

DATASET = "datasets/dprk-security-reports/dataset.yaml"
EVENTS = "datasets/dprk-security-reports/records/A004-dailynk-2021-11/events.csv"


def said(project: Path, gazetteer: str) -> list[str]:
    """Return what is said of a dataset file that names this gazetteer."""
    file = project / DATASET
    file.write_text(
        file.read_text(encoding="utf-8").replace("gazetteer: gazetteer-korea", gazetteer), encoding="utf-8"
    )
    with pytest.raises(DatasetFileError) as caught:
        check(project)
    return [str(problem) for problem in caught.value.problems]


def line(project: Path) -> int:
    """Return the line on which the gazetteer is named."""
    lines = (project / DATASET).read_text(encoding="utf-8").splitlines()
    return next(number for number, text in enumerate(lines, start=1) if text.startswith("gazetteer:"))


def test_a_gazetteer_that_is_not_there_is_told_at_its_line(project: Path) -> None:
    """The dataset that was meant is suggested."""
    (told,) = said(project, "gazetteer: gazetteer-corea")
    assert told == (
        f"{DATASET}:{line(project)}:1: there is no dataset 'gazetteer-corea' beside this one "
        "to be its gazetteer\n  help: did you mean 'gazetteer-korea'?"
    )


def test_a_gazetteer_is_named_and_not_pointed_at(project: Path) -> None:
    """A path is no name: nothing outside the datasets is read."""
    (told,) = said(project, "gazetteer: ../../elsewhere")
    assert "use the name of a dataset of this project" in told


def test_a_gazetteer_has_a_table_of_places(project: Path) -> None:
    """A dataset without places cannot say where anything is."""
    schema = project / "schemas" / "gaz_places.yaml"
    schema.write_text(schema.read_text(encoding="utf-8").replace("    id: place_id\n", ""), encoding="utf-8")
    (told,) = said(project, "gazetteer: gazetteer-korea")
    assert "the dataset 'gazetteer-korea' has no table of places" in told


def test_a_dataset_may_name_itself(project: Path) -> None:
    """Then its own tables are meant, as they are without a word."""
    file = project / "datasets" / "gazetteer-korea" / "dataset.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("tables:\n", "gazetteer: gazetteer-korea\ntables:\n"), encoding="utf-8")
    assert check(project / "datasets" / "gazetteer-korea").ok


def test_what_only_the_gazetteer_has_is_suggested_as_missing_here(project: Path) -> None:
    """A place that the dataset has no record of is named as the gazetteer has it, and not suggested."""
    events = project / EVENTS
    events.write_text(events.read_text(encoding="utf-8").replace(",hyesan,", ",Kapsan,"), encoding="utf-8")
    (found,) = [one for one in check(project).findings if one.rule == "place-unknown"]
    assert found.suggestion is None
    assert "Kapsan County (kapsan; Ryanggang Province, KP;" in found.message
    assert found.message.endswith("which has no record here")


def test_dates_of_the_gazetteer_hold_for_the_dataset_s_places(project: Path) -> None:
    """The dataset's own table has no years of founding: those of the gazetteer count."""
    events = project / EVENTS
    text = events.read_text(encoding="utf-8")
    events.write_text(
        text.replace("2021-11-03,,2021-11-03,2021-11-03", "1950-11-03,,1950-11-03,1950-11-03"),
        encoding="utf-8",
    )
    found = [one for one in check(project).findings if one.rule == "place-not-then"]
    assert [(one.key, one.value) for one in found] == [("E004-03", "kp-10")]


def test_files_of_the_gazetteer_are_where_its_faults_are_told(project: Path) -> None:
    """A circle of parents in the gazetteer does not stop the check of a dataset that uses it."""
    places = project / "datasets" / "gazetteer-korea" / "records" / "places.csv"
    text = places.read_text(encoding="utf-8")
    places.write_text(
        text.replace(
            "kp,North Korea (DPRK),조선민주주의인민공화국,KP,,",
            "kp,North Korea (DPRK),조선민주주의인민공화국,KP,kp-10,",
        ),
        encoding="utf-8",
    )
    report = check(project)
    circles = [one for one in report.findings if one.rule == "gazetteer-parent-cycle"]
    assert [(one.file, one.message) for one in circles] == [
        ("datasets/gazetteer-korea/records/places.csv", "places lie in a circle: kp → kp-10 → kp")
    ]
