"""`dateline diff`: a story in a real repository, in every format."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from git.test_commit import git, plain_git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

__all__ = ["plain_git"]

SCHEMA = """\
title: Floods
fields:
  - {name: flood, type: string, constraints: {required: true}}
  - {name: river, type: string, constraints: {enum: [Elbe, Oder, Odra, Rhine]}}
  - {name: level, type: integer}
  - {name: note, type: string}
primaryKey: flood
"""
DATASET = """\
name: floods
title: Floods
description: Floods
version: 1.0.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody}]
tables: {floods: {path: records/*/floods.csv}}
"""
HEAD = "flood,river,level,note\n"
FORMATS = ("text", "json", "markdown", "html", "daff")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one dataset of two files, and one commit."""
    folder = tmp_path / "floods project"
    records = folder / "datasets" / "floods" / "records"
    for name in ("1997", "2002"):
        (records / name).mkdir(parents=True)
    (folder / "schemas").mkdir()
    (folder / "schemas" / "floods.yaml").write_text(SCHEMA, encoding="utf-8")
    (folder / "datasets" / "floods" / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    write(folder, "1997", "F1,Odra,6,\nF2,Odra,7,\nF3,Odra,8,dike held\nF4,Odra,8,\n")
    write(folder, "2002", "F5,Elbe,9,\nF6,Elbe,10,first\nF7,Elbe,11,\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    return folder


def write(folder: Path, name: str, rows: str) -> None:
    """Write one of the dataset's files."""
    path = folder / "datasets" / "floods" / "records" / name / "floods.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + rows, encoding="utf-8")


def plain(form: str, text: str) -> str:
    """Return what is of the records: a page without its style, and the hash of that."""
    return (
        re.sub(r"(?<=<style>).*?(?=</style>)|(?<='sha256-)[^']+", "…", text, flags=re.DOTALL)
        if form == "html"
        else text
    )


def told(run: Run, *arguments: str) -> str:
    """Run `dateline diff` and return what it prints."""
    done = run("diff", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_change_is_told_in_every_format(
    form: str, repository: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Records that came, went, changed, moved and got another key; a schema that lets more in."""
    git(repository, "switch", "-qc", "work")
    write(repository, "1997", "F1,Oder,6,\nF2,Oder,7,\nF3,Oder,8,\nF4,Odra,8,\n")
    write(repository, "2002", 'F5,Elbe,9,\nG6,Elbe,10,first\nF8,Rhine,3,"new, and |quoted|"\n')
    write(repository, "2013", "")
    schema = repository / "schemas" / "floods.yaml"
    schema.write_text(SCHEMA.replace("Rhine]", "Rhine, Ems]"), encoding="utf-8")
    golden(f"differences/story.{form}", plain(form, told(run, "--since", "main", "--format", form)))


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_stays_text(
    form: str, repository: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Commands, markup and signs that cannot be seen do nothing wherever they are printed."""
    hostile = "\x1b[31m::error::x</details> `@all` |\u202e [a](b)->c"
    write(repository, "2002", f'"::error::F5",Elbe,9,"{hostile}"\nF6,Elbe,10,"=1+1 {hostile}"\nF7,Elbe,11,\n')
    golden(f"differences/hostile.{form}", plain(form, told(run, "--since", "HEAD", "--format", form)))


def test_nothing_differs_from_the_commit_itself(repository: Path, run: Run) -> None:
    """Another order, other line ends and another file's name change no record."""
    assert told(run, "--since", "HEAD") == "floods since HEAD\n  nothing differs\n"
    path = repository / "datasets" / "floods" / "records" / "2002" / "floods.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert told(run, "--since", "HEAD") == "floods since HEAD\n  nothing differs\n"


def test_a_renamed_file_moves_its_records(repository: Path, run: Run) -> None:
    """A file is where records stand, not what they are."""
    git(repository, "mv", "datasets/floods/records/2002", "datasets/floods/records/2003")
    assert "3 moved" in told(run, "--since", "HEAD")


def test_the_work_tree_and_the_index_are_not_touched(repository: Path, run: Run) -> None:
    """An earlier state is read beside what is being worked on."""
    write(repository, "2002", "F5,Elbe,9,\n")
    git(repository, "add", ".")
    write(repository, "1997", "F1,Odra,6,\n")
    before = git(repository, "status", "--porcelain=v2", "--branch")
    told(run, "--since", "HEAD")
    assert git(repository, "status", "--porcelain=v2", "--branch") == before


def test_a_copy_and_a_release_can_be_compared_with(repository: Path, run: Run, tmp_path: Path) -> None:
    """Another folder, a published package and a folder of releases are earlier states as well."""
    shutil.copytree(repository / "datasets", tmp_path / "copy" / "datasets")
    shutil.copytree(repository / "schemas", tmp_path / "copy" / "schemas")
    assert run("publish", "--to", str(tmp_path / "public")).code == 0
    write(repository, "2002", "F5,Elbe,9,\nF6,Elbe,10,first\n")
    line = "  floods: 1 removed, 6 unchanged\n"
    for since in (
        "copy/datasets/floods",
        "public",
        "public/floods/1.0.0",
        "public/floods/1.0.0/datapackage.json",
    ):
        out = told(run, "--since", str(tmp_path / since), "--format", "json")
        (found,) = json.loads(out)
        assert [each["key"] for each in found["tables"]["floods"]["removed"]] == ["F7"], since
        assert not found["tables"]["floods"]["changed"], since
    assert line in told(run, "--since", str(tmp_path / "copy/datasets/floods"))


def test_every_record_is_new_where_there_was_no_dataset(repository: Path, run: Run) -> None:
    """A commit from before the dataset existed has nothing to compare with, and that is said."""
    git(repository, "switch", "-q", "--orphan", "empty")
    git(repository, "commit", "-q", "--allow-empty", "-m", "nothing")
    git(repository, "switch", "-q", "main")
    out = told(run, "--since", "empty")
    assert "there was no dataset floods at empty: every record is new" in out
    assert "table floods added, with 7 records" in out


def test_a_base_with_another_schema_is_read_by_its_own(repository: Path, run: Run) -> None:
    """Fields that only one state has are the schema's; the records are compared in the others."""
    schema = repository / "schemas" / "floods.yaml"
    schema.write_text(SCHEMA.replace("  - {name: note, type: string}\n", ""), encoding="utf-8")
    for name, rows in (("1997", "F1,Odra,6\n"), ("2002", "F5,Elbe,9\nF6,Elbe,12\n")):
        path = repository / "datasets" / "floods" / "records" / name / "floods.csv"
        path.write_text("flood,river,level\n" + rows, encoding="utf-8")
    out = told(run, "--since", "HEAD")
    assert "major: field floods.note removed" in out
    assert "~ F6 level: '10' → '12'" in out
    assert "4 removed, 1 changed, 2 unchanged" in out


def test_what_cannot_be_compared_with_is_one_clear_line(
    repository: Path, run: Run, golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    """No such commit, a folder without a dataset, a base that cannot be read."""
    (tmp_path / "nothing").mkdir()
    said = [run("diff", "--since", "mian").err, run("diff", "--since", "../nothing").err]
    (repository / "datasets" / "floods" / "dataset.yaml").write_text("name: [", encoding="utf-8")
    git(repository, "commit", "-qam", "broken")
    (repository / "datasets" / "floods" / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    done = run("diff", "--since", "HEAD")
    assert done.code == 2
    golden("differences/refused.txt", "\n".join([*said, done.err]))


def test_what_cannot_be_read_is_said_to_look_new_or_removed(repository: Path, run: Run) -> None:
    """Records of a file that cannot be read are on one side alone, and nobody is misled by that."""
    path = repository / "datasets" / "floods" / "records" / "2002" / "floods.csv"
    whole = path.read_bytes()
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", encoding="utf-8")
    assert "records/2002/floods.csv: this is a Git LFS pointer" in told(run, "--since", "HEAD")
    assert "records that cannot be read look removed" in told(run, "--since", "HEAD")
    git(repository, "commit", "-qam", "pointer")
    path.write_bytes(whole)
    out = told(run, "--since", "HEAD")
    assert "records/2002/floods.csv at HEAD: this is a Git LFS pointer" in out
    assert "records that cannot be read look new" in out


def test_changes_are_written_to_files(repository: Path, run: Run, tmp_path: Path) -> None:
    """One comparison gives several files, each as it would be printed."""
    write(repository, "2002", "F5,Elbe,9,\n")
    outputs = [part for form in FORMATS for part in ("--output", f"{form}={tmp_path / form}")]
    told(run, "--since", "HEAD", *outputs)
    for form in FORMATS:
        assert (tmp_path / form).read_text(encoding="utf-8") == told(run, "--since", "HEAD", "--format", form)
    assert "'sarif' is no format" in run("diff", "--since", "HEAD", "--output", "sarif=a").err


def test_a_target_without_the_dataset_and_another_one_s_package_are_told(
    repository: Path, run: Run, tmp_path: Path
) -> None:
    """Every record is new to a target that never had the dataset; a stranger's package is refused."""
    assert run("publish", "--to", str(tmp_path / "public")).code == 0
    other = repository / "datasets" / "storms"
    shutil.copytree(repository / "datasets" / "floods", other)
    (other / "dataset.yaml").write_text(DATASET.replace("name: floods", "name: storms"), encoding="utf-8")
    out = told(run, "--since", str(tmp_path / "public"))
    assert "storms since" in out
    assert "every record is new" in out
    done = run("diff", "datasets/storms", "--since", str(tmp_path / "public" / "floods"))
    assert (done.code, "this is no package of the dataset 'storms'" in done.err) == (2, True)


def test_what_a_dataset_says_of_itself_is_compared_as_well(
    repository: Path, run: Run, tmp_path: Path
) -> None:
    """Another title is a patch, as publishing will number it; every format that people read tells it."""
    assert run("publish", "--to", str(tmp_path / "public")).code == 0
    file = repository / "datasets" / "floods" / "dataset.yaml"
    file.write_text(DATASET.replace("title: Floods", "title: High waters"), encoding="utf-8")
    for since in ("main", str(tmp_path / "public")):
        (found,) = json.loads(run("diff", "--since", since, "--format", "json").out)
        assert found["metadata"] == [{"what": "title", "change": "changed", "level": "patch"}]
        assert found["level"] == "patch"
        for each in ("text", "markdown", "html"):
            assert "patch: the dataset" in run("diff", "--since", since, "--format", each).out
