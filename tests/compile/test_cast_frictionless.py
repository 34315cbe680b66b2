"""Cells are read as frictionless reads them, apart from differences that the standard's words ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compile.cast_cases import NO, field, near, read
from dateline.compile.types.documents import canonical

SEEDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("string", "email"): ("a@b.org", "x.y+z@ex-ample.co.kr"),
    ("string", "uri"): ("mailto:a@b.org", "http://u:p@h.org:80/%20", "https://example.org/a?b=c#d"),
    ("string", "uuid"): ("123e4567-e89b-12d3-a456-426614174000",),
    ("string", "binary"): ("aGVsbG8=", "YQ=="),
    ("any", "default"): ("x", "1"),
    ("integer", "default"): ("12", "-5", "+7", "9223372036854775807"),
    ("number", "default"): ("12.5", "-1e5", "NaN", "INF", "-INF", ".5", "9E99"),
    ("boolean", "default"): ("true", "FALSE", "1"),
    ("date", "default"): ("2024-01-26", "1999-12-31"),
    ("date", "%d/%m/%Y"): ("26/01/2024", "5/3/2021"),
    ("date", "%d %b %y"): ("26 Jan 69", "5 may 68"),
    ("date", "%A, %d %B %Y"): ("Friday, 26 January 2024", "monday, 1 MAY 2024"),
    ("date", "%d%m%Y"): ("26012024", "1122021"),
    ("date", "%Y-%j"): ("2024-366", "2023-001"),
    ("time", "default"): ("15:00:00", "00:59:59"),
    ("time", "%H:%M"): ("15:30",),
    ("time", "%I:%M:%S %p"): ("12:00:00 AM", "3:05:09 pm"),
    ("datetime", "default"): ("2024-01-26T15:00:00", "2024-01-26T15:00:00.300-05:00", "2024-01-26T24:00:00Z"),
    ("datetime", "%d.%m.%Y %H:%M:%S.%f"): ("26.01.2024 15:00:00.5",),
    ("datetime", "%Y-%m-%dT%H:%M:%S%z"): ("2024-01-26T15:00:00+09:00", "2024-01-26T15:00:00Z"),
    ("year", "default"): ("2024", "-044", "12024"),
    ("yearmonth", "default"): ("2024-01", "1999-12"),
    ("duration", "default"): ("P1Y2M3DT4H5M6.5S", "-P1D", "PT36H"),
    ("list", "default"): ("a,b",),
    ("object", "default"): ('{"a": [1, 2.5], "b": null}',),
    ("array", "default"): ('[1, "a", true]',),
    ("geopoint", "default"): ("90.50, 45.50", "-180,90"),
    ("geopoint", "array"): ("[90.5, 45.5]",),
    ("geopoint", "object"): ('{"lon": 1, "lat": 2}',),
    ("geojson", "default"): (
        '{"type":"Point","coordinates":[1,2]}',
        '{"type":"LineString","coordinates":[[1,2],[3,4]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}',
        '{"type":"Feature","geometry":null,"properties":{}}',
        '{"type":"FeatureCollection","features":[]}',
    ),
    ("geojson", "topojson"): (
        '{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[0]}},"arcs":[[[1,2],[3,4]]]}',
    ),
}


@dataclass(frozen=True)
class Difference:
    """Texts on which frictionless and the standard's words part.

    `types` are types, or a type and format; `pattern` finds the texts. Where the reason
    begins with "limit", it is how values are held that does not reach as far as the words.
    """

    types: str
    pattern: str
    example: str
    because: str


ARC = '{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[9]}},"arcs":[]}'
OPEN = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}'
NUMERALS = "integer number geopoint year yearmonth"

FRICTIONLESS_ALONE = [
    Difference("integer number geopoint yearmonth", r"\s", " 12", "space is no part of a numeral"),
    Difference("year", r"\s", " 224", "gYear: digits, a minus and a zone"),
    Difference(NUMERALS, "_", "1_00", "'decimal digits': the underscore is Python's own"),
    Difference(f"{NUMERALS} date time datetime", "\u0663", "12\u0663", "the digits are 0 to 9"),
    Difference("integer", r"^[+-]?\d{19,}$", "9223372036854775808", "limit: 64 bits"),
    Difference("number", r"(?i)^[+-]?(s?nan\d*|inf(inity)?)$", "+INF", "'NaN', 'INF' and '-INF' alone"),
    Difference("number", r"(?i)e[+-]?\d{3,}$", "1E400", "limit: 64-bit floats"),
    Difference("date:default", r"^\d{4}-(\d-|\d\d-\d$)", "2024-1-26", "'MUST be yyyy-mm-dd'"),
    Difference(
        "date:default", r"-\s\d$", "2024-01- 6", "'MUST be yyyy-mm-dd': strptime takes a space for a nought"
    ),
    Difference("date:%Y-%j", "-366$", "2023-366", "strptime takes 1 January of the next year for it"),
    Difference("time:default", r"[.Z,+-]|^24", "15:00:00Z", "'MUST be hh:mm:ss', and 24 is no hour"),
    Difference("datetime:default", r"^.{10}[^T]", "2024-01-26 15:00:00", "dateTime: 'T' in between"),
    Difference("datetime:default", r"[+-](\d\d|\d{4})$", "2024-01-26T15:00:00+0900", "dateTime: hh:mm"),
    Difference(
        "datetime:default", r"[+-](14|1[5-9]|2)", "2024-01-26T15:00:00+15:00", "dateTime: at most 14:00"
    ),
    Difference("datetime:default", ",", "2024-01-26T15:00:00,5", "dateTime: '.' s+"),
    Difference("datetime:default", r"T\d\d[+-]", "2024-01-26T15+00:00", "dateTime: minutes, seconds"),
    Difference("year", r"^0000$|^[+]", "0000", "gYear: '0000' is no year, and there is no plus"),
    Difference("yearmonth", r"^(\d{0,3}|[+].*)-|-(\d|[+]\d+|\d{3,})$|^0000", "2024-1", "gYearMonth: CCYY-MM"),
    Difference("yearmonth", r"^\d{5,}-", "12024-01", "limit: text that sorts as time does"),
    Difference("duration", "^[+]|W", "P1W", "PnYnMnDTnHnMnS: a minus, no plus, no weeks"),
    Difference("duration", r",|\d\.\d*[YMDH]", "P1.5D", "'the number of seconds can include decimal digits'"),
    Difference("duration", r"T$|\s$|P$", "P1DT", "'T' is absent if all of the time items are absent"),
    Difference("geopoint:default", r"(?i)nan|inf|,  ", "1,  2", "one space is 'optional after the ,'"),
    Difference("geopoint:array", '"', '["1", 2]', "'each item is a number'"),
    Difference("geopoint:object", '"lon": "|"lat": "', '{"lon": "1", "lat": 2}', "'each value is a number'"),
    Difference("object array", "NaN|Infinity", '{"a": NaN}', "RFC 8259 has no such number"),
    Difference(
        "object", '"a.*"a"', '{"a": 1, "a": 2}', "RFC 8259: names unique, or nobody knows which counts"
    ),
    Difference("geojson:default", "Polygon", OPEN, "RFC 7946: a ring's first and last positions are one"),
    Difference(
        "geojson:default",
        r'"features":\[[^{\]]',
        '{"type":"FeatureCollection","features":[0]}',
        "RFC 7946: features",
    ),
    Difference("geojson:topojson", '"arcs":', ARC, "an arc's number is an index into the topology's arcs"),
    Difference("string:email", r"\s", "a\n@b.org", "RFC 5322: no line break in an atom"),
    Difference("string:email", r"[.@]\d[^.@]*$", "a@b.5rg", "RFC 3696: a top label begins with a letter"),
    Difference("string:email", r"[.@]-|-[.@]|-$", "a@b.-\u0663org", "RFC 1123: no hyphen at either end"),
    Difference("string:uri", "^(https?|ftp):", "https:///path", "RFC 9110: it names a host, and rightly"),
    Difference("string:uri", "", "mailto:a b", "RFC 3986: frictionless asks for a scheme, and little else"),
    Difference("string:uuid", "", "123e4567e89b-12d3-a456-426614174000", "RFC 9562: 8-4-4-4-12"),
    Difference("string:binary", "", "aGVsbG8=]", "RFC 4648: other characters 'MUST' be rejected"),
]
"""What frictionless reads and dateline does not."""

DATELINE_ALONE = [
    Difference("year", r"^-|^\d{5}", "-0044", "gYear: an 'optional leading minus', more than four digits"),
    Difference("year yearmonth", "Z$|:", "2024Z", "gYear and gYearMonth: an optional time zone"),
    Difference("geojson:default", r":\[\]", '{"type":"Point","coordinates":[]}', "RFC 7946: may be empty"),
    Difference("string:email", "[^\x00-\x7f]", "홍@한국.kr", "RFC 6531: letters of every script"),
    Difference("string:email", r"\.[^.@]*\d$", "a@b.org1", "RFC 1123: letters and digits in a label"),
]
"""What dateline reads and frictionless does not."""


def theirs(kind: str, form: str) -> frictionless.Field:
    """Return frictionless's field of a type and format."""
    return frictionless.Field.from_descriptor({"name": "a", "type": kind, "format": form})


