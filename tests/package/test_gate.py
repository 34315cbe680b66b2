"""The gate: what passes, what is coarsened, what goes with what is withheld."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dateline.compile.cast import typed
from dateline.dataset import read_dataset
from dateline.edtf import parse
from dateline.package import TableContent
from dateline.package.gate import gated, public
from dateline.package.gating.months import to_month
from dateline.table import read_schema
from package.private import DATASET, RECORDS, SCHEMAS, SECRET

if TYPE_CHECKING:
    from collections.abc import Mapping


PRIVATE = read_dataset(DATASET, "dataset.yaml")
PUBLIC = replace(PRIVATE, private=False)
Rows = list[dict[str, str]]


def contents(
    records: Mapping[str, str | Rows], schemas: Mapping[str, str] = SCHEMAS, *, private: bool = True
) -> dict[str, TableContent]:
    """Return tables by schemas in YAML and records in CSV or as rows."""
    out = {}
    for name, rows in records.items():
        table = replace(read_schema(schemas[name], f"{name}.yaml", name), private=private)
        read = list(csv.DictReader(io.StringIO(rows))) if isinstance(rows, str) else rows
        text = pl.LazyFrame(
            {field: [row.get(field, "") for row in read] for field in table.names},
            dict.fromkeys(table.names, pl.String),
        )
        out[name] = TableContent(table, text, typed(table, text))
    return out


def rows_of(content: TableContent) -> Rows:
    """Return a table's texts, a missing cell as an empty one."""
    return [
        {name: cell or "" for name, cell in row.items()}
        for row in content.text.collect().iter_rows(named=True)
    ]


def by_key(tables: Mapping[str, TableContent], name: str) -> dict[str, dict[str, str]]:
    """Return a table's rows by their keys."""
    table = tables[name].table
    return {"/".join(row[part] for part in table.primary_key): row for row in rows_of(tables[name])}


@pytest.fixture(scope="module")
def passed() -> Mapping[str, TableContent]:
    """Return what passes of the made-up records."""
    return public(contents(RECORDS), PRIVATE)


def test_withheld_rows_go_with_all_that_cannot_be_without_them(passed: Mapping[str, TableContent]) -> None:
    """A withheld event takes its claims, their chains, its places, relations and actors along."""
    assert list(by_key(passed, "strikes")) == ["K1", "K2", "K4"]
    assert list(by_key(passed, "sayings")) == ["S1", "S2", "S3", "S4"]
    assert {key.split("/")[0] for key in by_key(passed, "hearings")} == {"S1", "S2", "S3", "S4"}
    assert list(by_key(passed, "strike_crews")) == ["K1/B1"]


def test_an_optional_reference_is_emptied(passed: Mapping[str, TableContent]) -> None:
    """What can be without its reference, or its code, stays and loses that."""
    assert by_key(passed, "strikes")["K4"]["parent"] == ""
    assert by_key(passed, "follow_ups")["2"] == {
        "number": "2", "strike": "", "cause": "", "see_also": "", "more": "[]", "remark": "Free of names"
    }  # fmt: skip


def test_lists_lose_the_records_that_are_hidden(passed: Mapping[str, TableContent]) -> None:
    """Of a list or an array in a cell the items stay that name published records."""
    row = by_key(passed, "follow_ups")["1"]
    assert (row["see_also"], row["more"]) == ("K1", '["K4"]')


def test_what_only_hidden_records_used_goes(passed: Mapping[str, TableContent]) -> None:
    """Articles, voices, actors and places go with the last record that used them, others stay."""
    assert list(by_key(passed, "papers")) == ["P1", "P2", "P4"]
    assert list(by_key(passed, "voices")) == ["V1", "V2", "V3", "V4"]
    assert list(by_key(passed, "crews")) == ["B1", "B3"]
    assert list(by_key(passed, "quays")) == ["be", "be-1", "be-2", "antwerp"]
    assert list(by_key(passed, "quay_names")) == ["Anvers"]


