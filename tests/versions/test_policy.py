"""Which number follows from what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import VersionError
from dateline.versions import Decision, decide, following, grown, newest_first, version_key

numbers = st.integers(0, 40)
versions = st.tuples(numbers, numbers, numbers).map(lambda parts: ".".join(map(str, parts)))
levels = st.sampled_from(["major", "minor", "patch"])


@pytest.mark.parametrize(
    ("last", "level", "version"),
    [
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "patch", "1.4.3"),
        ("0.4.2", "major", "0.5.0"),
        ("0.4.2", "minor", "0.5.0"),
        ("0.4.2", "patch", "0.4.3"),
        ("9.9.9", "patch", "9.9.10"),
    ],
)
def test_number_follows_from_the_level(last: str, level: str, version: str) -> None:
    """The table of the policy: before 1.0.0 what breaks a reader raises the second number."""
    assert following(last, level) == version  # type: ignore[arg-type] # one of the three
    assert decide(last, level) == Decision(version, level)  # type: ignore[arg-type] # as above


def test_first_release_is_1_0_0_unless_another_is_asked_for() -> None:
    """The recipe's first release; a draft asks for 0.1.0."""
    assert decide(None, None) == Decision("1.0.0", "first")
    assert decide(None, None, "0.1.0") == Decision("0.1.0", "first", forced=True)


def test_larger_number_is_allowed_and_said() -> None:
    """Whoever asks for more gets it, and the release remembers that it was asked for."""
    assert decide("0.9.3", "patch", "1.0.0") == Decision("1.0.0", "patch", forced=True)
    assert decide("1.2.0", None, "2.0.0") == Decision("2.0.0", None, forced=True)
    assert decide("1.2.0", "minor", "1.3.0") == Decision("1.3.0", "minor")


@pytest.mark.parametrize(
    ("level", "asked", "why"),
    [
        ("major", "1.3.0", "1.3.0 is too small: 2.0.0 follows from what changed"),
        ("patch", "1.2.0", "1.2.0 is too small: 1.2.1 follows from what changed"),
        (None, "1.1.9", "1.1.9 is too small: nothing changed since 1.2.0"),
    ],
)
def test_smaller_number_is_refused(level: str | None, asked: str, why: str) -> None:
    """A number that promises less than what happened is an error that says what would do."""
    with pytest.raises(VersionError) as caught:
        decide("1.2.0", level, asked)  # type: ignore[arg-type] # one of the three
    assert caught.value.problems[0].message == why


@pytest.mark.parametrize("asked", ["1.3", "v1.3.0", "1.3.0-rc1", "", "01.0.0", "1.0.0000000001"])
def test_what_is_no_version_is_refused(asked: str) -> None:
    """A number is three numbers."""
    with pytest.raises(VersionError, match="is no version"):
        decide("1.2.0", "patch", asked)


@given(versions, levels)
def test_what_follows_is_larger(last: str, level: str) -> None:
    """Whatever changed, the next number is larger, and grew in no weightier part than the level."""
    found = following(last, level)  # type: ignore[arg-type] # one of the three
    assert (version_key(found) or ()) > (version_key(last) or ())
    order = ["patch", "minor", "major"]
    assert order.index(grown(last, found)) <= order.index(level)


@given(st.lists(versions, max_size=8))
def test_newest_comes_first_by_value(some: list[str]) -> None:
    """Versions are ordered as numbers, not as texts; what is no version is left out."""
    ordered = newest_first([*some, "latest", "1.x"])
    keys = [version_key(each) or () for each in ordered]
    assert len(ordered) == len(some)
    assert keys == sorted(keys, reverse=True)
