"""Git: the commit of a folder, in real repositories."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.git import head

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
    assert not commit.dirty


def test_changed_file_anywhere_makes_it_dirty(repository: Path) -> None:
    """A schema beside the records counts, though the folder asked about is another."""
    (repository / "schemas.yaml").write_text("x")
    git(repository, "add", "schemas.yaml")
    commit = head(repository / "datasets" / "a")
    assert commit is not None
    assert commit.dirty


def test_untracked_file_makes_it_dirty(repository: Path) -> None:
    """A record that was never added is not in the commit."""
    (repository / "datasets" / "새 파일\n.csv").write_text("x")
    commit = head(repository)
    assert commit is not None
    assert commit.dirty


def test_file_with_a_name_that_is_no_text_makes_it_dirty(repository: Path) -> None:
    """A name in bytes that are no UTF-8 is listed by git as it is, and breaks nothing."""
    git(repository, "config", "core.quotePath", "false")
    with open(os.fsencode(repository) + b"/\xff\xfe", "w", encoding="utf-8"):  # noqa: PTH123 - a Path holds no bytes
        pass
    commit = head(repository)
    assert commit is not None
    assert commit.dirty


def test_ignored_file_does_not_make_it_dirty(repository: Path) -> None:
    """What git ignores is no part of a release."""
    (repository / ".git" / "info" / "exclude").write_text("*.log\n")
    (repository / "a.log").write_text("x")
    commit = head(repository)
    assert commit is not None
    assert not commit.dirty


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
    commit = head(repository)
    assert commit is not None
    assert not commit.dirty


def test_program_named_in_a_repository_is_not_started(repository: Path, tmp_path: Path) -> None:
    """A repository's own settings can name a program for `status` to start; it is not started."""
    script = tmp_path / "hook.sh"
    script.write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
    script.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(script))
    assert head(repository) is not None
    assert not (tmp_path / "started").exists()


def test_signatures_shown_by_setting_do_not_confuse(repository: Path) -> None:
    """A setting that makes `log` print more lines changes nothing."""
    git(repository, "config", "log.showSignature", "true")
    assert head(repository) is not None


def test_tree_that_cannot_be_compared_counts_as_dirty(repository: Path) -> None:
    """In a bare repository there is a commit and no tree: nobody can say that it is clean."""
    commit = head(repository / ".git")
    assert commit is not None
    assert commit.dirty
