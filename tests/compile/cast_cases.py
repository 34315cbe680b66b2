"""What the tests of casting share: fields, a way to read cells, and the table of cases."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import strategies as st

from dateline.compile.cast import dtype, unreadable, value
from dateline.table import Field, MissingValue, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

NO = object()
"""Stands for "is not of the type"."""


def field(kind: str, form: str = "default", **options: Any) -> Field:  # noqa: ANN401 - options are of any type
    """Make a field."""
    return Field("a", type=kind, format=form, options=options)


def table(*fields: Field, missing_values: Sequence[str] = ("",)) -> Table:
    """Make a table of fields."""
    return Table("t", fields, missing_values=tuple(MissingValue(each) for each in missing_values))


def read(each: Field, *cells: str | None, missing_values: Sequence[str] = ("",)) -> list[Any]:
    """Read cells in one stream; NO where a cell is not of the field's type."""
    schema, cell = table(each, missing_values=missing_values), pl.col("a")
    frame = pl.LazyFrame({"a": list(cells)}, schema={"a": pl.String})
    asked = frame.select(value=value(schema, each, cell), bad=unreadable(schema, each, cell))
    found = asked.collect(engine="streaming")
    assert found.schema["value"] == dtype(each)
    assert found["bad"].null_count() == 0
    return [NO if bad else each for each, bad in found.rows()]


