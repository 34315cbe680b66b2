from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geojson
import pytest
from shapely.geometry import shape

from formats import samples

if TYPE_CHECKING:
    from pathlib import Path

    from formats.samples import Written

EVENTS = [
    {"event": "e1", "place": "c1", "near": "adm2", "precision": "7"},
    {"event": "e2", "place": "p1", "near": "adm1"},
    {"event": "e3", "place": "kp", "near": "country"},
    {"event": "e4", "place": "site", "near": "exact"},
    {"event": "e5", "place": "line", "near": "linear"},
    {"event": "e6", "place": "none", "near": "adm2"},
    {"event": "e7", "place": "", "near": ""},
    {"event": "e8", "place": "c1", "near": "adm2", "level": "coarsened"},
    {"event": "e9", "place": "p1", "near": "exact"},
    {"event": "ea", "place": "bad", "near": "exact"},
    {"event": "eb", "place": "c1", "near": "exact"},
    {"event": "ec", "place": "c1", "near": "adm1"},
    {"event": "ed", "place": "c1", "near": ""},
    {"event": "ee", "place": "kp", "near": "settlement"},
]
FURTHER = [
    {"event": "e1", "place": "c1", "role": "main"},
    {"event": "e1", "place": "p1", "role": "also"},
    {"event": "e1", "place": "site", "role": "origin"},
    {"event": "e8", "place": "site", "role": "also"},
    {"event": "ec", "place": "c1", "role": "also"},
]


def write(folder: Path, rows: list[dict[str, str]] = EVENTS, **schemas: str) -> Written:
    """Write the formats of events at all kinds of places, with these schemas in place of the usual."""
    tables: dict[str, Any] = {
        "places": (schemas.get("places", samples.PLACES), samples.PLACE_ROWS),
        "events": (schemas.get("events", samples.EVENTS), rows),
        "event_places": (samples.EVENT_PLACES, FURTHER if rows is EVENTS else []),
    }
    return samples.write(folder / "out", tables)


@pytest.fixture
def features(tmp_path: Path) -> dict[str, Any]:
    """Return the features of the sample, by their ids."""
    written = write(tmp_path)
    read = geojson.loads(written.path("geojson").read_text("utf-8"))
    assert read.is_valid, read.errors()
    assert [float(side) for side in read["bbox"]] == [-128.75, 41.25, 128.5, 41.5]
    return {each["id"]: each for each in json.loads(written.path("geojson").read_bytes())["features"]}


def test_a_point_stands_for_a_site_a_settlement_or_a_county_only(features: dict[str, Any]) -> None:
    """Provinces, countries, lines, coarsened records and places not identified have no point."""
    points = {name: shape(each["geometry"]).coords[0] for name, each in features.items() if each["geometry"]}
    assert points == {"e1": (128.5, 41.5), "e4": (-128.75, 41.25), "eb": (128.5, 41.5)}


def test_a_point_says_what_it_is(features: dict[str, Any]) -> None:
    """That of a county is representative, whatever the event claims; that of a site is exact."""
    said = {name: each["properties"]["point"] for name, each in features.items()}
    assert {name: word for name, word in said.items() if word} == {
        "e1": "representative",
        "e4": "exact",
        "eb": "representative",
    }


def test_an_event_with_a_place_is_a_feature(features: dict[str, Any]) -> None:
    """All events with a place are there, in order, with or without a point; one without place is not."""
    assert list(features) == [each["event"] for each in EVENTS if each["place"]]


def test_properties_are_the_events_fields_and_its_place(features: dict[str, Any]) -> None:
    """A name that the event's own fields have already is not taken from them."""
    assert features["e1"]["properties"] == {
        "event": "e1",
        "place": "c1",
        "near": "adm2",
        "level": None,
        "precision": 7,
        "place_name": "County",
        "__precision": "adm2",
        "point": "representative",
        "further_places": [
            {"place": "p1", "role": "also", "place_name": "Province", "coordinates": None},
            {"place": "site", "role": "origin", "place_name": "A bridge", "coordinates": [-128.75, 41.25]},
        ],
    }


def test_further_places_tell_no_more_than_the_event(features: dict[str, Any]) -> None:
    """Of a coarsened event they have no point; the event's own place is not repeated with one."""
    assert features["e8"]["properties"]["further_places"] == [
        {"place": "site", "role": "also", "place_name": "A bridge", "coordinates": None}
    ]
    assert features["ec"]["properties"]["further_places"] == []


def test_without_a_word_the_place_s_kind_decides(tmp_path: Path) -> None:
    """Where events have no precision, that of their places is the finest that their kind allows."""
    schema = samples.EVENTS.replace("{precision: near}", "{}")
    found = json.loads(write(tmp_path, events=schema).path("geojson").read_bytes())["features"]
    words = {each["id"]: each["properties"]["__precision"] for each in found if each["geometry"]}
    assert words == dict.fromkeys(("e1", "eb", "ec", "ed"), "adm2") | {"e4": "exact"}


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("events", "event: {place: place}", "event: {}"),
        ("places", ", latitude: lat, longitude: lon", ""),
        ("events", "foreignKeys: [{fields: [place], reference: {resource: places, fields: [place]}}]\n", ""),
    ],
)
def test_there_is_no_file_without_located_events(tmp_path: Path, table: str, old: str, new: str) -> None:
    """Without a place, without coordinates, without a reference there is nothing to show."""
    schema = {"events": samples.EVENTS, "places": samples.PLACES}[table]
    assert old in schema
    written = write(tmp_path, **{table: schema.replace(old, new)})
    assert "geojson" not in {each.format for each in written.made}


def test_there_is_no_file_where_nothing_tells_how_exactly_places_are_known(tmp_path: Path) -> None:
    """A point of unknown precision might be that of a country."""
    events = samples.EVENTS.replace("{precision: near}", "{}")
    places = samples.PLACES.replace(" feature_code: code,", "")
    assert not list(write(tmp_path, events=events, places=places).folder.glob("*.geojson"))


def test_there_is_no_file_if_no_event_has_a_point(tmp_path: Path) -> None:
    """A map without a point is none."""
    written = write(tmp_path, [{"event": "e2", "place": "p1", "near": "adm1"}])
    assert not list(written.folder.glob("*.geojson"))
