"""Pages of the rules for codes and points of places, and for the tables of a gazetteer."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="places")

_TREE_SCHEMA = """\
# schemas/places.yaml
dateline:
  places: {id: place_id, name: name, country: country, parent: parent}
"""
_CODES_SCHEMA = """\
# schemas/events.yaml
fields:
  - name: province
    type: string
    dateline: {place_code: {system: iso3166_2, place: place_id, within: true}}

# schemas/places.yaml
primaryKey: [place_id]
dateline:
  places: {id: place_id, name: name, parent: parent}

# schemas/codes.yaml
dateline:
  place_codes: {system: system, code: code, place: place_id}
"""
_CODED = """\
# records/places.csv
place_id,name,parent
kp-01,Pyongyang,
kp-10,Ryanggang,
hyesan,Hyesan,kp-10

# records/codes.csv
system,code,place_id
iso3166_2,KP-01,kp-01
iso3166_2,KP-10,kp-10
ocha,KP01,kp-10
"""
_POINTS_SCHEMA = """\
# schemas/places.yaml
fields:
  - {name: latitude, type: number}
  - {name: longitude, type: number}
dateline:
  places:
    {id: place_id, name: name, country: country, parent: parent, feature_code: kind,
     latitude: latitude, longitude: longitude}
"""
_SHAPES_SCHEMA = """\
# schemas/shapes.yaml
dateline:
  place_shapes: {place: place_id, geometry: geometry}
