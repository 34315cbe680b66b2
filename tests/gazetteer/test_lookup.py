"""Looking names up: found, ambiguous, ruled out, suggested; never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dateline.edtf import EdtfError, parse
from dateline.gazetteer import MARGIN
from gazetteer.korea import korea, reported

Golden = Callable[[str, str], None]

FOUND: list[tuple[str, dict[str, Any], str]] = [
    ("Kosong", {"country": "KP"}, "kosong-kp"),
    ("Kosong", {"country": "KR"}, "goseong-kr"),
    ("Goseong", {"within": "Kangwon Province", "country": "KP"}, "kosong-kp"),
    ("Kosong", {"near": (38.62, 128.27)}, "kosong-kp"),
    ("Chorwon", {"within": "kp-07"}, "chorwon-kp"),
    ("Kangwon", {"country": "KR"}, "kr-42"),
    ("Kangwon", {"near": (39.1, 127.4), "country": "KP"}, "kp-07"),
    ("N. Hamgyong", {}, "kp-09"),
    ("S. Hamgyong", {}, "kp-08"),
    ("No. Hwanghae Province", {}, "kp-06"),
    ("Hambuk", {}, "kp-09"),
    ("함남", {}, "kp-08"),
    ("Yanggang", {}, "kp-10"),
    ("Pyongyang", {}, "kp-01"),
    ("Pyonggang", {}, "pyonggang"),
    ("Pyeongchang", {}, "pyeongchang"),
    ("Pyongchang", {}, "pyeongchang"),
    ("Pyongsong", {}, "pyongsong"),
    ("Pyeongseong", {}, "pyongsong"),
    ("Pyeonggang", {}, "pyonggang"),
    ("Sinuiju, North Pyongan", {}, "sinuiju"),
    ("Hyesan City, N. Hamgyong", {"within": "Ryanggang"}, ""),
    ("Unsan", {"within": "North Pyongan"}, "unsan-kp-03"),
    ("Unsan", {"within": "South Pyongan"}, "unsan-kp-02"),
    ("Nampo", {"within": "South Pyongan", "on": "2007"}, "kp-14"),
    ("Nampo", {"within": "South Pyongan", "on": date(2015, 1, 1)}, ""),
    ("Rajin", {"within": "North Hamgyong", "on": "2005~"}, "najin"),
    ("Ryanggang", {"on": "1950"}, ""),
    ("Ryanggang", {"on": "1954"}, "kp-10"),
    ("Sinuiju", {"within": "North Hamgyong"}, ""),
    ("Joint Security Area", {"within": "Kaesong"}, "jsa"),
    ("JSA", {"country": "KR"}, "jsa"),
]


@pytest.mark.parametrize(("name", "known", "place"), FOUND)
def test_right_place_is_found(name: str, known: dict[str, Any], place: str) -> None:
    """What is known beside the name leaves the one place that is meant, or none."""
    found = korea().look_up(name, **known)
    assert (found.place.id if found.place else "") == place


@pytest.mark.parametrize(
    ("name", "places", "asks"),
    [
        ("Kosong", {"kosong-kp", "goseong-kr"}, ("country",)),
        ("Goseong", {"kosong-kp", "goseong-kr"}, ("country",)),
        ("고성군", {"kosong-kp", "goseong-kr"}, ("country",)),
        ("Chorwon", {"chorwon-kp", "cheorwon-kr"}, ("country",)),
        ("Kimhwa", {"kimhwa-kp", "gimhwa-kr"}, ("country",)),
        ("Kangwon Province", {"kp-07", "kr-42"}, ("country",)),
        ("Unsan", {"unsan-kp-02", "unsan-kp-03"}, ("province",)),
    ],
)
def test_ambiguity_is_reported(name: str, places: set[str], asks: tuple[str, ...]) -> None:
    """Several places of a name are all told, with the one thing that tells them apart."""
    found = korea().look_up(name)
    assert found.ambiguous
    assert found.place is None
    assert {hit.place.id for hit in found.hits} == places
    assert found.question == asks


def test_county_stands_for_its_town() -> None:
    """Where a county and a town in it share the name, the county holds both: it is not ambiguous."""
    found = korea().look_up("Kilju")
    assert found.place is not None
    assert found.place.id == "kilju"
    assert [hit.place.id for hit in found.inner] == ["kilju-2043484"]


def test_variant_yields_to_an_own_name() -> None:
    """GeoNames lists "Kosong" among the alternates of Onsong; that is told, and decides nothing."""
    found = korea().look_up("Kosong", country="KP")
    assert found.place is not None
    assert [hit.place.id for hit in found.also] == ["onsong-2042267"]


def test_variant_does_not_step_in_for_a_place_ruled_out() -> None:
    """Kosong in North Hamgyong is a contradiction to ask about, not a silent Onsong."""
    found = korea().look_up("Kosong", within="North Hamgyong")
    assert not found.hits
    assert {each.hit.place.id for each in found.excluded} == {"kosong-kp", "goseong-kr"}
    assert [hit.place.id for hit in found.also] == ["onsong-2042267"]


def test_variant_alone_is_found() -> None:
    """A name that only alternates have finds its place."""
    assert korea().look_up("Shingishu").hits[0].place.id == "sinuiju-2040893"


@pytest.mark.parametrize(
    ("slip", "place"),
    [("hyesahn", "hyesan"), ("Hyeson", "hyesan"), ("Sariwan", "sariwon"), ("N. Hamgyung Prov", "kp-09")],
)
def test_slip_has_one_suggestion(slip: str, place: str) -> None:
    """A slip of the pen suggests the one place that was meant."""
    found = korea().look_up(slip)
    assert not found.known
    assert found.suggestion is not None
    assert found.suggestion.hit.place.id == place


def test_alike_suggestions_leave_the_choice() -> None:
    """Where the likest are nearly as like, at most three are listed and none stands alone."""
    found = korea().look_up("Pyonyang")
    assert found.suggestions[0].hit.place.id == "kp-01"
    assert found.suggestions[0].score - found.suggestions[1].score < MARGIN
    assert len(found.suggestions) == 3
    assert found.suggestion is None


def test_suggestions_heed_what_else_is_known() -> None:
    """A like name in another province, country or far from the point is not suggested."""
    assert korea().look_up("Hyeson", country="KR").suggestions == ()
    assert korea().look_up("Hyeson", within="South Hwanghae").suggestions == ()
    assert korea().look_up("Hyeson", near=(38.0, 125.7)).suggestions == ()
    assert korea().look_up("Hyeson", near=(41.4, 128.2)).suggestion is not None


@pytest.mark.parametrize("name", ["N. Hamgyung", "North Hamgyonng", "N Hamgyong-do", "함경북또"])
def test_north_is_never_taken_for_south(name: str) -> None:
    """No spelling of the northern half finds or suggests the southern one."""
    found = korea().look_up(name)
    named = {hit.place.id for hit in found.hits} | {each.hit.place.id for each in found.suggestions}
    assert "kp-09" in named
    assert "kp-08" not in named


def test_half_without_a_side_is_not_chosen() -> None:
    """Hamgyong alone may be either: both halves are suggested and neither stands alone."""
    found = korea().look_up("Hamgyong")
    assert not found.hits
    assert found.suggestion is None


def test_unknown_larger_place_rules_nothing_out() -> None:
    """A province that nobody knows is told as unknown, and the name decides alone."""
    found = korea().look_up("Hyesan", within="Atlantis")
    assert found.place is not None
    assert found.within is not None
    assert not found.within.known


def test_date_may_be_read_or_written() -> None:
    """A date is given as text, as a day or as a date already read."""
    for on in ("1950", parse("1950"), date(1950, 6, 25)):
        assert [each.reason for each in korea().look_up("Ryanggang", on=on).excluded] == [
            "it existed from 1954 only"
        ]


def test_bad_date_is_an_error() -> None:
    """A date that is none is the caller's mistake and said so."""
    with pytest.raises(EdtfError, match="mid-October"):
        korea().look_up("Hyesan", on="mid-October")


