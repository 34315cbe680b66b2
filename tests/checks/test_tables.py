"""The check of tables: what is asked, what is left alone, and what a finding says."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.tables import Outcome, check_tables
from dateline.rules.across import ROW, Across
from dateline.table import Table, read_schema

PLACES = """
fields:
  - {name: place, type: string, constraints: {required: true}}
  - {name: parent, type: string}
primaryKey: [place]
foreignKeys:
  - {fields: [parent], reference: {fields: [place]}}
"""
EVENTS = """
fields:
  - {name: id, type: integer}
  - {name: place, type: string}
  - {name: day, type: date, constraints: {required: true, minimum: "2000-01-01"}}
  - {name: end, type: date}
  - {name: kind, type: string, dateline: {codes: kinds}}
  - {name: note, type: string, constraints: {unique: true, maxLength: 5}}
primaryKey: [id]
foreignKeys:
  - {fields: [place], reference: {resource: places, fields: [place]}}
dateline:
  rules:
    - {id: end-before-start, sql: end_day >= day, fields: [end_day, day], message: it ends too soon}
""".replace("name: end,", "name: end_day,")
CODES = """
fields:
  - {name: list, type: string}
  - {name: code, type: string}
primaryKey: [list, code]
dateline: {codes: {list: list, code: code}}
"""
GOOD = ("1", "seoul", "2024-01-02", "", "march", "a")


def table(name: str, text: str) -> Table:
    """Read one of the schemas above."""
    return read_schema(text, f"{name}.yaml", name)


def check(*events: tuple[str | None, ...], examples: int | None = 1_000, **said: object) -> Outcome:
    """Check events beside two sound tables."""
    tables = {
        "places": table("places", PLACES),
        "events": table("events", EVENTS),
        "codes": table("codes", CODES),
    }
    rows = {
        "places": Rows(("place", "parent"), [("seoul", "korea"), ("korea", "")]),
        "events": Rows(tables["events"].names, events, **said),  # type: ignore[arg-type]  # as Rows
        "codes": Rows(("list", "code"), [("kinds", "march"), ("kinds", "strike"), ("other", "riot")]),
    }
    streamed, held = (
        check_tables({name: Content(tables[name], rows[name], small) for name in tables}, examples=examples)
        for small in (False, True)
    )
    assert held == streamed
    return held


def said(outcome: Outcome) -> list[tuple[str, int | None, str | None]]:
    """Return rule, row and field of each finding."""
    return [(each.rule, each.row, each.field) for each in outcome.findings]


def change(**cells: str | None) -> tuple[str | None, ...]:
    """Return the good event with some cells replaced."""
    names = table("events", EVENTS).names
    return tuple(cells.get(name, value) for name, value in zip(names, GOOD, strict=True))


def test_sound_records_give_no_finding() -> None:
    """Nothing is found where nothing is wrong, and records are counted."""
    outcome = check(GOOD)
    assert outcome.findings == []
    assert outcome.records == {"places": 2, "events": 1, "codes": 3}


def test_a_cell_that_cannot_be_read_is_one_finding() -> None:
    """Neither `required`, nor the range, nor a rule across fields blames it again."""
    assert said(check(change(day="2 January"), change(id="2", end_day="soon", note=""))) == [
        ("type", 2, "day"),
        ("type", 3, "end_day"),
    ]


def test_a_missing_required_cell_is_found() -> None:
    """An empty required cell is a finding that names the field."""
    assert said(check(change(day=""))) == [("required", 2, "day")]


def test_a_key_field_is_required_and_unique() -> None:
    """A primary key's cell may be neither empty nor taken; two empty ones repeat nothing."""
    outcome = check(change(id=""), change(id="", note=""), change(id="3", note="b"), change(id="3", note="c"))
    assert said(outcome) == [("required", 2, "id"), ("required", 3, "id"), ("primary-key", 5, "id")]
    assert outcome.findings[-1].message == "this record's key is taken: line 4 of rows.csv has it"


def test_a_unique_field_may_be_empty_often() -> None:
    """Empty cells of a unique field repeat nothing; equal ones do."""
    found = said(check(change(note=""), change(id="2", note=""), change(id="3"), change(id="4")))
    assert found == [("unique", 5, "note")]


