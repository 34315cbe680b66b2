"""How exactly a place is known."""

from __future__ import annotations

import pytest

from dateline.gazetteer import (
    PLACE_PRECISIONS,
    Place,
    acled_geo_precision,
    finest_precision,
    has_no_point,
    precision_fits,
    ucdp_where_prec,
)
from gazetteer.korea import korea

CODES = {
    "exact": (1, 1),
    "settlement": (1, 1),
    "adm2": (3, 2),
    "adm2_multiple": (4, 3),
    "adm1": (4, 3),
    "country": (6, None),
    "linear": (5, 3),
}


def test_every_word_has_its_codes() -> None:
    """Each word of the scale maps to UCDP's and ACLED's code; nothing else does."""
    assert list(CODES) == list(PLACE_PRECISIONS)
    assert {word: (ucdp_where_prec(word), acled_geo_precision(word)) for word in CODES} == CODES
    assert ucdp_where_prec("village") is None
    assert acled_geo_precision("village") is None


@pytest.mark.parametrize(
    ("place", "finest"),
    [
        ("kp", "country"),
        ("kp-10", "adm2_multiple"),
        ("hyesan", "adm2"),
        ("hyesan-2043837", "settlement"),
        ("kp-01", "settlement"),
        ("jsa", "exact"),
        ("masik-pass", "exact"),
        ("dmz", "linear"),
        ("korean-peninsula", "country"),
    ],
)
def test_finest_precision_follows_the_feature(place: str, finest: str) -> None:
    """An event on a province is no settlement, one on a line is nothing but linear."""
    assert finest_precision(korea().places[place]) == finest


@pytest.mark.parametrize(
    ("precision", "place", "fits"),
    [
        ("exact", "kp-10", False),
        ("adm2", "kp-10", False),
        ("adm2_multiple", "kp-10", True),
        ("adm1", "kp-10", True),
        ("country", "kp-10", True),
        ("settlement", "hyesan", False),
        ("adm2", "hyesan", True),
        ("exact", "jsa", True),
        ("linear", "dmz", True),
        ("country", "dmz", False),
        ("linear", "hyesan", False),
        ("village", "hyesan", False),
    ],
)
def test_precision_is_no_finer_than_the_place(precision: str, place: str, fits: bool) -> None:  # noqa: FBT001 - a verdict
    """A word fits a place if it is as coarse or coarser."""
    assert precision_fits(precision, korea().places[place]) is fits


def test_lines_regions_and_countries_have_no_point() -> None:
    """No single point stands for them; for a province one does."""
    pointless = {each.id for each in korea().places.values() if has_no_point(each)}
    assert pointless == {"kp", "kr", "cn", "jp", "dmz", "cn-kp-border", "korean-peninsula"}


def test_place_without_a_feature_may_be_exact() -> None:
    """What is not known of a place forbids nothing."""
    assert finest_precision(Place("x", "X")) == "exact"
