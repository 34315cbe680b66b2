from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from formats import samples

if TYPE_CHECKING:
    from formats.samples import Written

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def lines(path: Path) -> list[dict[str, object]]:
    """Read a file's objects, a line being what ends with a line feed and nothing else."""
    return [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]


def test_values_have_their_types(everything: Written) -> None:
    """Numbers, truth values, lists and documents are such in JSON; dates are ISO text; nothing is null."""
    first, second, third, last = lines(everything.path("ndjson"))
    assert first == {
        "id": 1,
        "string": 'a "b" <c> & \\',
        "any": "x",
        "number": 0.1,
        "integer": 1,
        "boolean": True,
        "date": "2024-02-29",
        "time": "23:59:59",
        "datetime": "2024-01-02T03:04:05.678901",
        "instant": "2024-01-01T18:04:00Z",
        "year": -44,
        "yearmonth": "2024-02",
        "duration": "P1Y2M",
        "object": {"a": "\ud800", "b": 1.5},
        "array": [1, [2, None]],
        "geojson": {"type": "Point", "coordinates": [1.0, 2.0]},
        "geopoint": {"lon": 125.75, "lat": 39.03},
        "list": ["a", '"b"', ""],
        "numbers": [1, 2.5, "INF"],
        "days": ["2024-01-01", "0001-01-01"],
    }
    assert (second["number"], second["integer"], second["date"]) == ("NaN", 9007199254740993, "1900-02-28")
    assert third["string"] == samples.ROWS[2]["string"]
    assert last == {**dict.fromkeys(first), "id": 4}
    assert list(first) == list(everything.typed("everything").columns)


def test_a_file_is_described(everything: Written) -> None:
    """The path, the format and the media type stand in what is returned."""
    made = everything.made[0]
    assert (made.path, made.format) == ("data/everything.ndjson", "ndjson")
    assert (made.mediatype, made.title) == ("application/x-ndjson", "Everything, as JSON lines")


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_any_text_is_held_by_every_format(cells: list[tuple[str, str]]) -> None:
    """Whatever characters a text has, all formats are made and prove that they hold it."""
    schema = "fields: [{name: a, type: string}, {name: b, type: list}]\nmissingValues: ['-']"
    rows = [{"a": a, "b": b} for a, b in cells]
    with TemporaryDirectory() as folder:
        written = samples.write(Path(folder) / "out", {"t": (schema, rows)})
        assert [line["a"] for line in lines(written.path("ndjson"))] == [
            None if a == "-" else a for a, _ in cells
        ]
        assert len(written.made) == 3


def test_an_empty_table_is_an_empty_file(tmp_path: Path) -> None:
    """A table without rows is made in every format, and read back as one."""
    written = samples.write(tmp_path / "out", {"everything": (samples.EVERYTHING, [])})
    assert written.path("ndjson").read_bytes() == b""
    assert [each.format for each in written.made] == ["ndjson", "sqlite", "xlsx"]