def test_a_reference_to_nowhere_is_found_with_the_nearest_name() -> None:
    """An orphan names the table it should be in, and the key most like it."""
    (finding,) = check(change(place="soul")).findings
    assert (finding.rule, finding.value, finding.suggestion) == ("foreign-key", "soul", "seoul")
    assert said(check(change(place=""))) == []


def test_a_table_may_refer_to_itself() -> None:
    """A self-reference is checked against the table's own keys."""
    places = Content(table("places", PLACES), Rows(("place", "parent"), [("seoul", "koera"), ("korea", "")]))
    outcome = check_tables({"places": places})
    assert [(each.rule, each.suggestion) for each in outcome.findings] == [("foreign-key", "korea")]


def test_a_code_of_another_list_is_unknown() -> None:
    """A code counts only in its own list."""
    (finding,) = check(change(kind="riot")).findings
    assert (finding.rule, finding.expected) == ("code-unknown", "one of: march, strike")


def test_a_rule_across_fields_speaks_in_its_authors_words() -> None:
    """A schema's SQL rule reports its own message at its first field."""
    (finding,) = check(change(end_day="2023-12-31")).findings
    assert (finding.rule, finding.field, finding.message) == (
        "end-before-start",
        "end_day",
        "it ends too soon",
    )


def test_broken_rows_are_left_alone() -> None:
    """A row with too few cells was reported by the reader; its cells are not blamed."""
    assert check(change(day="x", place="y"), broken=[2]).findings == []


def test_a_field_that_a_file_lacks_is_not_blamed_row_by_row() -> None:
    """What the reader said once, of the header, is not said again for every row."""
    assert check(change(day=None), change(id="2", day=None, note=""), absent={0: {"day"}}).findings == []


def test_counts_are_exact_beyond_the_listed_examples() -> None:
    """However few findings are listed, all are counted."""
    outcome = check(*(change(id=str(i), day="never", note="") for i in range(50)), examples=3)
    assert len(outcome.findings) == 3
    assert outcome.more["type", "error"] == 47


def test_a_row_of_empty_cells_is_one_finding() -> None:
    """What a spreadsheet leaves at the end of a table is said once for each row, not for each cell."""
    assert said(check(GOOD, ("", "", "", "", "", ""))) == [("blank-row", 3, "id")]


def test_an_empty_cell_of_a_table_with_one_column_is_a_cell() -> None:
    """Where a row is one cell, an empty one is a missing value."""
    alone = table("alone", "fields: [{name: a, type: string, constraints: {required: true}}]")
    assert said(check_tables({"alone": Content(alone, Rows(("a",), [("",)]))})) == [("required", 2, "a")]


def test_a_finding_shows_the_text_as_it_stands() -> None:
    """The value in a finding is the cell's own text, not what was made of it."""
    (finding,) = check(change(day=" 2024-01-02")).findings
    assert (finding.value, finding.line, finding.column, finding.key) == (" 2024-01-02", 2, 3, "1")


def test_among_many_keys_the_one_alike_is_suggested() -> None:
    """A key with a letter too many is recognised among thousands; one with other digits is no misspelling."""
    keys = [f"art-{i:05d}" for i in range(15_000)]
    places = Rows(("place", "parent"), [(key, "") for key in keys])
    tables = {
        "places": table("places", PLACES),
        "events": table("events", EVENTS.replace("dateline: {codes: kinds}", "")),
    }
    rows = [change(id=str(i), place="art-99999" if i % 2 else f"art-{i:05d}x", note="") for i in range(400)]
    outcome = check_tables(
        {
            "places": Content(tables["places"], places),
            "events": Content(tables["events"], Rows(tables["events"].names, rows)),
        },
        examples=None,
    )
    suggested = {each.value: each.suggestion for each in outcome.findings}
    assert suggested["art-99999"] is None
    assert suggested["art-00002x"] == "art-00002"