@pytest.mark.parametrize("name", ["", "'", "\u200f", "x" * 1_000_000, "혜" * 500, "a, b", ",", ", Hyesan"])
def test_odd_names_find_nothing(name: str) -> None:
    """Empty, endless and broken names have no place and no traceback."""
    found = korea().look_up(name)
    assert found.place is None
    assert len(str(found)) < 200


def test_right_to_left_marks_do_not_hide_a_name() -> None:
    """Invisible marks around a name make no difference."""
    assert korea().look_up("\u202bHyesan\u202c").place is not None


def test_two_gazetteers_with_other_columns_agree() -> None:
    """The dataset's own places, a smaller table with other columns, give the same answers."""
    for name in ("Kosong", "Chorwon", "Kangwon", "Pyongyang", "Hyesan", "N. Hamgyong", "Jajupo"):
        small = {hit.place.id for hit in reported().look_up(name).hits}
        assert small == {hit.place.id for hit in korea().look_up(name).hits}


def test_messages_read_well(golden: Golden) -> None:
    """Each outcome is one sentence that says what was found and what to say or write."""
    asked: list[tuple[str, dict[str, Any]]] = [
        ("Hyesan", {}),
        ("Kosong", {}),
        ("Unsan", {}),
        ("Sinuiju", {"within": "North Hamgyong"}),
        ("Kosong", {"within": "North Hamgyong"}),
        ("Hyesan", {"country": "KR"}),
        ("Nampo", {"within": "South Pyongan", "on": "2015"}),
        ("Ryanggang", {"on": "1950"}),
        ("Hyesan", {"near": (38.0, 125.7)}),
        ("Ryanggang", {"near": (38.0, 125.7)}),
        ("Hyeson", {}),
        ("Pyonyang", {}),
        ("Atlantis", {}),
        ("x" * 100, {}),
    ]
    lines = [str(korea().look_up(name, **known)) for name, known in asked]
    golden("gazetteer/messages.txt", "\n".join(lines) + "\n")
