"""Git: the files of an earlier commit, in real repositories."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from dateline.errors import UsageError
from dateline.git import base, write_tree
from git.test_commit import git, plain_git, repository

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["plain_git", "repository"]
WHERE = [PurePosixPath("datasets")]


def files(folder: Path) -> dict[str, bytes]:
    """Return everything below a folder, by path."""
    found = (each for each in folder.rglob("*") if not each.is_dir())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def refused(folder: Path, ref: str) -> str:
    """Return why a name is no commit."""
    with pytest.raises(UsageError) as error:
        base(folder, ref)
    return str(error.value)


def test_files_are_those_of_the_commit_and_not_of_the_folder(repository: Path, tmp_path: Path) -> None:
    """What was changed, added or deleted since is not seen, and stays as it is."""
    (repository / "datasets" / "a" / "more.csv").write_bytes(b"a\r\n1\r\n")
    (repository / "datasets" / "a" / "ünïcode \n name.csv").write_text("b\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    git(repository, "tag", "first", "HEAD~1")
    (repository / "datasets" / "a" / "more.csv").unlink()
    (repository / "datasets" / "a" / "new.csv").write_text("c\n")
    before = files(repository / "datasets")

    assert write_tree(base(repository, "first"), WHERE, tmp_path / "one") == []
    assert files(tmp_path / "one") == {"datasets/a/dataset.yaml": b"name: a\n"}
    assert write_tree(base(repository / "datasets" / "a", "HEAD"), WHERE, tmp_path / "two") == []
    assert files(tmp_path / "two") == {
        "datasets/a/dataset.yaml": b"name: a\n",
        "datasets/a/more.csv": b"a\r\n1\r\n",
        "datasets/a/ünïcode \n name.csv": b"b\n",
    }
    assert files(repository / "datasets") == before


def test_only_the_folders_asked_for_are_written(repository: Path, tmp_path: Path) -> None:
    """The rest of a repository may be large."""
    (repository / "other").mkdir()
    (repository / "other" / "large.bin").write_bytes(b"\0" * 1000)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    write_tree(
        base(repository, "HEAD"), [PurePosixPath("datasets/a"), PurePosixPath("none")], tmp_path / "out"
    )
    assert set(files(tmp_path / "out")) == {"datasets/a/dataset.yaml"}


def test_links_and_submodules_are_not_followed(repository: Path, tmp_path: Path) -> None:
    """A link may lead anywhere; a submodule is another repository, and is named."""
    (repository / "datasets" / "a" / "link.csv").symlink_to("/etc/passwd")
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "x").write_text("x")
    git(other, "add", ".")
    git(other, "commit", "-qm", "x")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "datasets/sub")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    problems = write_tree(base(repository, "HEAD"), WHERE, tmp_path / "out")
    assert [str(each) for each in problems] == ["datasets/sub: a submodule is not looked into at HEAD"]
    assert set(files(tmp_path / "out")) == {"datasets/a/dataset.yaml"}


@pytest.mark.parametrize(
    "ref", ["nosuch", "-h", "--all", "", "a b", "HEAD:datasets", ":/one", "x\0y", "@{-1}"]
)
def test_what_names_no_commit_is_refused(repository: Path, ref: str) -> None:
    """No name is taken for an option, a file or a search."""
    assert refused(repository, ref).startswith(f"there is no commit '{ref}'")


def test_a_misspelt_branch_is_proposed(repository: Path) -> None:
    """The nearest name is named."""
    git(repository, "branch", "release-1")
    assert "did you mean 'release-1'?" in refused(repository, "relase-1")


def test_a_folder_without_repository_is_told(tmp_path: Path) -> None:
    """Outside a repository there is nothing to compare with."""
    assert "this is no git repository" in refused(tmp_path, "HEAD")


def test_a_repository_without_commits_is_told(tmp_path: Path) -> None:
    """A repository may be as new as its first record."""
    git(tmp_path, "init", "-q")
    assert "the repository has no commit yet" in refused(tmp_path, "HEAD")


def test_a_shallow_clone_says_that_history_is_missing(repository: Path, tmp_path: Path) -> None:
    """What a shallow clone left out is missing, not unknown."""
    git(repository, "tag", "v1")
    (repository / "datasets" / "a" / "b.csv").write_text("b\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", repository.as_uri(), "shallow")
    said = refused(tmp_path / "shallow", "v1")
    assert "the commit 'v1' is not in this clone" in said
    assert "fetch-depth: 0" in said
    assert write_tree(base(tmp_path / "shallow", "HEAD"), WHERE, tmp_path / "out") == []
    assert set(files(tmp_path / "out")) == {"datasets/a/dataset.yaml", "datasets/a/b.csv"}


def test_a_partial_clone_says_which_file_is_missing(repository: Path, tmp_path: Path) -> None:
    """Files that a partial clone would fetch are not fetched: a check stays off the network."""
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", repository.as_uri(), "partial")
    with pytest.raises(UsageError, match=r"git lacks the file|cannot be read from git"):
        write_tree(base(tmp_path / "partial", "HEAD"), WHERE, tmp_path / "out")
