"""Old + delta = new, to the byte, for any history of a table."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dataset.ledger import Entry
from dateline.dataset.releases import TableState
from dateline.package import canonical, delta
from dateline.package.applying import apply
from dateline.package.delta import Version, document, table_delta
from dateline.table import Table, read_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, str]

ONE = (
    "fields: [{name: id, type: string}, {name: river, type: string}, {name: level, type: integer}]\n"
    "primaryKey: [id]"
)
TWO = (
    "fields: [{name: id, type: string}, {name: n, type: integer}, {name: note, type: string}]\n"
    "primaryKey: [id, n]"
)
NONE = "fields: [{name: id, type: string}, {name: river, type: string}]"

texts = st.text(alphabet=st.sampled_from("ab,\"\n' é한/"), max_size=4)
ids = st.text(alphabet=st.sampled_from("abc/"), min_size=1, max_size=2)


def table(text: str) -> Table:
    """Read a schema."""
    return read_schema(text, "schemas/floods.yaml", "floods")


def version(schema: Table, rows: Sequence[Row]) -> Version:
    """Return a state of a table as it would be published."""
    frame = pl.LazyFrame(list(rows), dict.fromkeys(schema.names, pl.String), orient="row")
    text = canonical.ordered(schema, frame)
    count, content = canonical.fingerprint(schema, text)
    return Version(schema, text, TableState(count, content, ""))


def keyed(schema: Table) -> st.SearchStrategy[list[Row]]:
    """Make records whose keys differ."""
    columns = {name: ids if name == "id" else texts for name in schema.names}
    if "n" in columns:
        columns["n"] = st.integers(-3, 12).map(str)
    if "level" in columns:
        columns["level"] = st.one_of(st.just(""), st.integers(-3, 120).map(str))
    rows = st.fixed_dictionaries(columns)
    key = schema.primary_key or schema.names
    unique = (lambda row: tuple(row[name] for name in key)) if schema.primary_key else None
    return st.lists(rows, max_size=8, unique_by=unique)


def content_after(part: dict[str, Any], schema: Table, old: Version | None) -> str:
    """Apply a delta that went through a file, and return the hash of what comes out."""
    before = None if old is None else old.text.collect()
    found = apply(json.loads(json.dumps(part)), schema, before)
    return canonical.fingerprint(schema, found.lazy())[1]


@pytest.mark.parametrize("text", [ONE, TWO, NONE], ids=["one field", "two fields", "no key"])
@given(data=st.data())
def test_old_and_delta_make_the_new_table(text: str, data: st.DataObject) -> None:
    """Whatever was added, changed and removed, applying the delta gives the new table to the byte."""
    schema = table(text)
    old, new = (version(schema, data.draw(keyed(schema))) for _ in range(2))
    part = table_delta(old, new)
    assert content_after(part, schema, old) == new.state.content


@given(keyed(table(ONE)), st.permutations(["id", "level", "colour"]), st.booleans())
def test_old_and_delta_make_a_table_with_other_fields(rows: list[Row], names: list[str], key: bool) -> None:  # noqa: FBT001 - hypothesis gives it by place
    """Fields that are new, gone or in another order are part of a delta, with a key and without."""
    kinds = ", ".join(f"{{name: {name}, type: string}}" for name in names)
    other = table(f"fields: [{kinds}]\n" + ("primaryKey: [id]" if key else ""))
    old = version(table(ONE), rows)
    new = version(other, [{"id": row["id"], "level": row["level"], "colour": row["river"]} for row in rows])
    assert content_after(table_delta(old, new), other, old) == new.state.content


@given(st.lists(keyed(table(ONE)), min_size=2, max_size=5))
def test_a_history_of_deltas_leads_from_the_first_state_to_the_last(states: list[list[Row]]) -> None:
    """One delta after the other, each applied to what the one before gave."""
    schema = table(ONE)
    first, *later = (version(schema, each) for each in states)
    frame = first.text.collect()
    before = first
    for each in later:
        frame = apply(table_delta(before, each), schema, frame)
        before = each
    assert canonical.fingerprint(schema, frame.lazy())[1] == before.state.content


def test_records_are_listed_by_their_key_and_empty_cells_left_out() -> None:
    """One key field gives the map form; a changed cell has both texts; what became of a record is said."""
    schema = table(ONE)
    old = version(
        schema, [{"id": "F1", "river": "Odra", "level": "3"}, {"id": "F2", "river": "Elbe", "level": ""}]
    )
    new = version(
        schema, [{"id": "F1", "river": "Oder", "level": "3"}, {"id": "F3", "river": "", "level": "7"}]
    )
    entry = Entry("floods", "F2", "merged", "Both tell of one flood.", "AB", date(2026, 1, 2), into=("F1",))
    part = table_delta(old, new, [entry])
    assert part["key"] == ["id"]
    assert part["fields"] == ["id", "river", "level"]
    assert part["before"] == {"rows": 2, "content": f"sha256:{old.state.content}"}
    assert part["added"] == {"F3": {"level": "7"}}
    assert part["changed"] == {"F1": {"river": ["Odra", "Oder"]}}
    end = {"change": "merged", "into": ["F1"], "reason": "Both tell of one flood.", "date": "2026-01-02"}
    assert part["removed"] == {"F2": end}


def test_a_key_of_two_fields_gives_the_array_form() -> None:
    """Parts of a key are never glued together: a slash in one of them would make two records one."""
    schema = table(TWO)
    old = version(schema, [{"id": "a/1", "n": "1", "note": ""}, {"id": "a", "n": "2", "note": "x"}])
    new = version(schema, [{"id": "a", "n": "2", "note": "y"}, {"id": "a", "n": "10", "note": ""}])
    part = table_delta(old, new)
    assert part["added"] == [{"id": "a", "n": "10"}]
    assert part["changed"] == [{"key": {"id": "a", "n": "2"}, "fields": {"note": ["x", "y"]}}]
    assert part["removed"] == [{"key": {"id": "a/1", "n": "1"}}]


def test_a_delta_names_tables_that_stay_come_and_go() -> None:
    """Every table of either release has its place in the document."""
    one, other = table(ONE), table(NONE)
    a, b = version(one, [{"id": "F1", "river": "", "level": ""}]), version(other, [{"id": "x", "river": "y"}])
    found = document("floods", "1.0.0", "2.0.0", {"same": a, "gone": a}, {"same": a, "come": b}, [])
    assert (found["format"], found["from"], found["to"]) == (delta.FORMAT, "1.0.0", "2.0.0")
    assert found["unchanged"] == ["same"]
    state = {"rows": 1, "content": f"sha256:{a.state.content}"}
    assert found["tables"]["gone"] == {"before": state, "after": None, "dropped": True}
    assert found["tables"]["come"]["before"] is None
    assert content_after(found["tables"]["come"], other, None) == b.state.content


def test_where_much_differs_the_table_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A delta stays small: beyond a number of records it says to fetch the table."""
    monkeypatch.setattr(delta, "MOST", 2)
    schema = table(ONE)
    rows = [{"id": f"F{number}", "river": "", "level": ""} for number in range(3)]
    assert table_delta(version(schema, []), version(schema, rows))["replaced"] is True
    assert "replaced" not in table_delta(version(schema, rows[:1]), version(schema, rows))


def test_a_delta_that_does_not_fit_is_refused() -> None:
    """A delta is for one state: a record or a cell that is not as it says stops it."""
    schema = table(ONE)
    old = version(schema, [{"id": "F1", "river": "Odra", "level": ""}])
    part = table_delta(old, version(schema, [{"id": "F1", "river": "Oder", "level": ""}]))
    with pytest.raises(ValueError, match="F1, river: 'Elbe', not 'Odra'"):
        apply(part, schema, pl.DataFrame({"id": ["F1"], "river": ["Elbe"], "level": [""]}))
    with pytest.raises(KeyError):
        apply(part, schema, pl.DataFrame({"id": ["F2"], "river": ["Odra"], "level": [""]}))


def test_rows_are_published_in_the_order_of_their_key() -> None:
    """Numbers by value, texts by code points, whatever the order of the files."""
    schema = table(TWO)
    rows = [
        {"id": "b", "n": "10", "note": ""},
        {"id": "b", "n": "9", "note": ""},
        {"id": "B", "n": "1", "note": ""},
    ]
    for given_rows in (rows, rows[::-1]):
        found = version(schema, given_rows).text.collect()
        assert found.select("id", "n").rows() == [("B", "1"), ("b", "9"), ("b", "10")]
