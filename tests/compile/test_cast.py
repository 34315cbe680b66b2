"""Text cells are read by the words of Table Schema: one table of cases for every type, option and format."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from dateline.compile.cast import (
    constraint_value,
    dtype,
    expected,
    missing,
    order_keys,
    problems,
    text,
    typed,
    unreadable,
    value,
)
from dateline.document import Mark
from dateline.errors import SchemaFileError
from dateline.table import Field, MissingValue, Table
from dateline.table.types import ITEM_TYPES, TYPES

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


@pytest.mark.parametrize(("each", "cells"), CASES, ids=name_of)
def test_cells_are_read_as_the_standard_says(each: Field, cells: dict[str, Any]) -> None:
    """Every text of the table is read to the value beside it, or told to be not of the type."""
    found = dict(zip(cells, read(each, *cells), strict=True))
    assert list(map(repr, found.values())) == list(map(repr, cells.values()))


def test_every_type_and_format_has_cases() -> None:
    """No type, format or option of the standard goes untried."""
    tried = {(each.type, each.format) for each, _ in CASES}
    named = {(kind.name, form) for kind in TYPES.values() for form in kind.formats or ("default", "any")}
    assert named <= tried
    assert {option for kind in TYPES.values() for option in kind.options} == {
        option for each, _ in CASES for option in each.options
    }
    items = {each.options["itemType"] for each, _ in CASES if "itemType" in each.options}
    assert items <= {*ITEM_TYPES}


@ALL
def test_no_cell_is_no_value(each: Field) -> None:
    """A cell that is not there is missing, and never unreadable."""
    assert read(each, None, missing_values=()) == [None]
    schema = table(each, missing_values=())
    assert pl.select(missing(schema, each, pl.lit(None, pl.String))).item() is True


def test_nothing_is_missing_where_no_missing_value_is_listed() -> None:
    """With an empty list "no conversion to null will be done, on any value"."""
    assert read(field("string"), "", missing_values=()) == [""]
    assert read(field("list"), "", missing_values=()) == [[""]]
    assert read(field("integer"), "", missing_values=()) == [NO]
    assert read(field("object"), "", missing_values=()) == [NO]


def test_missing_values_go_before_the_type() -> None:
    """A text listed as missing is missing even if it could be read, as written and not otherwise."""
    assert read(field("integer"), "-99", "-099", "", missing_values=["-99"]) == [None, -99, NO]
    assert repr(read(field("number"), "NaN", "nan", missing_values=["NaN"])) == repr([None, math.nan])
    assert read(field("boolean"), "0", "1", missing_values=["0"]) == [None, True]
    assert read(field("string"), "\x00", "-", " -", missing_values=["\x00", "-"]) == [None, None, " -"]


def test_many_missing_values_are_all_missing() -> None:
    """A long list of missing values works as a short one does."""
    texts = [f"-{n}" for n in range(20)]
    assert read(field("integer"), *texts, "-20", missing_values=texts) == [None] * 20 + [-20]


def test_a_fields_missing_values_replace_the_tables() -> None:
    """What a field lists "completely replaces" what the table lists."""
    each = Field("a", type="string", missing_values=(MissingValue("-"),))
    assert read(each, "-", "", "NA", missing_values=["", "NA"]) == [None, "", "NA"]


def test_a_whole_frame_is_typed() -> None:
    """Fields are read, other columns are left alone, and a text is kept where it is asked for."""
    schema = table(Field("n", type="integer"), Field("d", type="date"), Field("absent", type="year"))
    frame = pl.LazyFrame({"n": ["1", "x"], "d": ["2024-01-26", ""], "line": [2, 3]})
    found = typed(schema, frame, keep={"n": "n as written", "absent": "nothing"}).collect()
    assert found.rows(named=True) == [
        {"n": 1, "d": date(2024, 1, 26), "line": 2, "n as written": "1"},
        {"n": None, "d": None, "line": 3, "n as written": "x"},
    ]


@ALL
def test_unreadable_cells_are_known_from_the_values_held(each: Field) -> None:
    """Given the values, unreadable cells are told as they are from the text alone."""
    texts = ["1", "x", "2024-01-26", "[1, 2]", "", None, "true"]
    schema, cell = table(each), pl.col("a")
    frame = pl.DataFrame({"a": texts}, schema={"a": pl.String}).with_columns(b=value(schema, each, cell))
    alone = frame.select(unreadable(schema, each, cell))
    assert frame.select(unreadable(schema, each, cell, pl.col("b"))).equals(alone)


@ALL
def test_expressions_keep_the_column_and_look_at_one_row(each: Field) -> None:
    """Reading and writing keep the column's name, and Polars fetches no more rows than are asked for."""
    schema, cell = table(each), pl.col("a")
    texts = pl.LazyFrame(schema={"a": pl.String, "b": pl.Int64})
    values = pl.LazyFrame(schema={"a": dtype(each), "b": pl.Int64})
    for frame, made in (
        (texts, value(schema, each, cell)),
        (texts, unreadable(schema, each, cell)),
        (values, text(each, cell)),
    ):
        assert made.meta.output_name() == "a"
        plan = (
            frame.with_columns(made).head(1).explain(optimizations=pl.QueryOptFlags(comm_subexpr_elim=False))
        )
        assert plan.lstrip().startswith("WITH_COLUMNS")


