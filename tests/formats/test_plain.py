"""Plain values and JSON of every type hold the typed values, whatever these are."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.compile.cast import dtype as held
from dateline.formats.ndjson import plain_of
from dateline.formats.plain import dtype, json_text, plain_frame, typed_frame
from dateline.table import Field
from dateline.table.types import ITEM_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))  # noqa: DTZ001 - without a zone is the point
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "string": TEXTS,
    "any": TEXTS,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "year": st.integers(-(2**31), 2**31 - 1),
    "number": st.floats(),
    "boolean": st.booleans(),
    "date": st.dates(),
    "time": st.times(),
    "datetime": MOMENTS,
    "geopoint": st.fixed_dictionaries({"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)}),
}
FIELDS = [
    *(Field("x", type=name) for name in VALUES),
    Field("x", type="datetime", format="%Y-%m-%d %H:%M%z"),
    *(Field("x", type="list", options={"itemType": name}) for name in ITEM_TYPES),
]


def values(field: Field) -> st.SearchStrategy[Any]:
    """Return a strategy for a field's typed values."""
    if field.type == "list":
        return st.lists(VALUES[field.options["itemType"]], max_size=4)
    if held(field) == pl.Datetime("us", "UTC"):
        return MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC))
    return VALUES[field.type]


@pytest.mark.parametrize("field", FIELDS, ids=lambda each: f"{each.type}-{each.options}-{each.format}")
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_values_come_back_from_plain_values_and_from_json(field: Field, data: st.DataObject) -> None:
    """Typed values equal what is read back of their plain form, and of their JSON by another reader."""
    drawn = data.draw(st.lists(st.none() | values(field), min_size=1, max_size=5))
    typed = pl.DataFrame({"x": pl.Series(drawn, dtype=held(field), strict=True)})
    plain = plain_frame([field], typed.lazy()).collect()
    assert plain.schema["x"] == dtype(field)
    assert typed_frame([field], plain.lazy()).collect().equals(typed)
    texts = plain.select(json_text(field, pl.col("x")).alias("x"))["x"].to_list()
    read = [None if text is None else plain_of(field, json.loads(text)) for text in texts]
    again = pl.DataFrame({"x": pl.Series(read, dtype=dtype(field), strict=True)})
    assert typed_frame([field], again.lazy()).collect().equals(typed)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_json_numerals(value: float) -> None:
    """A finite number is a JSON number of the same value, sign of zero included."""
    frame = pl.DataFrame({"x": [value]}).select(json_text(Field("x", type="number"), pl.col("x")).alias("x"))
    read = json.loads(frame["x"][0])
    assert isinstance(read, float)
    assert (read, math.copysign(1, read)) == (value, math.copysign(1, value))
