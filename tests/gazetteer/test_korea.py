"""The Korean gazetteer: what is in it, where it comes from, and that every spelling finds its place."""

from __future__ import annotations

import csv
import importlib
import re
import shutil
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dateline.gazetteer import key
from gazetteer.korea import KOREA, REPORTED, korea, records

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

TOOLS = KOREA / "build"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the builder's module of romanisation."""
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("romanise")


def extract(name: str) -> list[dict[str, str]]:
    """Return the rows of a source's extract."""
    with (KOREA / "sources" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_records_are_what_the_script_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed records follow from the committed sources, byte for byte."""
    monkeypatch.syspath_prepend(str(TOOLS))
    build = importlib.import_module("build")
    shutil.copytree(KOREA / "sources", tmp_path / "sources")
    (tmp_path / "records").mkdir()
    build.build_all(tmp_path)
    for path in sorted((KOREA / "records").iterdir()):
        assert (tmp_path / "records" / path.name).read_bytes() == path.read_bytes(), path.name
    sys.modules.pop("build")


def test_all_units_and_towns_are_there() -> None:
    """13 first-level units, every second-level unit of both sources, every town of both extracts."""
    known = korea()
    assert sum(1 for place in known.places if re.fullmatch(r"kp-\d\d", place)) == 13
    for row in extract("geonames_admin2"):
        assert known.by_code("geonameid", row["geonameid"]), row
        assert known.by_code("geonames", row["geonames_code"]), row
    for row in extract("open_admin_data_counties"):
        assert known.by_code("ocha", row["pcode"]), row
    for row in (*extract("geonames_towns"), *extract("geonames_neighbours")):
        assert known.by_code("geonameid", row["geonameid"]), row


def test_every_spelling_finds_its_place_or_is_ambiguous() -> None:
    """Each of some 6,300 spellings finds its place among the hits, or tells who owns the name."""
    known = korea()
    for name, place, variant in records("names").select("name", "place_id", "variant").iter_rows():
        found = known.look_up(name)
        told = {hit.place.id for hit in (*found.hits, *found.inner)}
        assert place in told | {hit.place.id for hit in found.also}, name
        assert place in told or variant == "true", name
        assert found.place is not None or found.ambiguous, name


def test_every_spelling_with_its_country_and_province_is_hardly_ever_ambiguous() -> None:
    """With country and province told, an own name finds one place in all but a few known cases."""
    known = korea()
    left = set()
    own = records("names").filter(pl.col("variant") == "false")
    for name, place in own.select("name", "place_id").iter_rows():
        province = known.province(place)
        if province is None or province.country != "KP":
            continue
        found = known.look_up(name, within=province.id, country=known.country(place))
        if found.ambiguous:
            left.add(key(name))
    assert left == {"songwon", "송원", "송원읍"}


def test_every_reported_spelling_finds_its_place() -> None:
    """Every spelling in the first dataset finds the same place here, or says that it is ambiguous."""
    known = korea()
    places = pl.read_csv(REPORTED / "places.csv", infer_schema=False)
    country = dict(places.select("place_id", "country_iso2").iter_rows())
    for name, place in pl.read_csv(REPORTED / "place_aliases.csv").select("alias", "place_id").iter_rows():
        assert place in {hit.place.id for hit in known.look_up(name).hits}, name
        told = known.look_up(name, country=country[place])
        assert told.place is not None, name
        assert told.place.id == place, name


def test_reported_places_are_the_same_here() -> None:
    """Ids, Hangul, parents and codes of the first dataset's places are those of the gazetteer."""
    known = korea()
    for row in pl.read_csv(REPORTED / "places.csv", infer_schema=False).iter_rows(named=True):
        place = known.places[row["place_id"]]
        assert (place.name, place.country, place.parent) == (
            row["name_preferred"],
            row["country_iso2"],
            row["parent_place_id"],
        )
        assert row["ocha_pcode"] in (None, known.code(place.id, "ocha"))
        assert row["geonameid"] in (None, known.code(place.id, "geonameid"))
        province = known.province(place.id)
        if row["admin1_iso"] and province is not None:
            assert known.code(province.id, "iso3166_2") == row["admin1_iso"]


NOT_MCCUNE = {"Tŭkchang": "Tukjang"}
"""Where GeoNames has another spelling than McCune-Reischauer gives."""

NOT_DPRK = {
    "Jaeryong": "Jaerong",
    "Singye": "Sinkye",
    "Poptong": "Popdong",
    "Pyoktong": "Pyokdong",
    "Kapsan": "Kabsan",
    "Nampho": "Nampo City",
    "Phyongwon": "Pyongwon",
    "Phyongsong": "Pyongsong City",
    "Chonrima": "Chollima",
}
"""Where OCHA has another spelling than North Korea's rules give."""

KOREAN_UNIT = re.compile("(구역|지구|시|군|구)$")
ROMAN_UNIT = re.compile("-(guyok|kuyok|gu)$")


def test_hangul_gives_both_romanisations(tool: ModuleType) -> None:
    """The Hangul written by hand gives GeoNames' name and OCHA's: names, ids and P-codes belong together."""
    geonames = {row["geonameid"]: row["name"] for row in extract("geonames_admin2")}
    ocha = {row["pcode"]: row["name_en"] for row in extract("open_admin_data_counties")}
    rows = extract("counties")
    assert len(rows) == len(geonames) == 201
    assert set(ocha) - {row["ocha_pcode"] for row in rows} == {"KP0201", "KP1001"}
    for row in rows:
        name = KOREAN_UNIT.sub("", row["hangul"])
        spelt = tool.mccune_reischauer(tool.southern(name))
        assert key(NOT_MCCUNE.get(spelt, spelt)) == ROMAN_UNIT.sub("", key(geonames[row["geonameid"]])), name
        if row["ocha_pcode"]:
            listed = ocha[row["ocha_pcode"]].removesuffix(" Dist.")
            spelt = tool.dprk(name)
            assert key(NOT_DPRK.get(spelt, spelt)) == key(listed).replace(" ", ""), name


@pytest.mark.parametrize(
    ("hangul", "mccune", "revised"),
    [
        ("길주", "Kilchu", "Gilju"),
        ("철원", "Ch'ŏrwŏn", "Cheorwon"),
        ("평양", "P'yŏngyang", "Pyeongyang"),
        ("신계", "Sin'gye", "Singye"),
        ("천리마", "Ch'ŏllima", "Cheollima"),
        ("백암", "Paegam", "Baegam"),
        ("강령", "Kangnyŏng", "Gangnyeong"),
        ("덕천", "Tŏkch'ŏn", "Deokcheon"),
        ("의주", "Ŭiju", "Uiju"),
    ],
)
def test_romanisation_follows_the_sound(tool: ModuleType, hangul: str, mccune: str, revised: str) -> None:
    """Assimilation, voicing, linking and the apostrophe between n and g come out as in print."""
    assert (tool.mccune_reischauer(hangul), tool.revised(hangul)) == (mccune, revised)


@pytest.mark.parametrize(
    ("north", "south"), [("량강", "양강"), ("라선", "나선"), ("녕변", "영변"), ("남포", "남포")]
)
def test_southern_spelling_drops_the_first_sound(tool: ModuleType, north: str, south: str) -> None:
    """ㄹ at the beginning goes or becomes ㄴ, and ㄴ goes before i and y."""
    assert tool.southern(north) == south


def test_what_is_no_hangul_is_refused(tool: ModuleType) -> None:
    """A letter that is no syllable is named."""
    with pytest.raises(ValueError, match="'x' in '평x'"):
        tool.mccune_reischauer("평x")


def test_points_lie_in_their_provinces() -> None:
    """Within 5 km every point lies in the outline of its province, but for one known unit."""
    known = korea()
    outside = set()
    for place in known.places.values():
        province = known.province(place.id)
        shape = known.shapes.get(province.id) if province else None
        if shape and place.point and not shape.near(*place.point, 5):
            outside.add(place.id)
    assert outside == {"sangwon"}


def test_every_row_has_a_source_with_that_licence() -> None:
    """Source and licence of each row stand together in the table of sources, and each source is used."""
    listed = set(records("sources").select("source", "licence").iter_rows())
    used = set()
    for table in ("places", "names", "codes", "shapes", "memberships"):
        used |= set(records(table).select("source", "licence").iter_rows())
    points = {source for (source,) in records("places").select("point_source").drop_nulls().iter_rows()}
    assert used <= listed
    assert {source for source, _ in listed} == {source for source, _ in used} | points
