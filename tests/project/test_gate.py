"""What must not be published is in no byte of a release, and in no word that the tool prints."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

import dateline
from dateline.errors import DatelineError, PublishError
from dateline.project.checking import check, check_opened, open_dataset
from dateline.project.gating import behind_gate, check_public
from dateline.render import FORMATS, render
from package.private import MARKS, RECORDS, SCHEMAS, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.findings import Report
    from project.conftest import Run


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def published(folder: Path, to: Path) -> Report:
    """Publish a dataset as anybody would; return what the check of the public records found."""
    (done,) = dateline.publish(folder, to=to)
    return done.report


def every_text(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield all that can be read out of a folder's files: raw bytes, and what is packed in them."""
    for path in sorted(folder.rglob("*")):
        yield str(path), str(path)
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield str(path), content.decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield str(path), str(pl.read_parquet(path).to_dicts()) + str(pl.read_parquet_metadata(path))
        elif zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path}!{name}", packed.read(name).decode("utf-8", "replace")
        elif path.suffix == ".sqlite":
            with sqlite3.connect(path) as database:
                yield str(path), "\n".join(database.iterdump())


def marked(text: str) -> list[str]:
    """Return the marks that stand in a text."""
    return [mark for mark in MARKS if re.search(re.escape(mark), text, re.IGNORECASE)]


def test_no_hidden_text_is_in_any_byte_of_a_release(tmp_path: Path) -> None:
    """Withheld records, restricted columns and fine values are in no file, raw or unpacked."""
    published(write(tmp_path / "kept"), tmp_path / "open")
    texts = list(every_text(tmp_path / "open"))
    assert len(texts) > 30
    assert [(where, marked(text)) for where, text in texts if marked(text)] == []


def test_a_later_release_hides_as_much(tmp_path: Path) -> None:
    """The delta, the tombstones and the counts of a second release know no more than the first."""
    folder = write(tmp_path / "kept")
    published(folder, tmp_path / "open")
    for name in ("sayings", "hearings"):
        file = folder / f"{name}.csv"
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(each for each in lines if not each.startswith(("S2,", "S-zqx-2,"))))
    follow_ups = folder / "follow_ups.csv"
    follow_ups.write_text(follow_ups.read_text().replace(', ""S-zqx-2""', ""))
    strikes = folder / "strikes.csv"
    strikes.write_text(strikes.read_text().replace("independent_articles,2", "single_source,1"))
    (folder / "changes.yaml").write_text(
        "".join(
            f"- {{table: sayings, record: {each}, change: retracted, reason: Its paper withdrew it., "
            "by: AB, date: 2023-01-02}\n"
            for each in ("S2", "S-zqx-2")
        )
    )
    report = published(folder, tmp_path / "open")
    assert report.ok
    place = tmp_path / "open/strikes"
    assert sorted(each.name for each in place.iterdir()) == ["1.0.0", "2.0.0", "latest"]
    assert "S2" in (place / "2.0.0/data/retractions.csv").read_text()
    assert [(where, marked(text)) for where, text in every_text(tmp_path / "open") if marked(text)] == []
    found = json.loads((place / "2.0.0/delta.json").read_bytes())
    assert list(found["tables"]["sayings"]["removed"]) == ["S2"]


def test_the_search_finds_what_is_hidden(tmp_path: Path) -> None:
    """In the records themselves each of the marks is found: the test above could fail."""
    found = {mark for _, text in every_text(write(tmp_path / "kept")) for mark in marked(text)}
    assert found == set(MARKS)


def test_what_passed_the_gate_is_checked_as_public_records_are(tmp_path: Path) -> None:
    """A coarsened record that is too fine after all, and a withheld one, would be errors behind the gate."""
    opened = behind_gate(open_dataset(write(tmp_path)))
    report = check_opened(opened)
    assert report.ok
    assert not any(each.table.private for each in opened.contents.values())
    assert report.records["strikes"] == 3