CONSTRAINTS: list[tuple[Field, Any, Any]] = [
    (field("integer"), 5, 5),
    (field("integer"), "5", 5),
    (field("integer"), 5.0, 5),
    (field("integer"), 5.5, NO),
    (field("integer"), True, NO),
    (field("integer"), 2**63, NO),
    (field("integer", groupChar=","), "1,000", 1000),
    (field("number"), 5, 5.0),
    (field("number"), 1e16, 1e16),
    (field("number"), "1.5", 1.5),
    (field("number"), None, NO),
    (field("number", decimalChar=","), 1.5, 1.5),
    (field("number", decimalChar=","), "1,5", 1.5),
    (field("boolean"), True, True),
    (field("boolean", trueValues=("yes",), falseValues=("no",)), False, False),
    (field("boolean", trueValues=("yes",), falseValues=("no",)), "yes", True),
    (field("boolean", trueValues=("yes",), falseValues=()), False, NO),
    (field("boolean"), 1, NO),
    (field("string"), "a", "a"),
    (field("string"), 1, NO),
    (field("string", "email"), "a", NO),
    (field("any"), 1, "1"),
    (field("any"), True, "true"),
    (field("date"), "2024-01-26", date(2024, 1, 26)),
    (field("date"), "2024-1-26", NO),
    (field("date", "%d/%m/%Y"), "26/01/2024", date(2024, 1, 26)),
    (field("time"), "15:00:00", time(15)),
    (field("datetime"), "2024-01-26T15:00:00Z", datetime(2024, 1, 26, 15)),  # noqa: DTZ001
    (field("datetime", "%Y %z"), "2024 +0000", datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC"))),
    (field("year"), 2024, 2024),
    (field("year"), 44, 44),
    (field("year"), -44, -44),
    (field("year"), "2024", 2024),
    (field("year"), False, NO),
    (field("yearmonth"), "2024-01", "2024-01"),
    (field("duration"), "PT36H", "P1DT12H"),
    (field("list", itemType="integer"), [1, 2], [1, 2]),
    (field("list", itemType="integer"), "1,2", [1, 2]),
    (field("list", itemType="integer"), [1, "x"], NO),
    (field("list"), ["a,b"], NO),
    (field("list"), ["", "b"], ["", "b"]),
    (field("object"), {"b": 1, "a": 2}, '{"a":2,"b":1}'),
    (field("object"), '{"a": 2}', '{"a":2}'),
    (field("object"), [1], NO),
    (field("array"), [1], "[1]"),
    (field("geopoint"), "1, 2", {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "array"), [1, 2], {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "object"), {"lon": 1, "lat": 2}, {"lon": 1.0, "lat": 2.0}),
    (field("geopoint", "array"), [1, 200], NO),
    (field("geojson"), {"type": "Point", "coordinates": []}, '{"coordinates":[],"type":"Point"}'),
]


@pytest.mark.parametrize(("each", "raw", "held"), CONSTRAINTS)
def test_limits_are_read_by_the_rules_of_the_type(each: Field, raw: object, held: object) -> None:
    """A constraint's JSON value or text becomes what the column holds, or is told to be of another type."""
    if held is NO:
        with pytest.raises(ValueError, match=" is not "):
            constraint_value(each, raw)
    else:
        assert repr(constraint_value(each, raw)) == repr(held)


def test_a_wrong_limit_is_explained() -> None:
    """The reason names what was found and what is expected."""
    with pytest.raises(ValueError, match=r"^'tomorrow' is not a date as yyyy-mm-dd, such as 2024-01-26$"):
        constraint_value(field("date"), "tomorrow")


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (field("integer"), "a whole number, such as 42"),
        (field("integer", groupChar=","), "a whole number, such as 1,042"),
        (field("number", decimalChar=","), "a number, such as 12,5"),
        (field("number", bareNumber=False), "a number, with or without a unit, such as 12.5"),
        (field("boolean"), "true, True, TRUE or 1 for yes; false, False, FALSE or 0 for no"),
        (field("date"), "a date as yyyy-mm-dd, such as 2024-01-26"),
        (field("date", "%d/%m/%Y"), "a date such as 26/01/2024 (by the pattern %d/%m/%Y)"),
        (field("list", itemType="year"), "values separated by ',', each a year as yyyy, such as 2024"),
    ],
)
def test_what_is_expected_follows_format_and_options(each: Field, words: str) -> None:
    """The words for a message name the form that this very field asks for."""
    assert expected(each) == words


