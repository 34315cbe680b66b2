"""Build the records of the Korean gazetteer from the extracts of its sources.

    python datasets/gazetteer-korea/build/build.py [FOLDER]

reads `sources/` of the dataset's folder (datasets/gazetteer-korea) and writes its
`records/`. The same extracts give the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import is_name, plain, script_of, slug
from spellings import of_geonames, of_half, of_hangul, stem
from tables import COLUMNS, Build

from dateline.gazetteer import distance_km, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tables import Row

FOLDER = Path(__file__).parents[1]

COUNTRIES = ("kp", "kr", "cn", "jp")
PROVINCE_OF = {
    ("KR", "06"): "kr-42",
    ("KR", "11"): "kr-11",
    ("KR", "12"): "kr-28",
    ("KR", "13"): "kr-41",
    ("KR", "14"): "kr-47",
    ("CN", "05"): "cn-jl",
    ("CN", "19"): "cn-ln",
}
"""Our ids of provinces across the borders, by country and GeoNames code."""

SEAT_KM = 30
"""A town of a county's name that is no farther from the county's point is its seat."""

OUTLINES = {"naturalearth_provinces.geojson": "iso_3166_2", "naturalearth_outline.geojson": "iso"}


def add_reported(build: Build) -> None:
    """Add what is known of places that reports name: the best checked rows, so they come first."""
    origins = {"GeoNames": "geonames_towns", "representative": "geoboundaries", "Wikipedia": "wikipedia"}
    for row in build.read("reported_places"):
        point = next((origins[word] for word in origins if row["coordinate_source"].startswith(word)), "")
        kept = {column: row[column] for column in COLUMNS["places"].split() if column in row}
        build.place("dateline", **kept, point_source=point if row["latitude"] else "")
        place = row["place_id"]
        build.code(place, "geonameid", row["geonameid"], "geonames_towns")
        build.code(place, "ocha", row["ocha_pcode"], "open_admin_data")
    for row in build.read("reported_names"):
        build.name(row["place_id"], row["alias"], row["system"], "dateline")


def add_provinces(build: Build) -> None:
    """Add the first-level units with their codes and all their spellings."""
    for row in build.read("provinces"):
        place, country = row["place_id"], row["place_id"][:2]
        found = build.place(
            "iso_3166",
            place_id=place,
            name_preferred=row["name"],
            name_hangul=row["hangul"],
            country_iso2=country.upper(),
            parent_place_id=country,
            feature_class="A",
            feature_code="ADM1",
            latitude=row["latitude"],
            longitude=row["longitude"],
            point_source=row["point_source"],
            valid_from=row["valid_from"],
            notes=row["notes"],
        )
        build.code(place, "iso3166_2", place.upper(), "iso_3166")
        build.code(place, "geonames", row["geonames"], "geonames_admin2")
        build.code(place, "ocha", row["ocha"], "open_admin_data")
        build.code(place, "hasc", row["hasc"], "natural_earth")
        build.spell(place, _province_names(found), "dateline")
    for row in build.read("province_names"):
        build.name(row["place_id"], row["name"], row["system"], row["source"])
    for place in COUNTRIES:
        build.code(place, "iso3166_1", place.upper(), "iso_3166")


def _province_names(row: Row) -> Iterator[tuple[str, str]]:
    name, hangul = row["name_preferred"].split(" (")[0], row.get("name_hangul", "")
    yield name, "english"
    yield name.removesuffix(" Province"), "english"
    if hangul:
        yield from of_half(hangul) if hangul[:2] in ("평안", "황해", "함경") else of_hangul(hangul)


def add_counties(build: Build) -> None:
    """Add the second-level units: GeoNames and OCHA joined by hand over the Hangul."""
    geonames = {row["geonameid"]: row for row in build.read("geonames_admin2")}
    ocha = {row["pcode"]: row for row in build.read("open_admin_data_counties")}
    towns = build.read("geonames_towns")
    for row in build.read("counties"):
        place, there = row["place_id"], ocha.get(row["ocha_pcode"])
        found = build.place(
            "geonames_admin2",
            place_id=place,
            name_preferred=row["name"],
            name_hangul=row["hangul"],
            country_iso2="KP",
            parent_place_id=row["parent_place_id"],
            feature_class="A",
            feature_code="ADM2",
            notes=row["notes"],
        )
        _locate(found, there, towns)
        listed = geonames[row["geonameid"]]
        build.code(place, "geonameid", row["geonameid"], "geonames_admin2")
        build.code(place, "geonames", listed["geonames_code"], "geonames_admin2")
        build.code(place, "ocha", row["ocha_pcode"], "open_admin_data")
        build.spell(place, of_geonames(listed["name"]), "geonames_admin2")
        if there:
            build.spell(place, _ocha_names(there["name_en"]), "open_admin_data")
        build.spell(place, [(row["name"], "gazetteer"), *of_hangul(row["hangul"])], "dateline")


def _ocha_names(name: str) -> Iterator[tuple[str, str]]:
    bare = name.removesuffix(" Dist.")
    yield from ((each, "dprk") for each in dict.fromkeys((name, bare, bare.replace(" ", ""))))


def _locate(row: Row, ocha: Row | None, towns: list[Row]) -> None:
    """Give a county the point of its seat, else the one that OCHA's unit has."""
    if row.get("latitude") or ocha is None:
        return
    point = (float(ocha["latitude"]), float(ocha["longitude"]))
    seat = next((town for town in towns if _is_seat(town, row, point)), None)
    chosen, source = (seat, "geonames_towns") if seat else (ocha, "open_admin_data")
    row.update(latitude=chosen["latitude"], longitude=chosen["longitude"], point_source=source)