"""
_SQUARE = '"{""type"": ""Polygon"", ""coordinates"": [[[127, 41], [129, 41], [129, 42], [127, 42]{}]]}"'


def _coded(province: str, place: str = "hyesan") -> str:
    """Return an event with the code of its province, and the codes of places."""
    return f"# records/events.csv\nplace_id,province\n{place},{province}\n\n{_CODED}"


def _points(*rows: str) -> str:
    """Return places with points."""
    head = "place_id,name,country,parent,kind,latitude,longitude"
    return "".join(f"{line}\n" for line in ("# records/places.csv", head, *rows))


def _shapes(closed: str = ", [127, 41]") -> str:
    """Return the shape of a province."""
    return f"# records/shapes.csv\nplace_id,geometry\nkp-10,{_SQUARE.replace('{}', closed)}\n"


def _places(head: str, *rows: str) -> str:
    return "".join(f"{line}\n" for line in ("# records/places.csv", head, *rows))


PAGES: tuple[Page, ...] = (
    _page(
        id="place-code-form",
        property="place_code: {system: S, place: F}",
        summary="a code has the form of its system",
        why="Three systems for the same provinces look alike and disagree: KP-01 is Pyongyang (ISO "
        "3166-2), KP01 is Ryanggang (OCHA), KP.01 is Chagang (GeoNames). A code in the wrong column is "
        "another place.",
        schema=_CODES_SCHEMA,
        bad=_coded("KP01"),
        good=_coded("KP-10"),
        fix="Write the code of the system that the column is for; the message says what the one found means.",
        waive="No.",
    ),
    _page(
        id="place-code-differs",
        property="place_code: {system: S, place: F, within: true}",
        summary="a code is that of its place, or of a unit in which the place lies",
        why="Maps and other datasets are joined by these codes: a wrong one puts the record into another "
        "province.",
        schema=_CODES_SCHEMA,
        bad=_coded("KP-01"),
        good=_coded("KP-10"),
        fix="Write the code in the message, or correct the place.",
        waive="No. If the gazetteer is wrong, correct it there.",
    ),
    _page(
        id="place-code-unknown",
        severity="warning",
        property="place_code: {system: S}",
        summary="a code is on record in a gazetteer that has others of its system and country",
        why="A code that nobody has on record is mostly mistyped, and joins with nothing.",
        schema=_CODES_SCHEMA,
        bad=_coded("KP-99", ""),
        good=_coded("KP-10", ""),
        fix="Look the code up. If it is right, add it to the gazetteer.",
        waive="Yes, for a code that the gazetteer will not have.",
    ),
    _page(
        id="point-outside-country",
        property="places: {latitude: F, longitude: F, country: F}",
        summary="a point lies in the box around its country",
        why="Latitude and longitude are swapped more often than anything else about a point; then it "
        "lies on the other side of the world.",
        schema=_POINTS_SCHEMA,
        bad=_points("sinuiju,Sinuiju,KR,,ADM2,40.1,124.4"),
        good=_points("sinuiju,Sinuiju,KP,,ADM2,40.1,124.4"),
        fix="Swap the two if the message says so, else look the point up, or correct the country.",
        waive="Yes, for a place outside the borders, such as an embassy, which has a country all the same.",
    ),
    _page(
        id="point-outside-province",
        severity="warning",
        property="place_shapes: {place: F, geometry: F}",
        summary="a point lies in its first-level unit, or at most 5 km outside",
        why="A point in the neighbouring province is that of another place, or the place is filed under "
        "the wrong one. Outlines are coarse, so 5 km are allowed; where there is no outline, nothing is "
        "asked.",
        schema=f"{_POINTS_SCHEMA}\n{_SHAPES_SCHEMA}",
        bad=_points("kp-10,Ryanggang,KP,,ADM1,,", "hyesan,Hyesan,KP,kp-10,ADM2,41.4,126.2")
        + "\n"
        + _shapes(),
        good=_points("kp-10,Ryanggang,KP,,ADM1,,", "hyesan,Hyesan,KP,kp-10,ADM2,41.4,128.2")
        + "\n"
        + _shapes(),
        fix="Look the point up again, or write the unit in which the place lies.",
        waive="Yes, where the outline is older or coarser than the border, or leaves out an exclave.",
    ),
    _page(
        id="place-has-no-point",
        property="places: {feature_code: F, latitude: F, longitude: F}",
        summary="a line, a region or a country has no point",
        why="The middle of a border or of a country is a spot where nothing happened, and maps put "
        "everything there.",
        schema=_POINTS_SCHEMA,
        bad=_points("dmz,Demilitarized Zone,,,LINEAR,38.3,127.1"),
        good=_points("dmz,Demilitarized Zone,,,LINEAR,,"),
        fix="Leave latitude and longitude empty. If a spot on it is meant, make that a place of its own.",
        waive="No.",
    ),
    _page(
        id="place-parent-country",
        property="places: {id: F, parent: F, country: F}",
        summary="a place and what it lies in are in one country",
        why="A place under a parent on the other side of a border is found in the wrong country.",
        schema=_TREE_SCHEMA,
        bad=_places("place_id,name,country,parent", "kr-42,Gangwon,KR,", "kosong,Kosong,KP,kr-42"),
        good=_places("place_id,name,country,parent", "kp-07,Kangwon,KP,", "kosong,Kosong,KP,kp-07"),
        fix="Correct the country or the parent. What straddles a border has no country.",
        waive="Yes, for what lies in one country and belongs to another.",
    ),
    _page(
        id="place-key",
        property="place_names: {name: F, key: F}",
        summary="a stored look-up key is the one that is computed of the spelling",
        why="Names are found by their keys. A spelling with a wrong key is found by nobody, or by "
        "whoever looks for another place.",
        schema="dateline:\n  place_names: {name: spelling, key: key}\n",
        bad="spelling,key\nCh'ŏrwŏn-gun,cholwon\n",
        good="spelling,key\nCh'ŏrwŏn-gun,chorwon\n",
        fix="Write the key in the message.",
        waive="No.",
    ),
    _page(
        id="gazetteer-parent-cycle",
        property="places: {id: F, parent: F}",
        summary="no place lies in itself, by however many steps",
        why="What lies in a circle lies in no country. Until it is opened, these places are looked up "
        "without their parents.",
        schema=_TREE_SCHEMA,
        bad=_places("place_id,name,country,parent", "hyesan,Hyesan,,kp-10", "kp-10,Ryanggang,,hyesan"),
        good=_places("place_id,name,country,parent", "hyesan,Hyesan,,kp-10", "kp-10,Ryanggang,,"),
        fix="Follow the places in the message and give one of them its true parent, or none.",
        waive="No.",
    ),
    _page(
        id="gazetteer-repeated",
        property="places: {id: F}",
        summary="an id, a code and the shape of a place stand once in a gazetteer",
        why="Of two records of one id or code only the first counts, and nothing says which one that "
        "should be. Where a key of the table asks for the same, its own rule speaks.",
        schema=_TREE_SCHEMA,
        bad=_places("place_id,name,country,parent", "anju,Anju,KP,", "anju,Anak,KP,"),
        good=_places("place_id,name,country,parent", "anju,Anju,KP,", "anak,Anak,KP,"),
        fix="Give one of them its own id or code; of two shapes make one MultiPolygon.",
        waive="No.",
    ),
    _page(
        id="gazetteer-shape",
        property="place_shapes: {place: F, geometry: F}",
        summary="a shape is a GeoJSON Polygon or MultiPolygon of closed rings",
        why="A shape that cannot be read checks no point, and nobody would notice. Longitude comes first "
        "(RFC 7946).",
        schema=_SHAPES_SCHEMA,
        bad=_shapes(""),
        good=_shapes(),
        fix="Do what the message says; a ring ends with the position with which it begins.",
        waive="No.",
    ),
)
