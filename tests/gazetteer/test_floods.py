"""Another team's gazetteer: rivers and districts of Nepal, one table, other column names, no Korea."""

from __future__ import annotations

import polars as pl

from dateline.gazetteer import Gazetteer, PlaceColumns

PLACES = pl.DataFrame(
    [
        ("np", "Nepal", "नेपाल", None, "PCLI", None, None, None),
        ("np-p3", "Bagmati Province", "बागमती प्रदेश", "np", "ADM1", 27.4, 85.5, "NP-P3"),
        ("np-p7", "Sudurpashchim Province", "सुदूरपश्चिम प्रदेश", "np", "ADM1", 29.3, 80.9, "NP-P7"),
        ("np-p6", "Karnali Province", "कर्णाली प्रदेश", "np", "ADM1", 29.3, 82.4, "NP-P6"),
        ("sindhuli", "Sindhuli", "सिन्धुली", "np-p3", "ADM2", 27.2, 85.9, None),
        ("sindhupalchok", "Sindhupalchok", "सिन्धुपाल्चोक", "np-p3", "ADM2", 27.9, 85.7, None),
        ("karnali", "Karnali", None, "np", "STM", None, None, None),
    ],
    schema=["code", "english", "nepali", "part_of", "kind", "n", "e", "iso"],
    orient="row",
)

NEPAL = Gazetteer.of(
    PLACES,
    PlaceColumns(
        "code",
        "english",
        names=("nepali",),
        parent="part_of",
        feature_code="kind",
        latitude="n",
        longitude="e",
        codes={"iso3166_2": "iso"},
    ),
)


def test_local_script_finds_the_place() -> None:
    """Vowel signs of Devanagari carry the sound: they stay, and two like names stay two."""
    assert NEPAL.look_up("सिन्धुली").hits[0].place.id == "sindhuli"
    assert NEPAL.look_up("सिन्धुपाल्चोक").hits[0].place.id == "sindhupalchok"


def test_river_and_province_of_one_name_are_told_apart() -> None:
    """Karnali is a river and a province: both are told, and their kind tells them apart."""
    found = NEPAL.look_up("Karnali")
    assert {hit.place.id for hit in found.hits} == {"karnali", "np-p6"}
    assert "kind" in found.told_apart_by


def test_province_rules_out_another() -> None:
    """A district named with the wrong province fits no place, and the right one is told."""
    found = NEPAL.look_up("Sindhuli", within="Sudurpashchim")
    assert not found.hits
    assert str(found.excluded[0].reason) == "it lies in Bagmati Province, not in Sudurpashchim"


def test_countries_may_be_left_out() -> None:
    """Without a column of countries a country that is told rules nothing out."""
    assert NEPAL.look_up("Sindhuli", country="NP").place is not None


def test_code_in_the_table_of_places_is_found() -> None:
    """Codes may stand beside the places."""
    assert NEPAL.by_code("iso3166_2", "NP-P3") is NEPAL.places["np-p3"]
    assert NEPAL.code("np-p7", "iso3166_2") == "NP-P7"