class Spoilt(Rows):
    """Rows that Polars cannot read after all, until they are read carefully."""

    @property
    def frame(self) -> pl.LazyFrame:
        """A frame that fails when it is collected."""
        return super().frame.with_columns(pl.lit("x").cast(pl.Int64).cast(pl.String).alias(self.fields[0]))

    def careful(self) -> Rows:
        """Read the same rows so that it works."""
        return Rows(self.fields, self.rows)


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("spoilt", ["places", "events", "codes"])
def test_a_table_that_polars_cannot_read_is_read_carefully(spoilt: str, *, small: bool) -> None:
    """Whether it is referred to, refers to others or lists codes, the findings are those of its rows."""
    texts = {"places": PLACES, "events": EVENTS, "codes": CODES}
    tables = {name: table(name, text) for name, text in texts.items()}
    rows = {
        "places": Rows(("place", "parent"), [("seoul", "")]),
        "events": Rows(tables["events"].names, [GOOD, ("2", "busan", "2024-01-02", "", "riot", "b")]),
        "codes": Rows(("list", "code"), [("kinds", "march")]),
    }
    rows[spoilt] = Spoilt(rows[spoilt].fields, rows[spoilt].rows)
    found = check_tables({name: Content(tables[name], rows[name], small) for name in tables})
    assert said(found) == [("foreign-key", 3, "place"), ("code-unknown", 3, "kind")]


def test_all_findings_are_listed_however_many_rows_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """What bounds the memory of a report with examples does not bound one that is to list everything."""
    monkeypatch.setattr("dateline.checks.tables.DEFAULT_CAP", 2)
    late = [(str(n), "seoul", "1999-01-02", "", "march", f"n{n}") for n in range(5)]
    assert [each.row for each in check(*late, examples=None).findings] == [2, 3, 4, 5, 6]
    few = check(*late, examples=2)
    assert [each.row for each in few.findings] == [2, 3]
    assert sum(few.more.values()) == 3


def test_a_record_that_somebody_named_is_listed_however_many_rows_fail_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A waiver holds for its record, be it the last of a million that fail."""
    monkeypatch.setattr("dateline.checks.tables.DEFAULT_CAP", 2)
    late = [(str(n), "seoul", "1999-01-02", "", "march", f"n{n}") for n in range(5)]
    tables = {
        "events": table("events", EVENTS),
        "places": table("places", PLACES),
        "codes": table("codes", CODES),
    }
    rows = {
        "events": Rows(tables["events"].names, late),
        "places": Rows(("place", "parent"), [("seoul", "korea"), ("korea", "")]),
        "codes": Rows(("list", "code"), [("kinds", "march")]),
    }
    contents = {name: Content(tables[name], rows[name]) for name in tables}
    wanted = {("events", "minimum"): frozenset({"4"})}
    found = check_tables(contents, examples=1, wanted=wanted)
    assert [each.key for each in found.findings] == ["0", "4"]


KEYS = st.sampled_from(["seoul", "korea", "busan", "", "a", "b"])


@given(st.lists(KEYS, max_size=6), st.lists(KEYS, max_size=12), st.booleans())
def test_keys_by_their_hashes_are_the_same_keys(known: list[str], named: list[str], small: bool) -> None:  # noqa: FBT001 - drawn
    """Among many keys hashes are looked up, and the same references lead nowhere."""
    places = read_schema("fields: [{name: place, type: string}]", "places.yaml", "places")
    visits = read_schema(
        "fields: [{name: place, type: string}]\n"
        "foreignKeys: [{fields: [place], reference: {resource: places, fields: [place]}}]",
        "visits.yaml",
        "visits",
    )
    contents = {
        "places": Content(places, Rows(("place",), [(each,) for each in known]), small),
        "visits": Content(visits, Rows(("place",), [(each,) for each in named]), small),
    }
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for many in (1_000, 0):
            patch.setattr("dateline.checks.references.MANY", many)
            found.append([(each.rule, each.row) for each in check_tables(contents).findings])
    lost = [("foreign-key", row) for row, each in enumerate(named, 2) if each and each not in known]
    assert found == [lost, lost]


@given(st.permutations([(0, "b"), (0, "a"), (1, "c"), (1, "c"), (0, "z")]))
def test_a_row_that_fails_in_several_ways_is_told_in_one_of_them_always_the_same(
    failing: list[tuple[int, str]],
) -> None:
    """Queries give rows in no order; the report of the same records is the same."""
    notes = read_schema("fields: [{name: id, type: string}]\nprimaryKey: [id]", "notes.yaml", "notes")
    rows = pl.LazyFrame(failing, schema={ROW: pl.UInt32, "why": pl.String}, orient="row")
    rule = Across("odd", "notes", ("id",), {"notes": ()}, lambda _: rows, "it is {why}")
    contents = {"notes": Content(notes, Rows(("id",), [("x",), ("y",)]))}
    found = check_tables(contents, further=[rule]).findings
    assert [(each.row, each.message) for each in found] == [(2, "it is a"), (3, "it is c")]
