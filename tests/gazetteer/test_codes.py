"""Codes that look alike and disagree."""

from __future__ import annotations

import pytest

from dateline.gazetteer import CODE_PATTERNS, CODE_SYSTEMS, CODE_TITLES, code_system, code_systems
from gazetteer.korea import korea, records


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("KP-01", "iso3166_2"),
        ("KP01", "ocha"),
        ("KP0211", "ocha"),
        ("KP.01", "geonames"),
        ("KP.01.2039045", "geonames"),
        ("US-CA", "iso3166_2"),
        ("KP", "iso3166_1"),
        ("2043834", "geonameid"),
        ("kp-01", None),
        ("KP-", None),
        ("KP-0101", None),
        ("", None),
        ("KP\u0660\u0661", None),
        ("KP01\n", None),
        ("US.CA", None),
    ],
)
def test_form_tells_the_system(code: str, system: str | None) -> None:
    """A hyphen is ISO's, a full stop GeoNames', nothing OCHA's; anything else is no code."""
    assert code_system(code) == system


def test_form_may_fit_two_systems() -> None:
    """HASC and GeoNames write US.CA alike: both are told and neither chosen."""
    assert code_systems("US.CA") == ("geonames", "hasc")


def test_systems_have_patterns_and_titles() -> None:
    """Every system has both."""
    assert set(CODE_SYSTEMS) == set(CODE_PATTERNS) == set(CODE_TITLES)


@pytest.mark.parametrize(
    ("code", "place"), [("KP-01", "kp-01"), ("KP01", "kp-10"), ("KP.01", "kp-04"), ("KP.PY", "kp-01")]
)
def test_alike_codes_mean_different_places(code: str, place: str) -> None:
    """01 is Pyongyang for ISO, Ryanggang for OCHA and Chagang for GeoNames."""
    assert {found.id for found in korea().code_meanings(code).values()} == {place}


def test_codes_convert() -> None:
    """A code in the wrong system's column can be turned into the right one."""
    assert korea().convert("KP01", "ocha", "iso3166_2") == "KP-10"
    assert korea().convert("KP-10", "iso3166_2", "geonames") == "KP.13"
    assert korea().convert("KP99", "ocha", "iso3166_2") is None
    assert korea().convert("KP10", "ocha", "iso3166_1") is None


def test_every_code_has_the_form_of_its_system() -> None:
    """The records hold no code that its system could not have."""
    codes = records("codes")
    assert all(system in code_systems(code) for system, code in codes.select("system", "code").iter_rows())
