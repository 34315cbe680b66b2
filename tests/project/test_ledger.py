"""Ids as promises: a check beside an earlier state, and the commands that end records."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.dataset.ledger import Entry, read_ledger
from dateline.errors import DatasetFileError
from dateline.project.ledger import today, with_entries
from dateline.project.since import check_since
from dateline.table import read_schema
from git.test_commit import git, plain_git
from project import ledgered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dateline.findings import Finding
    from project.conftest import Run

__all__ = ["plain_git"]

REASON = "The outlet withdrew its report."
FLOODS = "datasets/floods/"
LEDGER = f"{FLOODS}changes.yaml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one dataset and one commit, as the current folder."""
    folder = tmp_path / "floods project"
    folder.mkdir()
    ledgered.write(folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATELINE_CODER", raising=False)
    return folder


def edit(project: Path, name: str, old: str, new: str) -> None:
    """Put one text in another's place, which stands there once."""
    path = project / FLOODS / name
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def found(since: str = "HEAD") -> list[Finding]:
    """Check the project beside an earlier state, and return what is new."""
    return [each for each in check_since(since=since).findings if each.standing == "new"]


def rules(since: str = "HEAD") -> list[tuple[str, str | None]]:
    """Return rule and record of each new finding."""
    return [(each.rule, each.key) for each in found(since)]


def told(finding: Finding) -> str:
    """Write a finding as people see it."""
    place = f"{finding.file}:{finding.line}:{finding.column} {finding.value!r}"
    return f"{place} {finding.rule}: {finding.message}\n  expected: {finding.expected}\n  {finding.snippet}\n"


def done(run: Run, *arguments: str, reason: str = REASON) -> str:
    """Run a command that ends or explains records, and return all that it prints."""
    left = run(*arguments, "--reason", reason, "--by", "AB")
    assert left.code == (2 if left.err else 0)
    return left.out + left.err


def test_a_record_that_is_gone_is_told_where_it_stood(
    project: Path, golden: Callable[[str, str], None]
) -> None:
    """Path and line are those of the earlier state, one more key is recognised in a new record."""
    edit(project, "records/1997/events.csv", "E03,A village", "E13,A village")
    edit(project, "records/2002/events.csv", "\nE06,A bridge closed,,E05", "")
    edit(project, "records/claims.csv", "C4,E05,3\n", "")
    report = check_since(since="HEAD")
    assert report.new_errors == len([each for each in report.findings if each.standing == "new"])
    golden("ledger/vanished.txt", "".join(map(told, found())))


def test_a_record_that_moved_to_another_file_is_not_gone(project: Path) -> None:
    """Where a record stands is no part of what it is."""
    edit(project, "records/1997/events.csv", "E03,A village was flooded,,E01\r\n", "")
    edit(project, "records/2002/events.csv", "E04,", "E03,A village was flooded,,E01\nE04,")
    assert rules() == []


def test_rows_of_junction_tables_promise_nothing(project: Path) -> None:
    """A row whose key is made of others' keys comes and goes without an entry."""
    edit(project, "records/event_places.csv", "E04,Dresden,main\n", "")
    edit(project, "records/event_relations.csv", "E06,after,E05\n", "")
    assert rules() == []


def test_an_entry_explains_and_is_itself_kept(project: Path, run: Run) -> None:
    """Once the entry is committed, it may not be taken out again, unless the record is back."""
    done(run, "retract", "events/E03", "--with-references")
    assert rules() == []
    git(project, "add", ".")
    git(project, "commit", "-qm", "retracted")
    (project / LEDGER).unlink()
    (vanished,) = found()
    assert (vanished.rule, vanished.file, vanished.line) == ("id-vanished", LEDGER, 2)
    edit(project, "records/2002/events.csv", "E04,", "E03,A village,,E01\nE04,")
    assert rules() == []


def test_an_id_that_was_ended_is_not_used_again(project: Path, run: Run) -> None:
    """A plain check finds it; no earlier state is needed."""
    done(run, "retract", "events/E03", "--with-references")
    edit(project, "records/2002/events.csv", "E04,", "E03,Another village,,E01\nE04,")
    assert run("check", "--format", "concise").code == 1
    (reused,) = found()
    assert reused.rule == "id-reused"
    assert reused.line == 2
    assert f"E03 was retracted on {today()}" in reused.message


def test_successors_are_followed_and_asked_for(project: Path) -> None:
    """A chain of merges leads somewhere in the end, and each of its members has an entry."""
    edit(project, "records/1997/events.csv", "E03,A village was flooded,,E01\r\n", "")
    edit(project, "records/event_places.csv", "E03,Ratzdorf,main\n", "")
    said = "table: events, change: merged, reason: it was told twice, by: AB, date: 2026-01-01"
    entry = f"- {{{{record: {{}}, into: [{{}}], {said}}}}}\n".format
    ledger = project / LEDGER
    ledger.write_text(entry("E03", "E30") + entry("E30", "E01"), encoding="utf-8")
    assert rules() == []
    ledger.write_text(entry("E03", "E30"), encoding="utf-8")
    assert rules() == [("successor-unknown", "E03")]


def test_nothing_is_said_of_ids_where_records_cannot_be_read(project: Path) -> None:
    """A row that is broken may be the record that is missed; the report says what was not compared."""
    edit(project, "records/1997/events.csv", "E03,A village was flooded,,E01\r\n", '"E03,A village,,E01\r\n')
    report = check_since(since="HEAD")
    assert "id-vanished" not in report.counts()
    note = "ids of events since HEAD were not compared: not all of its records can be read"
    assert note in report.notes


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("schemas/claims.yaml", "primaryKey: [claim_id]\n",
         "primaryKey: [claim_id]\ndateline: {ids: internal}\n", "it promises none any more"),
        ("schemas/claims.yaml", "primaryKey: [claim_id]",
         "primaryKey: [claim_id, event_id]\ndateline: {ids: permanent}", "the primary key is another one"),
        ("datasets/floods/dataset.yaml", "  claims: {path: records/claims.csv}\n", "", "the table is gone"),
    ],
)  # fmt: skip
def test_a_promise_that_is_dropped_is_said(project: Path, name: str, old: str, new: str, why: str) -> None:
    """A table that promises ids no more, or has others, is no error; it is not silent either."""
    path = project / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    edit(project, "records/claims.csv", "C4,E05,3\n", "")
    report = check_since(since="HEAD")
    assert f"ids of claims since HEAD were not compared: {why}" in report.notes
    assert "id-vanished" not in report.counts()