def test_private_records_pass_their_own_check(tmp_path: Path, run: Run) -> None:
    """Withheld rows and fine values may stand in private records."""
    done = run("check", str(write(tmp_path)))
    assert (done.code, marked(done.out + done.err)) == (0, [])


def test_the_same_records_are_errors_where_they_are_public(tmp_path: Path, run: Run) -> None:
    """Without `records: private` the same files break the rules for what is withheld and coarsened."""
    folder = write(tmp_path)
    file = folder / "dataset.yaml"
    file.write_text(file.read_text().replace("records: private\n", ""))
    done = run("check", str(folder), "--format", "concise")
    assert done.code == 1
    assert {"withheld-record", "coarsened-in-detail"} <= set(re.findall(r"[a-z]+(?:-[a-z]+)+", done.out))


FAULTS = {
    "a date of a withheld record": ("strikes", "1987-03-18,18/03/1987", "zqx-March,18/03/1987"),
    "a date of a coarsened record": ("strikes", "1987-03-17,17/03/1987", "17 March 1987,17/03/1987"),
    "a bound of a coarsened record": ("strikes", "17/03/1987,17/03/1987,day", "17/03/1987,16/03/1987,day"),
    "a place of a claim": ("sayings", "Zqxdam,zqx-dock", "Zqxdam,zqx-duck"),
    "a key of a withheld record": ("strikes", "K4,Part", "K-zqx,Part"),
    "a restricted number": ("sayings", "773109903", "zqx773109903"),
    "a restricted text": ("strikes", "zqx one", "zqx " + "one " * 20),
    "a level": ("strikes", "never,true", "nevr,true"),
    "a row that is too long": ("strikes", "zqx three,", "zqx three,zqx,zqx,zqx"),
    "a reference to a withheld record": ("strike_crews", "K-zqx,B-zqx", "K-zqq,B-zqx"),
    "a public record beside it": ("strike_quays", "K1,antwerp", "K1,zqx-dick"),
    "a voice of a withheld claim": ("hearings", "S-zqx,1,V-zqx\n", "S-zqx,1,V-zqy\n"),
    "a type of a place": ("strikes", '"4.3456,51.2345"', '"4.3456;51.2345"'),
    "a repeated place": ("quays", "zqx-pier,Zqxhaven", "zqx-dock,Zqxhaven"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_report_quotes_what_is_hidden(tmp_path: Path, fault: str) -> None:
    """A fault in a hidden record is told by rule, file and line, in every form, and never quoted."""
    table, old, new = FAULTS[fault]
    assert old in RECORDS[table]
    report = check(write(tmp_path, {table: RECORDS[table].replace(old, new)}))
    assert not report.ok
    for form in FORMATS:
        text = render(report, form)
        assert (form, marked(text)) == (form, [])
    assert f"{table}.csv" in render(report, "concise")


@pytest.mark.parametrize("fault", ["a date of a withheld record", "a restricted number", "a level"])
def test_no_error_of_publishing_quotes_what_is_hidden(tmp_path: Path, run: Run, fault: str) -> None:
    """Publishing what breaks a rule ends with words that quote nothing hidden, and writes nothing."""
    table, old, new = FAULTS[fault]
    folder = write(tmp_path / "kept", {table: RECORDS[table].replace(old, new)})
    done = run("publish", str(folder), "--to", str(tmp_path / "open"))
    assert done.code == 1
    assert marked(done.out + done.err) == []
    assert not list((tmp_path / "open").glob("strikes/*"))


STOPS = {
    "no province": ("quays", "zqx-dock,Zqxdam,PPL,be-1", "zqx-dock,Zqxdam,PPL,be", "record K2 of strikes"),
    "a circle": ("quays", "zqx-dock,Zqxdam,PPL,be-1", "zqx-dock,Zqxdam,PPL,zqx-dock", "record K2 of strikes"),
    "a place in words": ("strikes", "A crane driver is held", "A driver is held in ZQXDAM", "record K2"),
    "an alias in words": (
        "sayings",
        "A driver is held",
        "A driver is held (Zqxdamme)",
        "record S3 of sayings",
    ),
    "a day in words": ("sayings", "A driver is held", "A driver is held on 17 March", "record S3 of sayings"),
    "a day as ISO": ("strikes", "A crane driver is held", "Held since 1987-03-17", "record K2 of strikes"),
    "a hidden record in words": ("strikes", "Dockers stop work", "Like S-zqx-2", "record K1 of strikes"),
    "no level": ("strikes", ",rough,true", ",,true", "record K2 of strikes"),
}


@pytest.mark.parametrize("stop", STOPS)
def test_what_cannot_be_coarsened_stops_the_publication(tmp_path: Path, stop: str) -> None:
    """The error names the record by its key, says what to do, and quotes nothing hidden."""
    table, old, new, named = STOPS[stop]
    assert old in RECORDS[table]
    opened = open_dataset(write(tmp_path, {table: RECORDS[table].replace(old, new)}))
    with pytest.raises(PublishError) as error:
        check_public(opened)
    text = str(error.value)
    assert named in text
    assert all(each.help for each in error.value.problems)
    assert marked(text) == []


def test_a_required_field_that_has_no_coarser_form_stops_the_publication(tmp_path: Path) -> None:
    """A position that may not be empty is told with what to do, and without the position."""
    schema = SCHEMAS["strikes"].replace(
        "{name: spot, type: geopoint}", "{name: spot, type: geopoint, constraints: {required: true}}"
    )
    records = RECORDS["strikes"].replace("settlement,,single_source", 'settlement,"1,1",single_source')
    records = records.replace("adm1,,single_source", 'adm1,"1,1",single_source')
    opened = open_dataset(write(tmp_path, {"strikes": records}, {"strikes": schema}))
    with pytest.raises(PublishError, match=r"record K2 of strikes .* its spot has no coarser form") as error:
        check_public(opened)
    assert "restricted: true" in str(error.value)
    assert marked(str(error.value)) == []


def test_an_event_whose_claims_are_all_withheld_stops_the_publication(tmp_path: Path) -> None:
    """Behind the gate the rules of public records hold: an event without claims is an error."""
    records = RECORDS["sayings"].replace("Work stops,,1987-02,,,open", "Work stops,,1987-02,,,never")
    report = check_public(open_dataset(write(tmp_path, {"sayings": records})))
    assert report is not None
    assert [(each.rule, each.key, each.line) for each in report.findings if each.severity == "error"] == [
        ("event-without-claim", "K4", 5)
    ]


def test_restricting_a_key_is_an_error_of_the_schema(tmp_path: Path) -> None:
    """A restricted field of the primary key is told with line and column and what to do."""
    schema = SCHEMAS["crews"].replace("{name: crew, type: string}", _restricted("crew"))
    with pytest.raises(DatelineError) as error:
        open_dataset(write(tmp_path, schemas={"crews": schema}))
    first = error.value.problems[0]
    assert (first.line, first.column) == (1, 13)
    assert "the primary key names 'crew', which is restricted" in first.message
    assert first.help == "publish it, or give the records another key"


def _restricted(name: str) -> str:
    return f"{{name: {name}, type: string, dateline: {{restricted: true}}}}"


def test_a_published_reference_to_a_restricted_field_is_an_error(tmp_path: Path) -> None:
    """A foreign key may not lead to a field that is not published, unless it is not published either."""
    crews = SCHEMAS["crews"].replace("{name: called, type: string}", _restricted("called"))
    open_key = SCHEMAS["strike_crews"].replace(
        "reference: {resource: crews, fields: [crew]}", "reference: {resource: crews, fields: [called]}"
    )
    with pytest.raises(DatelineError, match=r"'crew' refers to crews\.called, which is restricted") as error:
        open_dataset(write(tmp_path, schemas={"crews": crews, "strike_crews": open_key}))
    assert error.value.problems[0].line == 7


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        (
            "strikes",
            "{name: began, type: string, dateline: {",
            "{name: began, type: string, dateline: {restricted: true, ",
            "'first' would tell what 'began' hides",
        ),
        (
            "sayings",
            "{name: on, type: string, dateline: {",
            "{name: on, type: string, dateline: {restricted: true, ",
            "'when_printed' would tell what 'on' hides",
        ),
        (
            "sayings",
            "{name: at, type: string, dateline: {",
            "{name: at, type: string, dateline: {restricted: true, ",
            "'where_printed' would tell what 'at' hides",
        ),
    ],
)
def test_a_published_field_that_tells_a_restricted_one_is_an_error(
    tmp_path: Path, table: str, old: str, new: str, message: str
) -> None:
    """Bounds of a restricted date, and the phrase or the name that it was coded from, are restricted too."""
    assert old in SCHEMAS[table]
    with pytest.raises(DatelineError, match=message):
        open_dataset(write(tmp_path, schemas={table: SCHEMAS[table].replace(old, new)}))


