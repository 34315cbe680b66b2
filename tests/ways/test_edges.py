"""States that a pull request can be in, each told in one clear line by the action."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from git.test_commit import git, plain_git
from project.test_diff import DATASET, SCHEMA, write
from ways.steps import Event, run
from ways.test_story import checkout, commit, first, opened, pull_request, remote

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["first", "plain_git", "remote"]

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"


@pytest.fixture
def work(remote: Path) -> Path:
    """Return the repository on a new branch."""
    git(remote, "switch", "-qc", "work")
    return remote


def file(folder: Path, name: str) -> Path:
    """Return a file of records."""
    return folder / "datasets" / "floods" / "records" / name / "floods.csv"


def test_a_base_with_another_schema_is_judged_by_its_own(work: Path) -> None:
    """A schema that asks for more is major, and makes new errors of old records."""
    schema = work / "schemas" / "floods.yaml"
    schema.write_text(
        SCHEMA.replace("type: integer}", "type: integer, constraints: {maximum: 10}}"), encoding="utf-8"
    )
    commit(work, "stricter")
    ran = opened(work)
    assert (ran.code, ran.outputs["new-errors"], ran.outputs["bump"]) == (1, "1", "major")
    assert "- major: floods.level: maximum 10 added" in ran.summary


def test_a_renamed_file_is_nothing(work: Path) -> None:
    """Records that stand in another file are moved, and what was wrong with them is not new."""
    git(work, "mv", "datasets/floods/records/1997", "datasets/floods/records/1998")
    commit(work, "renamed")
    ran = opened(work)
    assert (ran.code, ran.outputs["new-errors"], ran.outputs["bump"]) == (0, "0", "none")
    assert "4 records moved" in ran.summary


def test_a_checkout_with_other_line_ends_is_nothing(work: Path) -> None:
    """What git did to the line ends of the work tree is no change of a record."""
    file(work, "2002").write_text(file(work, "2002").read_text(encoding="utf-8"), encoding="utf-8")
    commit(work, "nothing")
    event = pull_request(work)
    workspace = checkout(work)
    for each in ("1997", "2002"):
        file(workspace, each).write_bytes(file(workspace, each).read_bytes().replace(b"\n", b"\r\n"))
    (work.parent / "temporary").mkdir()
    ran = run(workspace, work.parent / "temporary", event)
    assert (ran.code, ran.outputs["new-errors"], ran.outputs["bump"]) == (0, "0", "none")


def test_a_merge_conflict_is_an_error_at_its_line(work: Path) -> None:
    """The marker is named, and that its other side's records are not lost."""
    write(work, "2002", "<<<<<<< HEAD\nF5,Elbe,9,\n=======\nF5,Elbe,8,\n>>>>>>> work\nF6,Elbe,10,first\n")
    commit(work, "conflict")
    ran = opened(work)
    assert ran.code == 1
    assert (
        "::error file=datasets/floods/records/2002/floods.csv,line=2,col=1,title=merge-conflict::" in ran.log
    )
    assert "records that cannot be read look removed" in ran.summary


def test_a_pointer_of_git_lfs_is_said_on_either_side(work: Path) -> None:
    """In the pull request it is an error; in the base, whose records look new for it, a note."""
    file(work, "2002").write_text(POINTER, encoding="utf-8")
    pointed = commit(work, "pointer")
    ran = opened(work)
    assert ran.code == 1
    assert "title=lfs-pointer::this is a Git LFS pointer, not the file itself: run `git lfs pull`" in ran.log
    assert "2002/floods.csv: this is a Git LFS pointer" in ran.summary
    git(work, "switch", "-q", "work")
    write(work, "2002", "F5,Elbe,9,\n")
    commit(work, "the file itself")
    shutil.rmtree(work.parent / "workspace")
    back = run(checkout(work), work.parent / "temporary", Event(), since=pointed)
    assert (back.code, back.outputs["bump"]) == (0, "minor")
    assert f"2002/floods.csv at {pointed}: this is a Git LFS pointer" in back.summary
    assert "records that cannot be read look new" in back.summary


