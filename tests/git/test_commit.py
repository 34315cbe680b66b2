"""Git: the commit of a folder, in real repositories."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.git import file_at, head, tagged, uncommitted

TIME = 1_700_000_000
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_DATE": f"{TIME} +0900",
    "GIT_COMMITTER_DATE": f"{TIME} +0900",
    **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for key, value in SETTINGS.items():
        monkeypatch.setenv(key, value)


def git(folder: Path, *arguments: str) -> str:
    """Run git and return what it says."""
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with one commit, in a folder with a space and letters of two scripts."""
    folder = tmp_path / "제 repo"
    (folder / "datasets" / "a").mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / "datasets" / "a" / "dataset.yaml").write_text("name: a\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder


def test_commit_of_a_clean_folder(repository: Path) -> None:
    """A clean folder anywhere in the tree stands at the commit, with its committer's time."""
    commit = head(repository / "datasets" / "a")
    assert commit is not None
    assert commit.sha == git(repository, "rev-parse", "HEAD")
    assert commit.time == datetime.fromtimestamp(TIME, UTC)
    assert uncommitted(repository, [repository]) == []


def test_changed_file_is_uncommitted_where_it_is_asked_about(repository: Path) -> None:
    """A file counts if it lies below a place that is asked about, and is not passed over."""
    (repository / "schemas.yaml").write_text("x")
    git(repository, "add", "schemas.yaml")
    (repository / "datasets" / "a" / "dataset.yaml").write_text("name: b\n")
    places = [repository / "datasets" / "a", repository / "schemas.yaml"]
    assert uncommitted(repository, places) == ["datasets/a/dataset.yaml", "schemas.yaml"]
    assert uncommitted(repository, places, [repository / "schemas.yaml"]) == ["datasets/a/dataset.yaml"]
    assert uncommitted(repository, places[1:]) == ["schemas.yaml"]


def test_a_place_is_a_path_and_no_pattern(repository: Path) -> None:
    """Brackets and asterisks in the name of a folder mean themselves."""
    for name in ("[a]", "*"):
        (repository / "datasets" / name).mkdir()
    (repository / "datasets" / "*" / "x.csv").write_text("x")
    assert uncommitted(repository, [repository / "datasets" / "[a]"]) == []
    assert uncommitted(repository, [repository / "datasets" / "*"]) == ["datasets/*/x.csv"]


def test_untracked_file_is_uncommitted(repository: Path) -> None:
    """A record that was never added is not in the commit, whatever its name."""
    (repository / "datasets" / "새 파일\n.csv").write_text("x")
    assert uncommitted(repository, [repository]) == ["datasets/새 파일\n.csv"]


def test_file_with_a_name_that_is_no_text_is_uncommitted(repository: Path) -> None:
    """A name in bytes that are no UTF-8 breaks nothing."""
    with open(os.fsencode(repository) + b"/\xff\xfe", "w", encoding="utf-8"):  # noqa: PTH123 - a Path holds no bytes
        pass
    assert uncommitted(repository, [repository]) == ["\ufffd\ufffd"]


def test_ignored_file_does_not_count(repository: Path) -> None:
    """What git ignores is no part of a release."""
    (repository / ".git" / "info" / "exclude").write_text("*.log\n")
    (repository / "a.log").write_text("x")
    assert uncommitted(repository, [repository]) == []


def test_tag_leads_to_its_commit(repository: Path) -> None:
    """A tag of either kind leads to the commit; a branch of that name does not, and no tag to nothing."""
    sha = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "a/v1.0.0")
    git(repository, "tag", "-am", "words", "a/v1.1.0")
    git(repository, "branch", "a/v2.0.0")
    assert [tagged(repository, f"a/v{each}") for each in ("1.0.0", "1.1.0", "2.0.0")] == [sha, sha, None]


def test_file_of_a_commit(repository: Path) -> None:
    """What a file held is read from git's store; one that was not there, or lies elsewhere, is None."""
    file = repository / "datasets" / "a" / "dataset.yaml"
    sha = git(repository, "rev-parse", "HEAD")
    file.write_text("changed")
    assert file_at(repository, sha, file) == b"name: a\n"
    assert file_at(repository, sha, repository / "none") is None
    assert file_at(repository, sha, repository.parent / "none") is None


def test_no_commit_yet(tmp_path: Path) -> None:
    """Before the first commit there is none."""
    git(tmp_path, "init", "-q")
    assert head(tmp_path) is None


@pytest.mark.parametrize("name", ["", "missing", "-C", "a\0b"])
def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Outside a repository, in no folder at all, or in one with a name like an option, there is none."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert head(tmp_path / name) is None


def test_git_that_is_not_installed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the PATH nothing is known, and nothing fails."""
    monkeypatch.setenv("PATH", str(repository))
    assert head(repository) is None


def test_repository_of_a_hook_is_not_asked(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git tells its hooks which repository they run for; the folder asked about may lie in another."""
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert head(repository) is not None
    assert uncommitted(repository, [repository]) == []


def test_program_named_in_a_repository_is_not_started(repository: Path, tmp_path: Path) -> None:
    """A repository's own settings can name a program for `status` to start; it is not started."""
    script = tmp_path / "hook.sh"
    script.write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
    script.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(script))
    assert uncommitted(repository, [repository]) == []
    assert not (tmp_path / "started").exists()


def test_signatures_shown_by_setting_do_not_confuse(repository: Path) -> None:
    """A setting that makes `log` print more lines changes nothing."""
    git(repository, "config", "log.showSignature", "true")
    assert head(repository) is not None


def test_tree_that_cannot_be_compared_is_said(repository: Path) -> None:
    """In a bare repository there is a commit and no tree: nobody can say what is committed."""
    assert head(repository / ".git") is not None
    assert uncommitted(repository / ".git", [repository]) is None