def test_corrections_are_asked_for_where_the_dataset_says_so(
    project: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Each changed record needs an entry since then; references that followed a merge need none."""
    edit(project, "records/2002/events.csv", "E04,The Elbe rose,21", "E04,The Elbe rose again,22")
    assert rules() == []
    with (project / FLOODS / "dataset.yaml").open("a", encoding="utf-8") as file:
        file.write("ledger: {corrections: true}\n")
    golden("ledger/unexplained.txt", "".join(map(told, found())))
    assert done(run, "correct", "events/E04") == f"corrected events E04\nwrote {LEDGER}\n"
    assert rules() == []
    done(run, "merge", "events/E06", "--into", "E05", "--dry-run")
    edit(project, "records/2002/events.csv", "E06,A bridge closed,,E05", "E06,A bridge closed,,")
    done(run, "correct", "events/E06")
    done(run, "merge", "events/E05", "--into", "E04")
    assert rules() == []
    git(project, "add", ".")
    git(project, "commit", "-qm", "explained")
    edit(project, "records/2002/events.csv", "again,22", "again,23")
    assert rules() == [("change-unexplained", "E04")]


def test_retracting_takes_out_the_record_and_writes_why(
    project: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """The record's lines go, the entry comes, and every other byte stays."""
    before = ledgered.contents(project)
    said = done(run, "retract", "claims/C2", "claims/C3", "--dry-run")
    assert ledgered.contents(project) == before
    said += done(run, "retract", "claims/C2", "claims/C3")
    after = ledgered.contents(project)
    assert after[f"{FLOODS}records/claims.csv"] == b"claim_id,event_id,paragraph\nC1,E02,1\nC4,E05,3\n"
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {f"{FLOODS}records/claims.csv", LEDGER}
    golden("ledger/retract.txt", said)
    golden("ledger/changes.yaml", after[LEDGER].decode().replace(str(today()), "2026-11-22"))
    assert rules() == []


def test_rows_without_ids_go_with_the_record(project: Path, run: Run) -> None:
    """Rows that belong to the record go, and what belongs to these; what has ids of its own keeps it."""
    edit(project, "records/claims.csv", '"C3","E05","2"\nC4,E05,3\n', "")
    edit(project, "records/2002/events.csv", "\nE06,A bridge closed,,E05", "\nE06,A bridge closed,,")
    said = done(run, "retract", "events/E05", "--with-references")
    assert said.count("  removed") == 6
    after = ledgered.contents(project)
    assert after[f"{FLOODS}records/notes.csv"] == b"event_id,place,note\n"
    assert after[f"{FLOODS}records/event_relations.csv"] == b"event_id,type,other_event_id\n"
    assert rules() == [("id-vanished", "C3"), ("id-vanished", "C4")]
    assert run("check").code == 0


def test_a_record_may_be_split(project: Path, run: Run) -> None:
    """The entry names the records that take its place, which are there already."""
    edit(project, "records/claims.csv", "C2,E04,1\n", "C2,E04,1\nC21,E04,1\nC22,E04,1\n")
    said = done(run, "retract", "claims/C2", "--split-into", "C21", "--split-into", "claims/C22")
    assert said.startswith("split claims C2 into C21 and C22\n")
    assert rules() == []


def test_merging_lets_all_references_follow(
    project: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """References of references follow too; rows that would stand twice, or relate the two, go."""
    golden("ledger/merge.txt", done(run, "merge", "events/E05", "--into", "events/E04"))
    assert run("check").code == 0
    after = ledgered.contents(project)
    records = {name: text.decode() for name, text in after.items() if name.startswith(f"{FLOODS}records")}
    golden("ledger/merged.csv", "".join(f"# {name}\n{text}\n" for name, text in records.items()))
    assert rules() == []


def test_what_was_removed_by_hand_is_told_with_gone(project: Path, run: Run) -> None:
    """The command that a finding names writes the entry, and lets references follow."""
    edit(project, "records/2002/events.csv", "E05,The Elbe rose,20,\n", "")
    edit(project, "records/1997/events.csv", "E03,A village was flooded,,E01\r\n", "")
    edit(project, "records/event_places.csv", "E03,Ratzdorf,main\n", "")
    assert {rule for rule, _ in rules()} == {"id-vanished", "foreign-key"}
    assert done(run, "retract", "events/E03", "--gone") == f"retracted events E03\nwrote {LEDGER}\n"
    done(run, "merge", "events/E05", "--into", "E04", "--gone")
    assert rules() == []


def test_what_cannot_be_done_is_refused_and_changes_nothing(
    project: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Each refusal says what stands in the way, and every file is as it was."""
    done(run, "retract", "claims/C1")
    edit(project, "records/event_places.csv", "E04,Dresden,main", "E04,Dresden,also")
    edit(project, "records/2002/events.csv", "E04,The Elbe rose,21,", "E04,The Elbe rose,21,E06")
    before = ledgered.contents(project)
    said = [
        done(run, "retract", "events/E02", "events/E05"),
        done(run, "retract", "events/E05", "--with-references"),
        done(run, "retract", "events/E55"),
        done(run, "retract", "event/E05"),
        done(run, "retract", "E05"),
        done(run, "retract", "events/E05", "claims/C2"),
        done(run, "retract", "event_places/E05/Pirna"),
        done(run, "retract", "claims/C1"),
        done(run, "retract", "claims/C2", "--gone"),
        done(run, "retract", "claims/C2", "--split-into", "C3"),
        done(run, "retract", "claims/C2", "--split-into", "C3", "--split-into", "C99"),
        done(run, "retract", "claims/C2", reason="wrong"),
        done(run, "retract", "claims/C2", reason="\udcff is no reason at all"),
        done(run, "merge", "events/E05", "--into", "E04"),
        done(run, "merge", "events/E06", "--into", "E04"),
        done(run, "merge", "events/E05", "--into", "E05"),
        done(run, "merge", "claims/C2", "--into", "C1"),
        done(run, "merge", "events/E05", "--into", "E40"),
    ]
    assert ledgered.contents(project) == before
    golden("ledger/refused.txt", "\n".join(said).replace(str(today()), "2026-11-22"))


def test_a_record_that_stands_twice_is_not_guessed_at(project: Path, run: Run) -> None:
    """Two records with one key are told, and none is taken out."""
    edit(project, "records/claims.csv", "C2,E04,1\n", "C2,E04,1\nC2,E04,2\n")
    assert "2 records of claims have the key 'C2'" in done(run, "retract", "claims/C2")


def test_references_that_cannot_be_read_stop_the_work(project: Path, run: Run) -> None:
    """A row that may refer to the record, and cannot be read, is repaired first."""
    edit(project, "records/event_places.csv", "E03,Ratzdorf,main", "E03,Ratzdorf")
    assert "not all records of event_places can be read" in done(run, "retract", "events/E03")


def test_of_two_datasets_the_one_with_the_record_is_meant(project: Path, run: Run) -> None:
    """Nobody has to name a dataset, unless both have the record."""
    other = project / "datasets" / "storms"
    shutil.copytree(project / "datasets" / "floods", other)
    for name, old, new in (
        ("dataset.yaml", "name: floods", "name: storms"),
        ("records/claims.csv", "C1,", "S1,"),
    ):
        text = (other / name).read_text(encoding="utf-8")
        (other / name).write_text(text.replace(old, new), encoding="utf-8")
    done(run, "retract", "claims/S1")
    assert (other / "changes.yaml").exists()
    assert "floods and storms both" in done(run, "retract", "claims/C2")
    done(run, "retract", "claims/C2", "--dataset", str(other))
    assert not (project / LEDGER).exists()


WRONG = """\
- {table: evens, record: E03, change: retracted, reason: it was not so, by: AB, date: 2026-01-31}
- {table: event_places, record: E03/x, change: retracted, reason: it was not so, by: AB, date: 2026-01-31}
"""


def test_a_ledger_that_names_wrong_tables_is_refused(
    project: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """A table that is not there, or whose records nobody cites, is told with its place."""
    (project / LEDGER).write_text(WRONG, encoding="utf-8")
    checked = run("check")
    assert checked.code == 2
    golden("ledger/wrong.txt", checked.err)


def test_entries_join_whatever_the_file_holds(project: Path, run: Run) -> None:
    """Comments, other line ends and a last line without one stay byte for byte."""
    before = (
        "\ufeff# ours\r\n- {table: claims, record: C0, change: retracted, reason: it was not so, by: AB, "
        "date: 2026-01-31}"
    ).encode()
    (project / LEDGER).write_bytes(before)
    done(run, "retract", "claims/C1")
    after = (project / LEDGER).read_bytes()
    assert after.startswith(before + b'\r\n- table: "claims"\r\n')
    assert after.count(b"\n") == after.count(b"\r\n")
    (project / LEDGER).write_bytes(b"[]\n")
    assert "entries cannot be added to this file" in done(run, "retract", "claims/C2")
    assert (project / LEDGER).read_bytes() == b"[]\n"


@given(st.text(min_size=10).filter(lambda text: len(text.strip()) >= 10), st.text(min_size=1))
def test_any_words_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, reason: str, record: str
) -> None:
    """What is written into a ledger is read from it, whatever it is made of; or it is refused."""
    file = tmp_path_factory.getbasetemp() / "none.yaml"
    tables = {"claims": read_schema(ledgered.CLAIMS, "claims.yaml", "claims")}
    entry = Entry("claims", record, "retracted", reason, "AB", today())
    try:
        text = with_entries(file, tables, (), [entry]).decode()
    except DatasetFileError:
        assert not record.strip() or "\0" in reason + record
        return
    assert [each.said for each in read_ledger(text, "x", today())] == [entry.said]


def test_a_reference_to_a_merged_record_is_told_where_to_lead(project: Path, run: Run) -> None:
    """A claim that came in from another branch gets the successor's id as its suggestion."""
    done(run, "merge", "events/E05", "--into", "E04")
    edit(project, "records/claims.csv", "C4,E04,3\n", "C4,E04,3\nC5,E05,4\n")
    (lost,) = found()
    assert (lost.rule, lost.suggestion) == ("foreign-key", "E04")
    assert lost.message.endswith(f"; it was merged into E04 on {today()}")


@pytest.mark.usefixtures("project")
def test_a_reason_names_nobody(run: Run) -> None:
    """Reasons are published: an address in one is an error, and is not repeated in the report."""
    done(run, "retract", "claims/C1", reason="Asked for by somebody@example.org herself.")
    (named,) = found()
    assert (named.rule, named.severity, named.file, named.line) == ("personal-identifier", "error", LEDGER, 2)
    assert "somebody" not in run("check").out


def test_tombstones_are_published(project: Path, run: Run, tmp_path: Path) -> None:
    """The release has a table of what was ended, each with the records that stand for it now."""
    done(run, "retract", "claims/C1")
    done(run, "merge", "claims/C3", "--into", "C4")
    edit(project, "records/claims.csv", "C4,E05,3\n", "C4,E05,3\nC5,E05,3\nC6,E05,4\n")
    done(run, "retract", "claims/C4", "--split-into", "C5", "--split-into", "C6")
    done(run, "correct", "claims/C2")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "four records end")
    target = tmp_path / "public"
    assert run("publish", "--to", str(target)).code == 0
    package = dateline.load(target)
    tombs = package["retractions"].collect()
    assert tombs.columns == ["table", "record", "change", "into", "reason", "date"]
    assert tombs.select("record", "change", "into").rows() == [
        ("C1", "retracted", None),
        ("C3", "merged", "C5"),
        ("C3", "merged", "C6"),
        ("C4", "split", "C5"),
        ("C4", "split", "C6"),
    ]
    assert tombs["date"].to_list() == [today()] * 5
    assert run("verify", str(target)).code == 0
    left = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(target / "floods/latest/datapackage.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (left.returncode, left.stdout.count("VALID")) == (0, len(package.tables))


def test_a_release_is_an_earlier_state(project: Path, run: Run, tmp_path: Path) -> None:
    """What was published and is gone is told where it stands in the package; tombstones are no records."""
    done(run, "retract", "claims/C1")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "retract")
    assert run("publish", "--to", str(tmp_path / "public")).code == 0
    since = str(tmp_path / "public")
    assert rules(since) == []
    edit(project, "records/claims.csv", "C4,E05,3\n", "")
    (vanished,) = found(since)
    assert (vanished.key, vanished.line) == ("C4", 4)
    assert vanished.file == str(tmp_path / "public/floods/latest/data/claims.csv")
    assert "retractions" not in run("diff", "--since", since).out


def test_a_table_of_the_tombstones_name_is_refused(project: Path, run: Run, tmp_path: Path) -> None:
    """A dataset that has such a table of its own may not have a ledger beside it."""
    done(run, "retract", "claims/C1")
    text = (project / "schemas" / "notes.yaml").read_text(encoding="utf-8")
    (project / "schemas" / "retractions.yaml").write_text(text, encoding="utf-8")
    edit(project, "dataset.yaml", "  notes: {", "  retractions: {")
    published = run("publish", "--to", str(tmp_path / "public"))
    assert published.code == 2
    assert f"error: {FLOODS}dataset.yaml:11:16: 'retractions' is the name of the table" in published.err


def test_a_key_is_quoted_in_the_command_that_is_named(project: Path) -> None:
    """What a finding says to type can be pasted into a shell, whatever stands in the records."""
    edit(project, "records/claims.csv", "C4,", "C4; touch x,")
    git(project, "commit", "-qam", "hostile")
    edit(project, "records/claims.csv", "C4; touch x,E05,3\n", "")
    (vanished,) = found()
    assert vanished.expected is not None
    assert "dateline retract 'claims/C4; touch x' --gone" in vanished.expected


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("event_places", "primaryKey: [event_id, place]",
         "primaryKey: [event_id, place]\ndateline: {ids: permanent}",
         "event_places E05/Dresden would get another id, for event_id is part of it"),
        ("notes", "fields: [event_id, place], reference: {resource: event_places, fields: [event_id, place]}",
         ("fields: [event_id, note, place], "
          "reference: {resource: event_relations, fields: [event_id, type, other_event_id]}"),
         "event_relations E05/same_as/E04 relates the records to each other, and notes "),
    ],
)  # fmt: skip
def test_references_that_cannot_follow_stop_a_merge(
    project: Path, run: Run, name: str, old: str, new: str, message: str
) -> None:
    """A permanent key that would change, and a row that others refer to and that means nothing any more."""
    path = project / "schemas" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    notes = project / FLOODS / "records" / "notes.csv"
    notes.write_text("event_id,place,note\nE05,E04,same_as\n", encoding="utf-8")
    if name == "event_places":
        notes.write_text("event_id,place,note\n", encoding="utf-8")
    before = ledgered.contents(project)
    assert message in done(run, "merge", "events/E05", "--into", "E04")
    assert ledgered.contents(project) == before