@ALL
def test_the_example_in_the_words_is_of_the_type(each: Field) -> None:
    """Whoever copies the example from a message has a cell that can be read."""
    if "such as " in expected(each) and each.type != "list":
        example = expected(each).split("such as ", 1)[1].split(" (by", 1)[0].split(", or another", 1)[0]
        assert read(each, example) != [NO]


@pytest.mark.parametrize(
    ("each", "reason"),
    [
        (
            field("date", "%x"),
            "'%x' cannot be read the same everywhere: spell the pattern out, such as '%m/%d/%y'",
        ),
        (field("date", "%-d/%m/%Y"), "'%-' cannot be read the same everywhere: write the code without"),
        (field("date", "%Y-W%W"), "'%W' cannot be read the same everywhere"),
        (field("date", "%d/%d/%Y"), "says the day twice"),
        (field("date", "%m %b %Y"), "says the month twice"),
        (field("date", "%Y-%m %j"), "says the month twice: '%j' counts days"),
        (field("date", "%Y-%"), "'%' cannot be read"),
        (field("date", "%%"), "has no code"),
        (field("time", "%H:%M%z"), "a time of day is held without a zone"),
        (field("boolean", trueValues=("x",), falseValues=("x",)), "'x' is in trueValues and in falseValues"),
        (field("number", groupChar="."), "decimalChar and groupChar are both '.'"),
        (field("integer", groupChar="-"), "'-' cannot be the groupChar"),
    ],
)
def test_formats_without_one_meaning_are_refused_with_their_place(each: Field, reason: str) -> None:
    """A format or option that cannot be used is a problem of the schema file, at the field's line."""
    placed = Field(
        **{name: getattr(each, name) for name in ("name", "type", "format", "options")}, mark=Mark(7, 5)
    )
    schema = Table("t", (placed,), file="schemas/t.yaml")
    with pytest.raises(SchemaFileError) as caught:
        value(schema, placed, pl.col("a"))
    (problem,) = caught.value.problems
    assert reason in problem.message
    assert (problem.file, problem.line, problem.column) == ("schemas/t.yaml", 7, 5)
    assert problems(schema) == [problem]


def test_a_sound_table_has_no_problem() -> None:
    """Every field of the table of cases can be used."""
    assert [problems(table(each)) for each, _ in CASES if problems(table(each))] == []


def test_most_values_are_ordered_by_themselves() -> None:
    """Only durations need other keys than their values."""
    for each, _ in CASES:
        keys = order_keys(each, pl.col("a"))
        assert len(keys) == (4 if each.type == "duration" else 1)


def longer(left: str, right: str) -> bool | None:
    """Compare two durations; None where neither is longer."""
    frame = pl.DataFrame({"a": [left], "b": [right]})
    each = field("duration")
    a, b = (frame.select(*order_keys_of(each, name)).row(0) for name in "ab")
    if all(x > y for x, y in zip(a, b, strict=True)):
        return True
    return False if all(x < y for x, y in zip(a, b, strict=True)) else None


def order_keys_of(each: Field, name: str) -> list[pl.Expr]:
    """Name the keys of a column apart."""
    return [key.alias(str(n)) for n, key in enumerate(order_keys(each, pl.col(name)))]


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        # The standard's own table of comparisons (XML Schema part 2, 3.2.6.2).
        ("P1Y", "P364D", True),
        ("P1Y", "P365D", None),
        ("P1Y", "P366D", None),
        ("P1Y", "P367D", False),
        ("P1M", "P27D", True),
        ("P1M", "P28D", None),
        ("P1M", "P31D", None),
        ("P1M", "P32D", False),
        ("P5M", "P149D", True),
        ("P5M", "P150D", None),
        ("P5M", "P153D", None),
        ("P5M", "P154D", False),
        ("-P1D", "PT0S", False),
        ("PT1.5S", "PT1.25S", True),
        ("-P13M", "-P1Y", False),
    ],
)
def test_durations_are_ordered_in_part(left: str, right: str, *, answer: bool | None) -> None:
    """A month has no fixed length: durations compare only where every start gives the same answer."""
    assert longer(left, right) is answer
