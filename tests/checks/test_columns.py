"""What is held of a table for rules over several: the texts of a report can be had from it again."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from checks.rows import Rows
from dateline.checks.ask import TEXT
from dateline.checks.columns import columns_for, places_of
from dateline.checks.content import Content
from dateline.checks.source import FILE, RECORD
from dateline.rules.across import Across
from dateline.table import read_schema

FLOODS = read_schema(
    """
fields:
  - {name: river, type: string}
  - {name: gauge, type: string, missingValues: ["", "-"]}
  - {name: level, type: number}
  - {name: page, type: string, format: uri}
  - {name: remark, type: any}
  - {name: bare, type: string, missingValues: []}
primaryKey: [river]
""",
    "floods.yaml",
    "floods",
)
CELLS = st.sampled_from([None, "", "-", " ", "Maas", "1.5", "https://example.org/a"])


def rule(field: str) -> Across:
    """Make a rule that points at a field."""
    return Across("odd", "floods", (field,), {}, lambda frames: frames["floods"], "it is odd")


@given(st.lists(st.tuples(*[CELLS] * len(FLOODS.names)), max_size=8))
def test_every_text_is_had_as_it_stands_in_the_file(rows: list[tuple[str | None, ...]]) -> None:
    """Empty, missing, unreadable or absent: what a report shows is the cell, whatever became of its value."""
    content = Content(FLOODS, Rows(FLOODS.names, rows))
    columns = columns_for({"floods": content}, [rule(name) for name in FLOODS.names])["floods"]
    held = content.values().select(columns).collect()
    shown = places_of(FLOODS, held).collect()
    texts = content.values().select(FILE, RECORD, *map(TEXT.format, FLOODS.names)).collect()
    assert shown.select(texts.columns).equals(texts)


def test_a_plain_text_is_held_once() -> None:
    """Beside a text that is its own value there is only whether there is a cell."""
    content = Content(FLOODS, Rows(FLOODS.names, []))
    columns = columns_for({"floods": content}, [rule("level")])["floods"]
    held = content.values().select(columns).collect_schema()
    texts = [name for name, dtype in held.items() if dtype == pl.String]
    assert texts == ["river", TEXT.format("level")]
