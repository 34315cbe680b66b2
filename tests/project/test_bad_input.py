"""Bad input of every kind: one clear message with its place, the right exit code, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from project.edit import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

EVENTS = "datasets/dprk-security-reports/records/A001-dailynk-2024-11/events.csv"
DATASET = "datasets/dprk-security-reports/dataset.yaml"
SCHEMA = "schemas/events.yaml"


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(project: Path) -> None:
        path = project / EVENTS
        path.write_bytes(change(path.read_bytes()))

    return spoil


def _text(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda project: replace(project / file, old, new)


def _row_too_long(project: Path) -> None:
    path, line = find(project, "events", "E001-01")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].rstrip("\n") + ",surplus\n"
    path.write_text("".join(lines), encoding="utf-8")


def _row_too_short(project: Path) -> None:
    path, line = find(project, "events", "E001-01")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].rsplit(",", 1)[0] + "\n"
    path.write_text("".join(lines), encoding="utf-8")


RECORDS = {
    "empty file": (_bytes(lambda _: b""), "file-empty", EVENTS),
    "wrong header": (
        _bytes(lambda data: data.replace(b"date_edtf", b"date_edft", 1)),
        "date_edft",
        f"{EVENTS}:1:",
    ),
    "lost column": (_bytes(lambda data: data.replace(b"event_id,", b"", 1)), "missing-label", f"{EVENTS}:1:"),
    "row too long": (_row_too_long, "extra-cell", f"{EVENTS}:2:"),
    "row too short": (_row_too_short, "missing-cell", f"{EVENTS}:2:"),
    "unclosed quote": (_bytes(lambda data: data + b'"E001-99,never closed\n'), "unclosed-quote", EVENTS),
    "wrong encoding": (
        _bytes(lambda data: data + "E001-99,평양\n".encode("cp949")),
        "encoding-error",
        EVENTS,
    ),
    "NUL byte": (
        _bytes(lambda data: data.replace(b"E001-01", b"E001\x00-01", 1)),
        "nul-byte",
        f"{EVENTS}:2:",
    ),
    "two columns of one name": (
        _bytes(lambda data: data.replace(b"end_edtf", b"date_edtf", 1)),
        "duplicate-label",
        f"{EVENTS}:1:",
    ),
    "merge conflict": (_bytes(lambda data: data + b"<<<<<<< HEAD\n"), "merge-conflict", EVENTS),
}


@pytest.mark.parametrize("case", RECORDS)
def test_a_spoilt_record_file_is_a_finding_at_its_place(project: Path, run: Run, case: str) -> None:
    """A record file that cannot be read as meant gives exit code 1, and rule and place."""
    spoil, rule, place = RECORDS[case]
    spoil(project)
    done = run("check")
    assert done.code == 1, done.out + done.err
    assert rule in done.out
    assert f"--> {place}" in done.out
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize("case", RECORDS)
def test_nothing_is_published_from_spoilt_records(project: Path, run: Run, case: str) -> None:
    """Publishing records with an error leaves no file behind and says so."""
    RECORDS[case][0](project)
    done = run("publish", "--to", "public")
    assert done.code == 1
    assert "nothing was published" in done.err
    assert not (project / "public").exists()


def _remove(file: str) -> Callable[[Path], None]:
    return lambda project: (project / file).unlink()


def _second_field(project: Path) -> None:
    replace(project / SCHEMA, "- name: summary", "- name: event_id")


FILES = {
    "unknown type": (_text(SCHEMA, "type: string", "type: sting"), "did you mean 'string'", f"{SCHEMA}:"),
    "unknown key": (_text(SCHEMA, "title: Event", "titel: Event"), "did you mean 'title'", f"{SCHEMA}:"),
    "reference to no table": (
        _text(SCHEMA, "resource: places", "resource: place"),
        "did you mean 'places'",
        f"{SCHEMA}:",
    ),
    "two fields of one name": (_second_field, "event_id", f"{SCHEMA}:"),
    "schema that is no YAML": (_text(SCHEMA, "fields:", "fields: ["), "YAML", f"{SCHEMA}:"),
    "no schema": (_remove(SCHEMA), "events", f"{DATASET}:"),
    "no dataset file": (_remove(DATASET), "dataset.yaml", "datasets/dprk-security-reports"),
    "empty dataset file": (lambda p: (p / DATASET).write_text(""), "empty", DATASET),
    "pattern that matches nothing": (
        _text(DATASET, "records/*/events.csv", "records/*/evnts.csv"),
        "evnts",
        DATASET,
    ),
    "another name than the folder's": (
        _text(DATASET, "name: dprk-security-reports", "name: dprk-reports"),
        "give both one name",
        f"{DATASET}:1:",
    ),
    "a period that is no date": (_text(DATASET, "2015-03/2024-11", "2015 to 2024"), "EDTF", f"{DATASET}:"),
    "a schema outside the project": (
        _text(
            DATASET, "{path: records/*/events.csv}", "{path: records/*/events.csv, schema: ../../../e.yaml}"
        ),
        "outside the project",
        f"{DATASET}:",
    ),
    "a link out of the project": (
        lambda p: (p / "datasets/dprk-security-reports/records/reference/events.csv").symlink_to(
            "/etc/passwd"
        ),
        "leads out of the project",
        "records/reference/events.csv",
    ),
    "bad licence": (_text(DATASET, "CC-BY-4.0", "CC-BUY-4.0"), "SPDX", f"{DATASET}:"),
    "refused SQL": (
        _text(SCHEMA, "sql: timezone IS NULL OR", "sql: (SELECT 1) OR"),
        "SELECT",
        f"{SCHEMA}:",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_spoilt_schema_or_dataset_file_is_refused_with_its_place(
    project: Path, run: Run, case: str
) -> None:
    """A schema or dataset file that cannot be used gives exit code 2 and its place, from every verb."""
    spoil, words, place = FILES[case]
    spoil(project)
    for arguments in (["check"], ["publish", "--to", "public"]):
        done = run(*arguments)
        assert done.code == 2, done.out + done.err
        assert words in done.err
        assert place in done.err
        assert "Traceback" not in done.err
    assert not (project / "public").exists()


def test_a_path_that_is_not_there_is_a_usage_error(project: Path, run: Run) -> None:
    """A wrong path gives exit code 2 and names it."""
    done = run("check", str(project / "nowhere"))
    assert done.code == 2
    assert "nowhere" in done.err


def test_a_folder_without_any_dataset_is_a_usage_error(tmp_path: Path, run: Run) -> None:
    """Outside every project, check says what a dataset is."""
    done = run("check", str(tmp_path))
    assert done.code == 2
    assert "dataset.yaml" in done.err


def test_hidden_folders_hold_no_records(project: Path, run: Run) -> None:
    """What an editor leaves in a folder that begins with a dot is not read."""
    hidden = project / "datasets/dprk-security-reports/records/.ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "events.csv").write_text("no record at all")
    assert run("check").code == 0


def test_text_of_a_problem_cannot_forge_lines(project: Path, run: Run) -> None:
    """A line break in a schema's key stays on the problem's own line."""
    replace(project / SCHEMA, "titl" + "e: Event", '"x\\nhelp: trust me": 1\n    title: Event')
    done = run("check")
    assert done.code == 2
    assert not any(line.startswith(("help:", "  help: trust")) for line in done.err.splitlines())