CASES: list[tuple[Field, dict[str, Any]]] = [
    (
        field("string"),
        {
            "text": "text",
            " 12 ": " 12 ",
            "한국": "한국",  # as written: neither composed nor decomposed
            "\u1112\u1161\u11ab": "\u1112\u1161\u11ab",
            "a\x00b": "a\x00b",
            "x" * 1_000_000: "x" * 1_000_000,
            "": None,
        },
    ),
    (field("any"), {"1": "1", "true": "true", "": None}),
    (
        field("string", "email"),
        {
            "name@example.org": "name@example.org",
            "first.last+tag@news.example.co.kr": "first.last+tag@news.example.co.kr",
            "홍길동@한국.kr": "홍길동@한국.kr",
            "name": NO,
            "name@example": NO,
            "a b@example.org": NO,
            "a..b@example.org": NO,
            ".a@example.org": NO,
            "a@-example.org": NO,
            "a@example.org\n": NO,
            "a@b@example.org": NO,
        },
    ),
    (
        field("string", "uri"),
        {
            "https://example.org": "https://example.org",
            "https://example.org:8080/a/b?c=d&e=%20#f": "https://example.org:8080/a/b?c=d&e=%20#f",
            "http://한국.kr/기사/1": "http://한국.kr/기사/1",
            "HTTP://[2001:db8::1]/": "HTTP://[2001:db8::1]/",
            "mailto:name@example.org": "mailto:name@example.org",
            "urn:isbn:0451450523": "urn:isbn:0451450523",
            "file:///etc/hosts": "file:///etc/hosts",
            "example.org": NO,
            "/news/1": NO,
            "//example.org/news": NO,
            "https:example.org": NO,
            "https://": NO,
            "https:///path": NO,
            "https://exa mple.org": NO,
            "https://example.org/a b": NO,
            "https://example.org/%zz": NO,
            "https://example.org/<b>": NO,
            "https://example..org": NO,
            "https://-example.org": NO,
            "https://example.org:port/": NO,
            "https://example.org/\u202egpj.exe": NO,  # turns the rest of the line round
        },
    ),
    (
        field("string", "uuid"),
        {
            "123e4567-e89b-12d3-a456-426614174000": "123e4567-e89b-12d3-a456-426614174000",
            "123E4567-E89B-12D3-A456-426614174000": "123E4567-E89B-12D3-A456-426614174000",
            "123e4567e89b12d3a456426614174000": NO,
            "{123e4567-e89b-12d3-a456-426614174000}": NO,
            "123e4567-e89b-12d3-a456-42661417400g": NO,
        },
    ),
    (
        field("string", "binary"),
        {"aGVsbG8=": "aGVsbG8=", "YQ==": "YQ==", "aGVs": "aGVs", "aGVsbG8": NO, "aGV sbG8=": NO, "a===": NO},
    ),
    (
        field("integer"),
        {
            "12": 12,
            "+5": 5,
            "-0": 0,
            "007": 7,
            "9223372036854775807": 2**63 - 1,
            "-9223372036854775808": -(2**63),
            "9223372036854775808": NO,
            "1" * 100_000: NO,
            " 12 ": NO,
            "12\n": NO,
            "1_000": NO,
            "1,000": NO,
            "1.0": NO,
            "1e3": NO,
            "0x10": NO,
            "--5": NO,
            "+": NO,
            "\u22125": NO,
            "٣": NO,
            "\uff15": NO,
            "5\x00": NO,
            "true": NO,
            "": None,
        },
    ),
    (
        field("integer", groupChar=","),
        {"1,000,000": 1_000_000, "12": 12, "-1,000": -1000, ",1": NO, "1,": NO, "1,,000": NO, "1.000": NO},
    ),
    (field("integer", groupChar=" "), {"1 000": 1000, " 1000": NO}),
    (
        field("integer", bareNumber=False),
        {
            "5": 5,
            "€5": 5,
            "5 kg": 5,
            "EUR -5%": -5,
            "10-20": NO,
            "\u22125": NO,  # a true minus is no decoration
            "٣5": NO,
            "kg": NO,
            "1.5": NO,
        },
    ),
    (
        field("number"),
        {
            "12678967.543233": 12678967.543233,
            "+100000.00": 100000.0,
            "210": 210.0,
            ".5": 0.5,
            "5.": 5.0,
            "-1.5E-3": -0.0015,
            "1e5": 100000.0,
            "NaN": math.nan,
            "nan": math.nan,
            "INF": math.inf,
            "inf": math.inf,
            "-Inf": -math.inf,
            "+INF": NO,
            "-NaN": NO,
            "Infinity": NO,
            "1e400": NO,
            "-1e400": NO,
            "1" * 400: NO,
            "0" * 400 + "1": 1.0,
            "1e-400": 0.0,
            ".": NO,
            "1e": NO,
            "1,5": NO,
            " 1": NO,
            "1 ": NO,
            "1_0.5": NO,
            "0x1p3": NO,
            "٣.\u0665": NO,
            "": None,
        },
    ),
    (
        field("number", decimalChar=",", groupChar="."),
        {
            "1.234.567,5": 1234567.5,
            "1,5": 1.5,
            "-,5": -0.5,
            "1,5E3": 1500.0,
            "-INF": -math.inf,
            "1,234.5": NO,
            "1,2,3": NO,
            ".5": NO,
        },
    ),
    (field("number", decimalChar=","), {"1,5": 1.5, "1.5": NO}),
    (
        field("number", bareNumber=False),
        {
            "95%": 95.0,
            "€95": 95.0,
            "EUR 95": 95.0,
            "Rs. 5.50": 5.5,
            "$-1.5e3 USD": -1500.0,
            "NaN": math.nan,
            "€1e400": NO,
            "€\u221295": NO,
            "1 000": NO,
            "%": NO,
        },
    ),
    (
        field("boolean"),
        {
            **dict.fromkeys(("true", "True", "TRUE", "1"), True),
            **dict.fromkeys(("false", "False", "FALSE", "0"), False),
            **dict.fromkeys(("tRUE", "yes", "2", " true"), NO),
            "": None,
        },
    ),
    (
        field("boolean", trueValues=("yes", "예"), falseValues=()),
        {"yes": True, "예": True, "no": NO, "true": NO},
    ),
    (
        field("date"),
        {
            "2024-01-26": date(2024, 1, 26),
            "2024-02-29": date(2024, 2, 29),
            "0001-01-01": date(1, 1, 1),
            "9999-12-31": date(9999, 12, 31),
            **dict.fromkeys(("2023-02-29", "2024-13-01", "2024-04-31", "0000-01-01", "-001-01-01"), NO),
            **dict.fromkeys(("2024-1-26", "2024-01-5", "2024- 1-26", " 024-01-26", "+024-01-26"), NO),
            **dict.fromkeys(("2024/01/26", "26-01-2024", "20240126", "2024-01-26T00:00", "2024-01-26Z"), NO),
            **dict.fromkeys(
                ("2024-01-26 ", "2024-01-26\n", "12024-01-26", "\uff12\uff10\uff12\uff14-01-26", "2024-01"),
                NO,
            ),
            "": None,
        },
    ),
    (
        field("date", "%d/%m/%Y"),
        {
            "26/01/2024": date(2024, 1, 26),
            "5/3/2021": date(2021, 3, 5),
            "30/02/2024": NO,
            "26/01/24": NO,
            "01/01/0000": NO,
            "26-01-2024": NO,
            "26/01/2024 ": NO,
        },
    ),
    (
        field("date", "%d %B %y"),
        {
            "26 January 69": date(1969, 1, 26),
            "5 may 68": date(2068, 5, 5),
            "5  MAY 00": date(2000, 5, 5),
            "31 April 20": NO,
            "5 mai 20": NO,
        },
    ),
    (field("date", "%Y%m%d"), {"20240126": date(2024, 1, 26), "2024126": date(2024, 12, 6), "20241301": NO}),
    (field("date", "%Y-%j"), {"2024-366": date(2024, 12, 31), "2023-366": NO, "2024-1": date(2024, 1, 1)}),
    (field("date", "%d.%m.%Y %H:%M %z"), {"26.01.2024 01:00 +0900": date(2024, 1, 26)}),
    (field("date", "%Y-%m"), {"2024-02": date(2024, 2, 1)}),
    (field("date", "%a, %d %b %Y"), {"Fri, 26 Jan 2024": date(2024, 1, 26), "Fry, 26 Jan 2024": NO}),
    (field("date", "%d.%m.%Y %%"), {"26.01.2024 %": date(2024, 1, 26)}),
    (
        field("date", "any"),
        {
            **dict.fromkeys(
                ("2024-01-26", "20240126", "2024/1/26", "26 Jan 2024", "January 26, 2024"), date(2024, 1, 26)
            ),
            "02/03/2021": NO,  # 2 March or 3 February
            "yesterday": NO,
        },
    ),
    (
        field("time"),
        {
            "15:00:00": time(15),
            "00:00:00": time(0),
            "23:59:59": time(23, 59, 59),
            **dict.fromkeys(("24:00:00", "15:00:60", "15:00", "1:00:00", "15:00:00.5", "15:00:00Z"), NO),
            **dict.fromkeys((" 1:00:00", "15-00-00", "٣5:00:00"), NO),
            "": None,
        },
    ),
    (field("time", "%H:%M"), {"15:30": time(15, 30), "3:05": time(3, 5), "24:00": NO}),
    (field("time", "%H.%M.%S.%f"), {"15.30.00.5": time(15, 30, 0, 500_000), "15.30.60.0": NO}),
    (
        field("time", "%I:%M %p"),
        {"12:00 AM": time(0), "12:30 pm": time(12, 30), "3:05 PM": time(15, 5), "13:00 PM": NO},
    ),
    (field("time", "any"), {"15:30": time(15, 30), "3:05 PM": time(15, 5), "15:30:00": time(15, 30)}),
    (
        field("datetime"),
        {
            "2024-01-26T15:00:00": datetime(2024, 1, 26, 15),  # noqa: DTZ001 - held without a zone
            "2024-01-26T15:00:00.300-05:00": datetime(2024, 1, 26, 20, 0, 0, 300_000),  # noqa: DTZ001
            "2024-01-26T15:00:00Z": datetime(2024, 1, 26, 15),  # noqa: DTZ001
            "2024-01-26T15:00:00.1234569": datetime(2024, 1, 26, 15, 0, 0, 123_456),  # noqa: DTZ001
            "2024-01-26T24:00:00": datetime(2024, 1, 27),  # noqa: DTZ001
            "2024-12-31T23:00:00-14:00": datetime(2025, 1, 1, 13),  # noqa: DTZ001
            **dict.fromkeys(("2024-01-26T24:00:01", "2024-01-26T25:00:00", "2024-01-26T15:00:60"), NO),
            **dict.fromkeys(("2024-01-26 15:00:00", "2024-01-26t15:00:00", "2024-01-26T15:00"), NO),
            **dict.fromkeys(("2024-01-26T15:00:00+0900", "2024-01-26T15:00:00+14:30"), NO),
            **dict.fromkeys(("2024-01-26T15:00:00.", "2024-01-26T15:00:00,5", "2024-01-26"), NO),
            **dict.fromkeys(("2024-02-30T15:00:00", "0000-01-01T00:00:00", "0000-12-31T24:00:00"), NO),
            **dict.fromkeys(("9999-12-31T24:00:00", "0001-01-01T00:00:00+01:00"), NO),
            "": None,
        },
    ),
    (
        field("datetime", "%Y-%m-%dT%H:%M:%S%z"),
        {
            "2024-01-26T15:00:00+0900": datetime(2024, 1, 26, 6, tzinfo=ZoneInfo("UTC")),
            "2024-01-26T15:00:00-05:30": datetime(2024, 1, 26, 20, 30, tzinfo=ZoneInfo("UTC")),
            "2024-01-26T15:00:00Z": datetime(2024, 1, 26, 15, tzinfo=ZoneInfo("UTC")),
            "2024-01-26T15:00:00": NO,
            "2024-01-26t15:00:00Z": NO,
        },
    ),
    (
        field("datetime", "%d/%m/%Y %H:%M:%S"),
        {"12/11/2018 09:15:32": datetime(2018, 11, 12, 9, 15, 32)},  # noqa: DTZ001
    ),
    (
        field("datetime", "any"),
        {
            "2024-01-26 15:00": datetime(2024, 1, 26, 15),  # noqa: DTZ001
            "26 January 2024 15:00": datetime(2024, 1, 26, 15),  # noqa: DTZ001
            "2024-01-26T15:00:00+09:00": datetime(2024, 1, 26, 6),  # noqa: DTZ001
            "01/02/2024 15:00": NO,
        },
    ),
    (
        field("year"),
        {
            "2024": 2024,
            "-0044": -44,
            "12024": 12024,
            "0044": 44,
            "2024Z": 2024,
            "2024+09:00": 2024,
            **dict.fromkeys(("0000", "24", "02024", "+2024", "2024 ", "2024.0", "99999999999", "٢٠٢٤"), NO),
            "": None,
        },
    ),
    (
        field("yearmonth"),
        {
            "2024-01": "2024-01",
            "2024-01Z": "2024-01",
            "2024-01+09:00": "2024-01",
            **dict.fromkeys(("2024-13", "2024-00", "2024-1", "0000-01", "12024-01", "-2024-01", "2024"), NO),
            "": None,
        },
    ),
    (
        field("duration"),
        {
            "P1Y2M3DT4H5M6.50S": "P1Y2M3DT4H5M6.5S",
            "P14M": "P1Y2M",
            "PT36H": "P1DT12H",
            "-P1D": "-P1D",
            "PT0.0S": "PT0S",
            "-P0Y": "PT0S",
            "PT90S": "PT1M30S",
            "PT0.123456789012345S": "PT0.123456789012345S",
            **dict.fromkeys(
                ("P", "PT", "P1DT", "1D", "P1W", "+P1D", "P-1D", "P1.5D", "P1S", "P1D1Y", "p1d"), NO
            ),
            **dict.fromkeys(("P1Y ", "PT.5S", "PT5.S", "PT1M1H", f"P{'9' * 13}D"), NO),
            "": None,
        },
    ),
    (field("list"), {"a,b": ["a", "b"], "a": ["a"], "a,,b": ["a", "", "b"], "": None}),
    (
        field("list", itemType="integer", delimiter="; "),
        {"1; 2": [1, 2], "1": [1], "1;2": NO, "1; x": NO, "1; ": NO, "": None},
    ),
    (
        field("list", itemType="date"),
        {"2024-01-26,2024-02-29": [date(2024, 1, 26), date(2024, 2, 29)], "x": NO},
    ),
    (field("list", itemType="boolean"), {"true,0": [True, False], "true,": NO}),
    (field("list", itemType="number"), {"1.5,NaN0": NO, "1.5,INF": [1.5, math.inf]}),
    (
        field("object"),
        {
            '{"b": 1, "a": [90.50, null]}': '{"a":[90.5,null],"b":1}',
            '{"a": "\\ud55c"}': '{"a":"한"}',
            '{"a": "\\ud800"}': '{"a":"\\ud800"}',
            '{"a": 1, "a": 2}': NO,
            '{"a": NaN}': NO,
            '{"a": 1e400}': NO,
            "{'a': 1}": NO,
            "[1]": NO,
            "null": NO,
            '{"a":' * 100_000: NO,
            "": None,
        },
    ),
    (field("array"), {"[1, 2]": "[1,2]", " [] ": "[]", "{}": NO, "[1,]": NO, f"[{'9' * 5000}]": NO}),
    (
        field("geopoint"),
        {
            "90.50, 45.50": {"lon": 90.5, "lat": 45.5},
            "-180,90": {"lon": -180.0, "lat": 90.0},
            **dict.fromkeys(("180.1,0", "0,-90.1", "1,  2", "1 ,2", "1", "1,2,3", "nan,1", "[1,2]"), NO),
            "": None,
        },
    ),
    (
        field("geopoint", "array"),
        {
            "[90.50, 45.50]": {"lon": 90.5, "lat": 45.5},
            **dict.fromkeys(('["1", "2"]', "[1]", "[1,2,3]", "[true,1]", "[181,0]", "1,2", "[1e999,0]"), NO),
        },
    ),
    (
        field("geopoint", "object"),
        {
            '{"lat": 45.5, "lon": 90.5}': {"lon": 90.5, "lat": 45.5},
            **dict.fromkeys(
                ('{"lon": 1}', '{"lon": 1, "lat": 2, "alt": 3}', '{"lon": "1", "lat": 2}', "[1,2]"), NO
            ),
        },
    ),
    (
        field("geojson"),
        {
            '{"type": "Point", "coordinates": [1, 2]}': '{"coordinates":[1,2],"type":"Point"}',
            '{"type":"Feature","geometry":null,"properties":null}': (
                '{"geometry":null,"properties":null,"type":"Feature"}'
            ),
            **dict.fromkeys(
                (
                    '{"type": "Point", "coordinates": [1]}',
                    '{"type": "Point", "coordinates": [true, 2]}',
                    '{"type": "point", "coordinates": [1, 2]}',
                    '{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1]]]}',
                    '{"type": "LineString", "coordinates": [[0,0]]}',
                    '{"type": "Feature", "geometry": null}',
                    '{"type": "Feature", "geometry": null, "properties": null, "id": true}',
                    '{"type": "FeatureCollection"}',
                    '{"type": "GeometryCollection", "geometries": [null]}',
                    '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2]}',
                    '{"type": ["Point"], "coordinates": [1, 2]}',
                    "[]",
                ),
                NO,
            ),
        },
    ),
    (
        field("geojson", "topojson"),
        {
            '{"type":"Topology","arcs":[[[0,0],[1,1]]],"objects":{"a":{"type":"LineString","arcs":[-1]}}}': (
                '{"arcs":[[[0,0],[1,1]]],"objects":{"a":{"arcs":[-1],"type":"LineString"}},"type":"Topology"}'
            ),
            **dict.fromkeys(
                (
                    '{"type":"Topology","arcs":[],"objects":{"a":{"type":"LineString","arcs":[0]}}}',
                    '{"type":"Topology","arcs":[]}',
                    '{"type":"Topology","objects":{}}',
                    '{"type":"Topology","arcs":[],"objects":{},"transform":{"scale":[1]}}',
                    '{"type": "Point", "coordinates": [1, 2]}',
                ),
                NO,
            ),
        },
    ),
]


def name_of(each: object) -> str:
    """Name a test case after its field's type, format and options."""
    if not isinstance(each, Field):
        return ""
    return "-".join((each.type, each.format, *(f"{key}={item}" for key, item in each.options.items())))


ALL = pytest.mark.parametrize("each", [each for each, _ in CASES], ids=name_of)


NEAR = '0123456789+-.eE _,:/TZPYMDHSainfNI\u0663\n%@[]{}"#WKx'
"""Characters that texts of the types are made of, and some that look as if they could be."""


@st.composite
def near(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """Draw a text that is of a type, or one or two characters away from it."""
    chars = list(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(chars)))
        chars[at : at + draw(st.integers(0, 1))] = draw(st.lists(st.sampled_from(NEAR), max_size=1))
    return "".join(chars)