def known(differences: list[Difference], kind: str, form: str, cell: str) -> bool:
    """Tell whether a list of differences accounts for a text."""
    names = {kind, f"{kind}:{form}"}
    return any(names & {*each.types.split()} and re.search(each.pattern, cell) for each in differences)


def plain(kind: str, held: Any) -> Any:  # noqa: ANN401 - values of every type
    """Put frictionless's value as a frame holds it."""
    if isinstance(held, datetime) and held.tzinfo is not None:
        return held.astimezone(UTC).replace(tzinfo=None)
    forms = {
        "number": float,
        "yearmonth": lambda month: f"{month.year:04}-{month.month:02}",
        "geopoint": lambda point: {"lon": float(point[0]), "lat": float(point[1])},
        **dict.fromkeys(("object", "array", "geojson"), canonical),
    }
    return None if held is None else forms.get(kind, lambda same: same)(held)


@pytest.mark.parametrize(("kind", "form"), SEEDS, ids=["-".join(each) for each in SEEDS])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_frictionless_reads_the_same(kind: str, form: str, data: st.DataObject) -> None:
    """On texts of a type, and on texts nearly so, both say the same, listed differences apart."""
    cells = data.draw(st.lists(near(SEEDS[kind, form]), min_size=20, max_size=40))
    other = theirs(kind, form)
    for cell, ours in zip(cells, read(field(kind, form), *cells), strict=True):
        held, notes = other.read_cell(cell)
        if (ours is NO) != bool(notes):
            assert known(FRICTIONLESS_ALONE if ours is NO else DATELINE_ALONE, kind, form, cell), cell
        elif ours is not NO and kind != "duration":  # held as canonical text here, as objects there
            naive = ours.replace(tzinfo=None) if isinstance(ours, datetime) else ours
            assert repr(naive) == repr(plain(kind, held)), cell


@pytest.mark.parametrize(
    ("each", "dateline_reads"),
    [*((each, False) for each in FRICTIONLESS_ALONE), *((each, True) for each in DATELINE_ALONE)],
    ids=lambda each: f"{each.types}-{each.because}" if isinstance(each, Difference) else "",
)
def test_listed_differences_are_real(each: Difference, *, dateline_reads: bool) -> None:
    """Each listed example is read by one and refused by the other, as the list says."""
    kind, _, form = each.types.split()[0].partition(":")
    _, notes = theirs(kind, form or "default").read_cell(each.example)
    (ours,) = read(field(kind, form or "default"), each.example)
    assert (ours is not NO, not notes) == (dateline_reads, not dateline_reads)
    assert re.search(each.pattern, each.example)