def test_withheld_records_may_hold_what_published_ones_may_not(tmp_path: Path) -> None:
    """An address in a withheld record or a restricted column is no finding; in a published one it is."""
    withheld = RECORDS["strikes"].replace("Told by zqx", "Told by zqx@example.org")
    assert check(write(tmp_path / "one", {"strikes": withheld})).ok
    shown = RECORDS["strikes"].replace("Dockers stop work", "Ask docker@example.org")
    report = check(write(tmp_path / "two", {"strikes": shown}))
    assert [(each.rule, each.key) for each in report.findings] == [("personal-identifier", "K1")]


def test_a_place_of_another_dataset_cannot_be_coarsened(tmp_path: Path) -> None:
    """Without a table of places of its own nothing tells the province: that stops the publication."""
    schema = SCHEMAS["strikes"].replace(
        "  - {fields: [quay], reference: {resource: quays, fields: [quay]}}\n", ""
    )
    opened = open_dataset(write(tmp_path, schemas={"strikes": schema}))
    with pytest.raises(PublishError, match="lies in no province of any table of places") as error:
        check_public(opened)
    assert marked(str(error.value)) == []


def test_findings_behind_the_gate_stand_at_the_lines_of_the_records(tmp_path: Path) -> None:
    """What is wrong with a public record is told where it stands in the private files."""
    records = RECORDS["hearings"].replace("S2,1,V4\n", "")
    opened = open_dataset(write(tmp_path, {"hearings": records}))
    report = check_public(opened)
    assert report is not None
    found = [each for each in report.findings if each.table == "sayings"]
    assert {(each.file or "").rpartition("/")[2] for each in found} == {"sayings.csv"}
    assert all(each.line for each in found)


def test_public_datasets_need_no_second_check(tmp_path: Path) -> None:
    """Where nothing is private and nothing restricted, the check of the records is that of the release."""
    folder = write(tmp_path, schemas={name: _without_uses(text) for name, text in SCHEMAS.items()})
    file = folder / "dataset.yaml"
    file.write_text(file.read_text().replace("records: private\n", ""))
    assert check_public(open_dataset(folder)) is None


def _without_uses(schema: str) -> str:
    return schema.replace(", dateline: {restricted: true}", "")


def test_a_record_may_not_be_merged_into_a_hidden_one(tmp_path: Path) -> None:
    """A tombstone that would name a withheld record is an error behind the gate, told without that name."""
    folder = write(tmp_path)
    entry = {"table": "strikes", "record": "K9", "change": "merged", "into": ["K-zqx"], "by": "AB"}
    said = {**entry, "reason": "Both tell of one strike of 1987.", "date": "2026-01-31"}
    (folder / "changes.yaml").write_text(json.dumps([said]))
    opened = open_dataset(folder)
    assert check_opened(opened).ok
    report = check_public(opened)
    assert report is not None
    assert [each.rule for each in report.findings] == ["successor-unknown"]
    assert marked(render(report, "text")) == []