def test_a_coarsened_event_is_known_to_month_and_province(passed: Mapping[str, TableContent]) -> None:
    """Dates, their bounds and word, the place and its word follow; time, zone and position are empty."""
    row = by_key(passed, "strikes")["K2"]
    assert (row["began"], row["first"], row["last"], row["known_to"]) == (
        "1987-03", "01/03/1987", "31/03/1987", "month"
    )  # fmt: skip
    assert (row["ended"], row["quay"], row["how_near"]) == ("1987-03/1987-04", "be-1", "adm1")
    assert (row["hour"], row["zone"], row["spot"]) == ("", "", "")


def test_a_claim_tells_no_more_than_its_event(passed: Mapping[str, TableContent]) -> None:
    """A public claim of a coarsened event is coarsened with it, and says that it is."""
    row = by_key(passed, "sayings")["S3"]
    assert (row["on"], row["at"], row["when_printed"], row["where_printed"], row["level"]) == (
        "1987-03", "be-1", "", "", "rough"
    )  # fmt: skip


def test_two_places_of_one_province_become_one(passed: Mapping[str, TableContent]) -> None:
    """Of an event's places that are the same after coarsening the main one stays."""
    assert [row for row in rows_of(passed["strike_quays"]) if row["strike"] == "K2"] == [
        {"strike": "K2", "quay": "be-1", "role": "main"}
    ]


def test_a_coarsened_event_is_not_the_same_as_one_in_detail(passed: Mapping[str, TableContent]) -> None:
    """Relations between a coarsened and a detailed event are left out, others stay."""
    assert list(by_key(passed, "strike_links")) == ["K4/K1"]


def test_counts_are_of_published_claims(passed: Mapping[str, TableContent]) -> None:
    """Corroboration and number of sources follow from the claims that are left."""
    event = by_key(passed, "strikes")["K2"]
    assert (event["borne_out"], event["heads"]) == ("single_source", "1")


def test_restricted_fields_are_in_no_schema(passed: Mapping[str, TableContent]) -> None:
    """A restricted field is in no list of fields, rule, role, descriptor or frame."""
    table = passed["strikes"].table
    assert not {"person", "coder_note"} & {*table.names, *passed["strikes"].typed.collect_schema()}
    assert [rule.id for rule in table.rules] == ["hour-has-zone"]
    assert table.roles.event is not None
    assert table.roles.event.person_level is None
    assert "coder" not in str(table.descriptor)
    assert "person" not in str(table.descriptor)


def test_the_public_descriptor_reads_as_the_public_table(passed: Mapping[str, TableContent]) -> None:
    """The descriptor of every published table is a schema that gives the same fields, keys and rules."""
    import yaml  # noqa: PLC0415 - this test alone needs it

    for name, content in passed.items():
        again = read_schema(yaml.safe_dump(content.table.descriptor, sort_keys=False), name, name)
        for part in ("names", "primary_key", "unique_keys", "roles", "evidence", "text", "codes"):
            assert getattr(again, part) == getattr(content.table, part), (name, part)
        assert [each.id for each in again.rules] == [each.id for each in content.table.rules]
        assert len(again.foreign_keys) == len(content.table.foreign_keys)


def test_what_is_checked_keeps_what_tells_of_whom_a_record_is() -> None:
    """Behind the gate the rules for people still know which events tell of private people."""
    table = gated(contents(RECORDS), PRIVATE).asked["strikes"].table
    assert "person" in table.names
    assert "coder_note" not in table.names


def test_types_follow_the_texts(passed: Mapping[str, TableContent]) -> None:
    """The typed rows of every published table are the texts, read."""
    for content in passed.values():
        assert_frame_equal(content.typed.collect(), typed(content.table, content.text).collect())


def test_public_records_without_levels_pass_as_they_are() -> None:
    """With nothing withheld and nothing restricted the very same tables come out."""
    schemas = {name: text for name, text in SCHEMAS.items() if "restricted" not in text}
    tables = contents({name: RECORDS[name] for name in schemas if name != "words"}, schemas, private=False)
    assert public(tables, PUBLIC) is tables