def _is_seat(town: Row, county: Row, point: tuple[float, float]) -> bool:
    alike = key(town["name"]) == key(county["name_preferred"].removesuffix(" District"))
    return alike and _apart(town, point) <= SEAT_KM


def add_others(build: Build) -> None:
    """Add the few places that no extract has and that are easily mistaken for another."""
    ocha = {row["pcode"]: row for row in build.read("open_admin_data_counties")}
    for row in build.read("others"):
        place = row["place_id"]
        known = {column: row[column] for column in COLUMNS["places"].split() if column in row}
        found = build.place("dateline", **known, name_preferred=row["name"], name_hangul=row["hangul"])
        build.spell(place, _province_names(found), "dateline")
        if row["ocha_pcode"]:
            _locate(found, ocha[row["ocha_pcode"]], [])
            build.code(place, "ocha", row["ocha_pcode"], "open_admin_data")


def add_towns(build: Build) -> None:
    """Add the towns of the north, each in the county of its name, else in its province."""
    counties = [row for row in build.places.values() if row.get("feature_code") == "ADM2"]
    called: dict[str, set[str]] = {}
    for row in build.names.values():
        if row["variant"] == "false":
            called.setdefault(row["place_id"], set()).add(row["key"])
    for row in build.read("geonames_towns"):
        province = row["admin1_iso"].lower()
        county = next((each for each in counties if _in_county(row, each, called[each["place_id"]])), None)
        place = _add_town(
            build, row, "KP", county["place_id"] if county else province, row["name_hangul"].split("|")
        )
        above = county["parent_place_id"] if county else province
        if above != province:
            add = {"place_id": place, "parent_place_id": province, "source": "geonames_towns"}
            notes = "GeoNames lists it there."
            build.memberships.append({"membership_id": f"{place}-geonames", **add, "notes": notes})


def _in_county(town: Row, county: Row, called: set[str]) -> bool:
    """Whether a town has a county's name and lies near its point; without one, in its province."""
    if key(town["name"]) not in called or county["place_id"] == "pyongyang-city":
        return False
    if not county.get("latitude"):
        return county["parent_place_id"] == town["admin1_iso"].lower()
    return _apart(town, (float(county["latitude"]), float(county["longitude"]))) <= SEAT_KM


def _apart(town: Row, point: tuple[float, float]) -> float:
    return distance_km((float(town["latitude"]), float(town["longitude"])), point)


def add_neighbours(build: Build) -> None:
    """Add the towns across both borders."""
    for row in build.read("geonames_neighbours"):
        hangul = [each for each in row["alternate_names"].split("|") if script_of(each) == "Hang"]
        province = PROVINCE_OF[row["country"], row["admin1_geonames"]]
        _add_town(build, row, row["country"], province, hangul)


def _add_town(build: Build, row: Row, country: str, parent: str, hangul: list[str]) -> str:
    known = build.codes.get(("geonameid", row["geonameid"]))
    place = known["place_id"] if known else f"{slug(row['name'])}-{row['geonameid']}"
    own = [each for each in hangul if each and (len(hangul) == 1 or _sounds_like(each, row["name"]))]
    build.place(
        "geonames_towns",
        place_id=place,
        name_preferred=plain(row["name"]),
        name_hangul=own[0] if own and country != "CN" else "",
        country_iso2=country,
        parent_place_id=parent,
        feature_class="P",
        feature_code="PPL",
        latitude=row["latitude"],
        longitude=row["longitude"],
        point_source="geonames_towns",
    )
    build.code(place, "geonameid", row["geonameid"], "geonames_towns")
    build.spell(place, of_geonames(row["name"]), "geonames_towns")
    if country != "CN":
        for each in own:
            build.spell(place, _of_town(each), "dateline")
    for each in row["alternate_names"].split("|"):
        if is_name(each):
            chinese = country == "CN" and script_of(each) == "Hani"
            system = {"Hang": "hangul", "Hani": "chinese", "Jpan": "japanese"}.get(
                str(script_of(each)), "alternate"
            )
            build.name(place, each, system, "geonames_towns", variant=not chinese and each not in own)
    return place


def _of_town(hangul: str) -> list[tuple[str, str]]:
    """Return the spellings of a town's Hangul name, if it has no hyphen or digit to stop at."""
    return list(of_hangul(hangul)) if all("가" <= each <= "힣" for each in hangul) else []


def _sounds_like(hangul: str, name: str) -> bool:
    return key(name) in {key(each) for each, _ in _of_town(hangul)} | {
        key(each) for each, _ in _of_town(stem(hangul))
    }


def shapes(build: Build) -> Iterator[Row]:
    """Yield the outlines of the country and its provinces."""
    for name, code in OUTLINES.items():
        features = json.loads((build.folder / "sources" / name).read_text("utf-8"))["features"]
        for feature in features:
            geometry = json.dumps(feature["geometry"], separators=(",", ":"))
            yield {
                "place_id": feature["properties"][code].lower(),
                "geometry": geometry,
                "source": "natural_earth",
            }


def build_all(folder: Path) -> Build:
    """Build all tables and write them."""
    build = Build(folder)
    add_reported(build)
    add_provinces(build)
    add_counties(build)
    add_others(build)
    add_towns(build)
    add_neighbours(build)
    told = [*build.read("memberships"), *build.memberships]
    build.write(
        {
            "places": [row for _, row in sorted(build.places.items())],
            "names": sorted(
                build.names.values(), key=lambda row: (row["place_id"], row["variant"], row["name"])
            ),
            "codes": [row for _, row in sorted(build.codes.items())],
            "shapes": sorted(shapes(build), key=lambda row: row["place_id"]),
            "memberships": sorted(told, key=lambda row: row["membership_id"]),
            "sources": build.sources,
        }
    )
    return build


if __name__ == "__main__":
    build_all(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
