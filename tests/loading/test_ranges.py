from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import PackageError
from dateline.loading.ranges import Wanted, choose, wanted

VERSIONS = ["0.1.0", "0.1.1", "0.2.0", "1.0.0", "1.1.0", "1.1.1", "1.2.0", "1.10.0", "2.0.0", "2.0.1"]
THERE = dict.fromkeys(VERSIONS, "2024-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, "2.0.1"),
        ("latest", "2.0.1"),
        ("1", "1.10.0"),
        ("1.1", "1.1.1"),
        ("1.1.0", "1.1.0"),
        ("v1.1.0", "1.1.0"),
        ("==1.1.0", "1.1.0"),
        ("^1", "1.10.0"),
        ("^1.1", "1.10.0"),
        ("^0.1", "0.1.1"),
        ("^0.1.0", "0.1.1"),
        ("^0", "0.2.0"),
        ("~1.1", "1.1.1"),
        ("~1.1.0", "1.1.1"),
        ("~1", "1.10.0"),
        (">=1.1,<2", "1.10.0"),
        (">= 1.1 , < 2", "1.10.0"),
        (">=1.1,<1.2", "1.1.1"),
        (">1.1,<2", "1.10.0"),
        ("<=1.1", "1.1.1"),
        ("<1.1", "1.0.0"),
        (">=1,!=2,!=1.10", "1.2.0"),
    ],
)
def test_newest_version_of_a_range_is_chosen(asked: str | None, found: str) -> None:
    """Each way of asking leads to the newest version for which it holds; 1.10 is above 1.2."""
    assert choose(wanted(asked), THERE, "x") == found


@pytest.mark.parametrize(
    "asked", ["", "1.", "1.2.3.4", "x", "01", ">=", "1 2", ">=1;<2", "1.2.0-beta", "1,", "^"]
)
def test_what_is_no_range_is_refused(asked: str) -> None:
    """A text that is neither version nor range is refused before anything is looked up."""
    with pytest.raises(PackageError, match=r"is no version and no range\n  help: write 1\.2\.0"):
        wanted(asked)


NUMBERS = st.tuples(*[st.integers(0, 12)] * 3)
SIGNS = {
    "": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "!=": lambda a, b: a != b,
    "^": lambda a, b: a >= b and (a[0] == b[0] if b[0] else a[:2] == b[:2] if b[1] else a == b),
    "~": lambda a, b: a >= b and a[:2] == b[:2],
}


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(SIGNS)))
def test_ranges_are_compared_as_numbers(
    version: tuple[int, int, int], limit: tuple[int, int, int], sign: str
) -> None:
    """With all three numbers given, a range is what tuples of numbers say."""
    text = ".".join(map(str, version))
    asked = wanted(sign + ".".join(map(str, limit)))
    assert asked.allows(text, "2024-01-01T00:00:00Z") is SIGNS[sign](version, limit)


def test_missing_version_is_said_with_those_there_are() -> None:
    """The error lists the versions, the newest first, and says how many more there are."""
    with pytest.raises(
        PackageError, match=r"x: there is no version \^3\n  help: there are 2.0.1, 2.0.0, 1.10.0"
    ):
        choose(wanted("^3"), THERE, "x")
    many = {f"1.{n}.0": "" for n in range(30)}
    with pytest.raises(PackageError, match=r"there are 1\.29\.0, .* and 10 older"):
        choose(wanted("2"), many, "x")
    with pytest.raises(PackageError, match="there is no version here"):
        choose(wanted(None), {}, "x")


DAYS = {
    "1.0.0": "2024-01-10T23:30:00Z",
    "1.1.0": "2024-03-01T23:30:00Z",
    "2.0.0": "2024-03-02T00:30:00+01:00",
}


@pytest.mark.parametrize(
    ("day", "version", "found"),
    [
        ("2024-01-10", None, "1.0.0"),
        ("2024-02-29", None, "1.0.0"),
        ("2024-03-01", None, "2.0.0"),
        ("2024-03-01", "^1", "1.1.0"),
        (date(2030, 1, 1), "1.0", "1.0.0"),
        (datetime(2024, 1, 11, 0, 15, tzinfo=timezone(timedelta(hours=1))), None, "1.0.0"),
        (datetime(2024, 3, 1, tzinfo=UTC), "1", "1.1.0"),
    ],
)
def test_a_day_means_the_newest_version_of_that_day(day: date | str, version: str | None, found: str) -> None:
    """A version counts if it was created by the end of the day in UTC, in whatever zone that is written."""
    assert choose(wanted(version, day), DAYS, "x") == found


def test_day_before_the_first_version_is_said_with_their_days() -> None:
    """Before the first version there is none; the error lists the versions with their days."""
    with pytest.raises(PackageError, match=r"no version as of 2023-12-31\n  help: .*1\.0\.0 \(2024-01-10\)"):
        choose(wanted(None, "2023-12-31"), DAYS, "x")


@pytest.mark.parametrize("day", ["", "2024", "2024-13-01", "yesterday"])
def test_what_is_no_day_is_refused(day: str) -> None:
    """A text that is no day is refused."""
    with pytest.raises(PackageError, match="is not a day\n  help: write it as 2027-01-31"):
        wanted(None, day)


def test_version_of_an_unknown_day_is_not_as_of_a_day() -> None:
    """A version whose moment cannot be read is no answer to a day, and one to any other question."""
    assert not Wanted(None, date(2030, 1, 1)).allows("1.0.0", "some time")
    assert Wanted("1").allows("1.0.0", "some time")
