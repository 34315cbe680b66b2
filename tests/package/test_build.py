from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dateline.dataset import Contributor
from dateline.errors import DatasetFileError
from dateline.package import Provenance, build
from package.samples import PROVENANCE, contents, dataset


def test_moment_is_given_in_utc() -> None:
    """A commit made at noon in Seoul is published as three in the morning, UTC."""
    seoul = timezone(timedelta(hours=9))
    assert Provenance(datetime(2024, 1, 2, 12, 0, tzinfo=seoul), "1").timestamp == "2024-01-02T03:00:00Z"
    assert Provenance(datetime(2024, 1, 2, 3, 0, tzinfo=UTC), "1").timestamp == "2024-01-02T03:00:00Z"


def test_moment_without_zone_is_refused() -> None:
    """A local time would give other bytes in another zone."""
    with pytest.raises(ValueError, match="time zone"):
        Provenance(datetime(2024, 1, 2), "1")  # noqa: DTZ001 - the point of the test


def test_address_that_is_none_is_refused_with_its_place() -> None:
    """An e-mail address that would make the package invalid is said before anything is written."""
    with pytest.raises(DatasetFileError) as caught:
        build(dataset(contributors=(Contributor("Desk", email="desk at example"),)), contents(), PROVENANCE)
    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == ("dataset.yaml", 14)
    assert "'desk at example' is not an e-mail address" in problem.message


def test_dataset_named_like_the_index_is_refused() -> None:
    """A dataset's folder cannot take the place of a target's index."""
    with pytest.raises(DatasetFileError, match=r"index\.json"):
        build(dataset(name="index.json"), contents(), PROVENANCE)


def test_tables_must_be_those_of_the_dataset() -> None:
    """A table that was not handed over is a mistake of the caller, said at once."""
    some = contents()
    del some["ports"]
    with pytest.raises(ValueError, match="ports"):
        build(dataset(), some, PROVENANCE)


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "", "datapackage.json", "README.md", "data/"])
def test_extra_texts_cannot_take_another_place(name: str) -> None:
    """A further text is a file of its own beside the rest."""
    with pytest.raises(ValueError, match="cannot name"):
        build(dataset(), contents(), PROVENANCE, {name: "x"})