def test_a_base_from_before_the_dataset_has_nothing_to_compare_with(work: Path) -> None:
    """Every record is new, and so is every error."""
    git(work, "switch", "-q", "--orphan", "before")
    git(work, "commit", "-q", "--allow-empty", "-m", "nothing")
    git(work, "branch", "-qf", "main", "before")
    git(work, "switch", "-q", "work")
    (work.parent / "temporary").mkdir()
    ran = run(checkout(work), work.parent / "temporary", Event(), since="main")
    assert (ran.code, ran.outputs["new-errors"], ran.outputs["bump"]) == (1, "1", "minor")
    assert "there was no dataset floods at origin/main: every record is new" in ran.summary


def test_a_base_that_cannot_be_read_does_not_stop_its_repair(remote: Path) -> None:
    """The pull request that repairs the dataset's file is checked alone, and that is said."""
    dataset = remote / "datasets" / "floods" / "dataset.yaml"
    dataset.write_text("name: [", encoding="utf-8")
    base = commit(remote, "broken")
    git(remote, "switch", "-qc", "work")
    dataset.write_text(DATASET, encoding="utf-8")
    write(remote, "1997", "F1,Oder,6,\n")
    commit(remote, "repaired")
    ran = opened(remote)
    assert (ran.code, ran.outputs["errors"], ran.outputs["bump"]) == (0, "0", "")
    assert (
        "::warning title=dateline::The records cannot be compared, so every problem counts as new" in ran.log
    )
    assert f"    error: dataset.yaml:1:8: at {base}:" in ran.summary


def test_a_dataset_that_cannot_be_read_is_told_in_the_summary(work: Path) -> None:
    """What stops the check is on the page, as text that nothing in it can leave."""
    dataset = work / "datasets" / "floods" / "dataset.yaml"
    dataset.write_text(
        DATASET.replace("title: Floods", "title: Floods\n'@all ``` </details>': x"), encoding="utf-8"
    )
    commit(work, "broken")
    ran = opened(work)
    assert (ran.code, ran.outputs["errors"], ran.outputs["bump"]) == (2, "", "")
    lines = ran.summary.splitlines()
    assert lines[:2] == ["### ❌ The records could not be checked", ""]
    assert all(line.startswith("    ") for line in lines if "@all" in line)
    assert any("dataset.yaml:3:1" in line for line in lines)
    assert ran.text("number.txt") == "7"


def test_a_repository_without_a_commit_is_checked_alone(tmp_path: Path, remote: Path) -> None:
    """Nothing can be compared with, which is one line; without `since` the records are checked."""
    shutil.copytree(remote, tmp_path / "fresh", ignore=shutil.ignore_patterns(".git"))
    git(tmp_path / "fresh", "init", "-q")
    (tmp_path / "temporary").mkdir()
    alone = run(tmp_path / "fresh", tmp_path / "temporary", Event())
    assert (alone.code, alone.outputs["errors"]) == (1, "1")
    compared = run(tmp_path / "fresh", tmp_path / "temporary", Event(), since="main")
    assert compared.code == 2
    assert "error: " in compared.summary
    assert "the repository has no commit yet" in compared.summary


def test_a_page_that_is_too_long_ends_between_two_lines(work: Path) -> None:
    """The comment keeps errors and the changes, and says where the rest is."""
    rules = "".join(
        f"    - {{id: r-{each}{other}, sql: level < 5, fields: [level], message: too high}}\n"
        for each in "abcdefgh"
        for other in "abcdefgh"
    )
    schema = work / "schemas" / "floods.yaml"
    schema.write_text(f"{SCHEMA}dateline:\n  rules:\n{rules}", encoding="utf-8")
    write(work, "2013", "".join(f"X{number},Elbe,9,\n" for number in range(20)))
    commit(work, "long")
    ran = opened(work, format="concise")
    page = ran.text("comment.md")
    assert ran.code == 1
    assert 40_000 < len(page.encode()) <= 60_000
    assert "**Cut here**: all of it is in report.md of the report." in page
    assert "### floods since" in page
    assert "**Cut here**" not in ran.summary
    assert all(
        line.startswith(("-", "#", "|", "*", "`", "Checked", "<")) for line in page.splitlines() if line
    )
