"""Reports of a check: printed, written to files, added to the summary of a step on GitHub."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from dateline.render import FORMATS

if TYPE_CHECKING:
    from project.conftest import Run

SCHEMA = """\
fields:
  - {name: flood, type: string, constraints: {required: true}}
  - {name: level, type: integer, constraints: {maximum: 9}}
primaryKey: flood
"""
DATASET = """\
name: floods
title: Floods
description: Floods
version: 1.0.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody}]
tables: {floods: {path: floods.csv}}
"""
PAGE = Path(__file__).parents[2] / "docs" / "reports.md"


@pytest.fixture(autouse=True)
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the records of a small dataset, one of them wrong; its project is the current folder."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "floods.yaml").write_text(SCHEMA, encoding="utf-8")
    folder = tmp_path / "datasets" / "floods"
    folder.mkdir(parents=True)
    (folder / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    (folder / "floods.csv").write_text("flood,level\nElbe,7\nOder,12\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "DATELINE_ARTICLES"):
        monkeypatch.delenv(name, raising=False)
    return folder / "floods.csv"


@pytest.mark.parametrize("name", FORMATS)
def test_file_gets_what_would_be_printed(run: Run, name: str) -> None:
    """Each format can be printed and written; a file has the same lines, seconds aside."""
    printed = run("check", "--format", name)
    written = run("check", "--format", "concise", "--output", f"{name}=report")
    assert (printed.code, written.code) == (1, 1)
    text = Path("report").read_bytes().decode()
    assert [line for line in text.split("\n") if "Checked" not in line] == [
        line for line in printed.out.split("\n") if "Checked" not in line
    ]
    assert "floods.csv" in text


def test_one_check_writes_several_reports(run: Run, tmp_path: Path) -> None:
    """The terminal gets its own format, every file its own."""
    done = run("check", "--output", "sarif=a.sarif", "--output", f"junit={tmp_path / 'b.xml'}")
    assert "error[maximum]" in done.out
    assert json.loads(Path("a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert Path("b.xml").read_text("utf-8").startswith("<?xml")


def test_verify_writes_reports_too(run: Run) -> None:
    """Whatever prints a report can write it."""
    Path("datasets/floods/floods.csv").write_text("flood,level\nElbe,7\n", encoding="utf-8")
    assert run("publish", "--to", "public").code == 0
    done = run("verify", "public", "--output", "json=verified.json")
    assert done.code == 0, done.err
    assert json.loads(Path("verified.json").read_text("utf-8"))["valid"]


def test_report_may_go_into_a_pipe(run: Run) -> None:
    """A pipe is written to, not replaced by a file."""
    os.mkfifo("pipe")
    read: list[str] = []
    reader = Thread(target=lambda: read.append(Path("pipe").read_text("utf-8")))
    reader.start()
    run("check", "--output", "concise=pipe")
    reader.join(timeout=10)
    assert "error[maximum]" in read[0]
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["sarif"], "'sarif' names no file; --format is for what is printed"),
        (["sarif="], "'sarif=' names no file"),
        (["sarif=-"], "'sarif=-' names no file"),
        (["xml=a"], "'xml' is no format; write FORMAT=FILE with one of comment, concise, github"),
        (["=a"], "'' is no format"),
        (["json=away/a"], "error: away/a: the folder of this report does not exist\n  help: make it first"),
        (["json=datasets"], "error: datasets: this is a folder, not a file for a report"),
        (["json=a", "text=./a"], "error: a: two reports go to this file\n  help: give each its own"),
    ],
)
def test_file_that_cannot_be_is_refused_before_the_check(run: Run, outputs: list[str], said: str) -> None:
    """The command is not run, says what is wrong, and leaves with 2."""
    done = run("check", *(part for each in outputs for part in ("--output", each)))
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is Linux's")
def test_file_that_cannot_be_written_is_told_after_the_report(run: Run) -> None:
    """What was found is printed all the same; the exit code says that a report is missing."""
    done = run("check", "--output", "json=/dev/full")
    assert done.code == 2
    assert "1 error in 1 record" in done.out
    assert done.err == "error: /dev/full: the report cannot be written: No space left on device\n"


def test_step_on_github_gets_a_summary(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of Markdown is added to what stands in the summary; the terminal has its text."""
    Path("summary").write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary")
    assert run("check").code == 1
    assert Path("summary").read_text("utf-8") == "# Before\n"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = run("check")
    assert done.code == 1
    assert "error[maximum]" in done.out
    text = Path("summary").read_text("utf-8")
    assert text.startswith("# Before\n### ❌ 1 error in 1 record\n")
    assert "- datasets/floods/floods.csv:3:6, record Oder, field level: " in text


def test_summary_keeps_within_what_github_shows(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A summary that is nearly full is left alone: GitHub would show none of it."""
    full = "x" * 899_000
    Path("summary").write_text(full, encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("check").code == 1
    assert Path("summary").read_text("utf-8") == full


def test_summary_that_cannot_be_written_fails_no_check(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asked for it, so it is told and the verdict stays."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "away/summary")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = run("check")
    assert done.code == 1
    assert (
        done.err
        == "no summary for this step: away/summary: the report cannot be written: No such file or directory\n"
    )


def test_change_for_reviewdog_repairs_the_file(run: Run, dataset: Path) -> None:
    """On a real file, the bytes in a suggestion's range are the wrong cell, and the new text passes."""
    schema = SCHEMA.replace("constraints: {required: true}", "constraints: {enum: [Elbe, Oder, 낙동강]}")
    Path("schemas/floods.yaml").write_text(schema, encoding="utf-8")
    dataset.write_text('flood,level\n"Elbee",7\n낙동강,8\nOdr,9\n', encoding="utf-8")
    run("check", "--output", "rdjson=found.json")
    found = json.loads(Path("found.json").read_text("utf-8"))["diagnostics"]
    lines = dataset.read_bytes().split(b"\n")
    assert [each["location"]["path"] for each in found] == ["datasets/floods/floods.csv"] * 2
    for each in found:
        (new,) = each["suggestions"]
        start, end = new["range"]["start"], new["range"]["end"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = (
            line[: start["column"] - 1] + new["text"].encode() + line[end["column"] - 1 :]
        )
    dataset.write_bytes(b"\n".join(lines))
    assert dataset.read_text("utf-8") == 'flood,level\n"Elbe",7\n낙동강,8\nOder,9\n'
    assert run("check").code == 0


def test_page_names_every_format() -> None:
    """docs/reports.md has a row for each format, and no other."""
    rows = [
        line.split("|")[1].strip() for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")
    ]
    assert sorted(row.strip("`") for row in rows) == sorted(FORMATS)