def test_withheld_rows_of_public_records_pass_neither() -> None:
    """Should a withheld record stand in public records, a release has it all the same not."""
    tables = public(contents(RECORDS, private=False), PUBLIC)
    assert "K-zqx" not in by_key(tables, "strikes")
    assert by_key(tables, "strikes")["K2"]["began"] == "1987-03-17"  # the check asks for the month
    assert set(by_key(tables, "papers")) == {"P1", "P2", "P-zqx", "P4"}


def test_the_gate_changes_nothing_that_passed_it(passed: Mapping[str, TableContent]) -> None:
    """What passed once passes again as it is."""
    again = public(passed, PRIVATE)
    for name, content in passed.items():
        assert_frame_equal(again[name].text.collect(), content.text.collect())
        assert again[name].table == content.table


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2023-09-18", "2023-09"),
        ("2023-09-18~", "2023-09~"),
        ("2023-09", "2023-09"),
        ("2023", "2023"),
        ("[2024-10-11..2024-10-20]", "2024-10"),
        ("[2024-10-25..2024-11-03]", "[2024-10..2024-11]"),
        ("[..2023-09-18]", "[..2023-09]"),
        ("[2023-09-18..]", "[2023-09..]"),
        ("2023-09-18/..", "2023-09/.."),
        ("2023-09-18/2023-09-20", "2023-09"),
        ("2023-09-18/2023-10", "2023-09/2023-10"),
    ],
)
def test_a_day_becomes_its_month(date: str, month: str) -> None:
    """Every form of date that has a day has the month in its place, and others stay."""
    made = to_month(date)
    assert made is not None
    assert made == parse(month)


DAYS = st.dates(min_value=parse("1987-01-05").earliest, max_value=parse("1987-12-25").latest).map(str)


@given(st.one_of(DAYS, st.tuples(DAYS, DAYS).map(lambda two: f"[{min(two)}..{max(two)}]")))
def test_the_month_covers_the_day(date: str) -> None:
    """A coarsened date covers at least the days of the fine one, and is the same when coarsened again."""
    fine, coarse = parse(date), to_month(date)
    assert coarse is not None
    assert fine.earliest is not None
    assert coarse.earliest is not None
    assert coarse.earliest <= fine.earliest
    assert fine.latest is not None
    assert coarse.latest is not None
    assert fine.latest <= coarse.latest
    assert to_month(coarse.text) == coarse


LEVELS = st.sampled_from(["rough", "open", "never"])


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, Rows]:
    """Draw linked tables with levels: a hidden text has the mark and the number of its record."""
    count = draw(st.integers(2, 6))
    strikes: Rows = []
    for n in range(count):
        parent = draw(st.sampled_from(["", *(f"K{at}" for at in range(n))]))
        level = draw(LEVELS)
        what = f"{SECRET} {n}x" if level == "never" else "Work stops"
        day = f"1987-03-{n + 1:02}"
        strikes.append(
            {"strike": f"K{n}", "what": what, "began": day, "first": _turned(day), "last": _turned(day),
             "known_to": "day", "quay": f"q{draw(st.integers(0, 3))}", "how_near": "settlement",
             "level": level, "person": "false", "parent": parent}
        )  # fmt: skip
    some = st.integers(0, count - 1)
    sayings: Rows = [
        {"saying": f"S{n}", "strike": f"K{draw(some)}", "paper": f"P{draw(st.integers(0, 2))}", "tells": "So",
         "on": f"1987-03-{n + 11:02}", "when_printed": f"{SECRET} day", "at": f"q{draw(st.integers(0, 3))}",
         "level": draw(LEVELS)}
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    pairs = draw(st.lists(st.tuples(some, some), max_size=4, unique=True))
    quays = [{"quay": f"q{n}", "name": f"Quay {n}", "kind": "PPL", "within": f"p{n % 2}"} for n in range(4)]
    quays += [{"quay": f"p{n}", "name": f"Province {n}", "kind": "ADM1", "within": ""} for n in range(2)]
    return {
        "papers": [{"paper": f"P{n}", "shelf": SECRET} for n in range(3)],
        "quays": quays,
        "strikes": strikes,
        "strike_links": [{"one": f"K{one}", "other": f"K{other}"} for one, other in pairs],
        "sayings": sayings,
    }


def _turned(day: str) -> str:
    return "/".join(reversed(day.split("-")))


@settings(deadline=None, max_examples=25)
@given(datasets())
def test_no_pattern_of_levels_lets_anything_through(records: dict[str, Rows]) -> None:
    """No reference dangles, nothing hidden survives, open records stay, and a second gate changes nothing."""
    passed = public(contents(records), PRIVATE)
    _assert_no_reference_dangles(passed)
    hidden, coarse = _levels(records)
    strikes = by_key(passed, "strikes")
    assert set(strikes) == {row["strike"] for row in records["strikes"]} - hidden
    for row in records["strikes"]:
        if row["strike"] in strikes:
            _assert_passed(row, strikes[row["strike"]], hidden, coarse=row["strike"] in coarse)
    _assert_claims(records, passed, hidden, coarse)
    _assert_places(passed)
    again = public(passed, PRIVATE)
    for name, content in passed.items():
        assert_frame_equal(again[name].text.collect(), content.text.collect())


def _levels(records: dict[str, Rows]) -> tuple[set[str], set[str]]:
    """Return which strikes are withheld, and which are coarse by themselves or by their parents."""
    strikes = {row["strike"]: row for row in records["strikes"]}
    hidden = {key for key, row in strikes.items() if row["level"] == "never"}
    coarse = set()
    for key in strikes:
        at: str | None = key
        while at and at not in hidden:
            if strikes[at]["level"] == "rough":
                coarse.add(key)
            at = strikes[at]["parent"]
    return hidden, coarse - hidden


def _assert_passed(old: dict[str, str], new: dict[str, str], hidden: set[str], *, coarse: bool) -> None:
    expected = {name: old.get(name, "") for name in new}
    if old["parent"] in hidden:
        expected["parent"] = ""
    if coarse:
        expected |= {"began": "1987-03", "first": "01/03/1987", "last": "31/03/1987", "known_to": "month"}
        expected |= {"quay": f"p{int(old['quay'][1]) % 2}", "how_near": "adm1", "level": "rough"}
    assert new == expected


def _assert_claims(
    records: dict[str, Rows], passed: Mapping[str, TableContent], hidden: set[str], coarse: set[str]
) -> None:
    sayings = by_key(passed, "sayings")
    for row in records["sayings"]:
        new = sayings.get(row["saying"])
        assert (new is None) == (row["level"] == "never" or row["strike"] in hidden)
        if new is not None and (row["level"] == "rough" or row["strike"] in coarse):
            place = f"p{int(row['at'][1]) % 2}"
            assert (new["on"], new["at"], new["when_printed"]) == ("1987-03", place, "")
        elif new is not None:
            assert new == {name: row.get(name, "") for name in new}
    used = {row["paper"] for row in sayings.values()}
    named = {row["paper"] for row in records["sayings"]}
    assert set(by_key(passed, "papers")) == {f"P{n}" for n in range(3)} - (named - used)


def _assert_places(passed: Mapping[str, TableContent]) -> None:
    """Assert that the places are those in use, and their provinces."""
    used = {row["quay"] for row in rows_of(passed["strikes"])} | {
        row["at"] for row in rows_of(passed["sayings"])
    }
    used |= {f"p{int(name[1]) % 2}" for name in used if name.startswith("q")}
    assert set(by_key(passed, "quays")) == used - {""}


def _assert_no_reference_dangles(passed: Mapping[str, TableContent]) -> None:
    for name, content in passed.items():
        for key in content.table.foreign_keys:
            there = {
                tuple(row[each] for each in key.references) for row in rows_of(passed[key.table or name])
            }
            values = [tuple(row[each] for each in key.fields) for row in rows_of(content)]
            assert {value for value in values if all(value)} <= there, (name, key)
