"""The action of GitHub, its own shell run in real repositories: what a pull request is told."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from git.test_commit import SETTINGS, git, plain_git
from project.test_diff import DATASET, SCHEMA, write
from render.test_formats import of_records
from ways.steps import Event, Ran, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["plain_git"]

SHOWN = ("report.md", "report.json", "report.sarif", "changes.md", "changes.json", "comment.md", "number.txt")


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one dataset of two files and a wrong record, on its branch main."""
    folder = tmp_path_factory.mktemp("first") / "remote"
    (folder / "schemas").mkdir(parents=True)
    (folder / "schemas" / "floods.yaml").write_text(SCHEMA, encoding="utf-8")
    (folder / "datasets" / "floods" / "records").mkdir(parents=True)
    (folder / "datasets" / "floods" / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    write(folder, "1997", "F1,Odra,6,\nF2,Odra,7,\nF3,Nile,8,dike held\nF4,Odra,8,\n")
    write(folder, "2002", "F5,Elbe,9,\nF6,Elbe,10,first\nF7,Elbe,11,\n")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
        commit(folder, "first")
    return folder


@pytest.fixture
def remote(first: Path, tmp_path: Path) -> Path:
    """Return a copy of that repository, to go on with."""
    return shutil.copytree(first, tmp_path / "remote")


def commit(folder: Path, message: str) -> str:
    """Commit all that is there, and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def checkout(remote: Path, depth: int = 1) -> Path:
    """Clone the commit that the remote stands at, as actions/checkout does."""
    folder = remote.parent / "workspace"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "remote", "add", "origin", f"file://{remote}")
    sha = git(remote, "rev-parse", "HEAD")
    git(folder, "fetch", "-q", "--no-tags", f"--depth={depth}", "origin", f"+{sha}:refs/remotes/pull/7/merge")
    git(folder, "checkout", "-q", "--detach", "refs/remotes/pull/7/merge")
    return folder


def pull_request(remote: Path, branch: str = "work") -> Event:
    """Merge a branch into main, where the remote stands then; return the event."""
    git(remote, "switch", "-q", "--detach", "main")
    git(remote, "merge", "-q", "--no-ff", "-m", "merge", branch)
    sha, base = git(remote, "rev-parse", "HEAD"), git(remote, "rev-parse", "main")
    return Event("pull_request", sha, base, "7")


def plain(text: str, sha: str, form: str = "") -> str:
    """Return a text without what is another at each run, and what is of no record."""
    text = of_records(form, text)
    return re.sub(r" in \d+\.\d s", " in 0.0 s", text).replace(sha, "BASE")


def opened(remote: Path, depth: int = 1, until: str = "", **inputs: str) -> Ran:
    """Open a pull request of the branch work, and run the action in its checkout."""
    event = pull_request(remote)
    (remote.parent / "temporary").mkdir()
    return run(checkout(remote, depth), remote.parent / "temporary", event, until, **inputs)


def test_a_pull_request_is_told_what_it_changes(remote: Path, golden: Callable[[str, str], None]) -> None:
    """Records are added, corrected, deleted and broken: log, summary, comment and each file say so."""
    git(remote, "switch", "-qc", "work")
    write(remote, "1997", "F1,Oder,6,\nF2,Oder,7,\nF3,Nile,8,dike held\nF4,Odra,8,\n")
    write(remote, "2002", "F5,Elbe,9,\nF7,Elb,11,\n")
    write(remote, "2013", "F8,Elbe,12,\nF9,Rhine,high,\n")
    commit(remote, "work")
    git(remote, "switch", "-q", "main")
    write(remote, "2006", "F0,Elbe,7,\n")
    base = commit(remote, "somebody else's record is no part of the pull request")
    ran = opened(remote)
    outputs = {name: value for name, value in ran.outputs.items() if name != "report"}
    assert ran.code == 1
    assert outputs == {"errors": "4", "warnings": "0", "new-errors": "3", "bump": "minor"}
    golden("ways/story.log", plain(ran.log, base))
    golden("ways/story.summary.md", plain(ran.summary, base))
    for name in SHOWN:
        golden(f"ways/story.{name}", plain(ran.text(name), base, name.rpartition(".")[2]))
    for name in ("report.html", "changes.html"):
        assert ran.text(name).startswith("<!DOCTYPE html>")
    assert plain(ran.text("comment.md"), base) == plain(ran.summary, base)


def test_hostile_text_and_names_do_nothing(remote: Path, golden: Callable[[str, str], None]) -> None:
    """A branch, a folder and a cell that would be commands are words in every channel."""
    branch = "$(touch${IFS}pwned);`touch${IFS}pwned`;'\"||x"
    git(remote, "switch", "-qc", branch)
    folder = "$(touch pwned) %0A::error::x @all"
    write(remote, folder, 'F8,"\x1b[31m::error::x</details> `@all` |\u202e [a](https://b.c) ##[error]",9,\n')
    write(remote, "2002", 'F5,Elbe,9,\nF6,Elbe,10,"::set-output name=bump::major"\n$(touch pwned),Elbe,1,\n')
    commit(remote, "work")
    (remote.parent / "temporary").mkdir()
    event = pull_request(remote, branch)
    workspace = checkout(remote)
    ran = run(workspace, remote.parent / "temporary", event, path=".\n\n$(touch pwned)/x\n")
    assert ran.code == 2  # there is no such folder
    ran = run(workspace, remote.parent / "temporary", event)
    assert (ran.code, ran.outputs["bump"]) == (1, "minor")
    assert not list(remote.parent.rglob("pwned"))
    for name, text in (("log", ran.log), ("summary.md", ran.summary)):
        golden(f"ways/hostile.{name}", plain(text, event.base))
    commands = [line for line in ran.log.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error file=", "::group::", "::endgroup::")) for line in commands)


@pytest.mark.parametrize("since", ["$(touch pwned)", "--output=json=pwned", "x\nsince=y"])
def test_since_that_names_nothing_is_refused(remote: Path, since: str) -> None:
    """An input is a value, whatever it holds: it names a commit or it does not, and one line says so."""
    (remote.parent / "temporary").mkdir()
    ran = run(checkout(remote), remote.parent / "temporary", Event(), since=since)
    assert (ran.code, ran.outputs["errors"], ran.outputs["bump"]) == (2, "", "")
    said = [line for line in ran.log.splitlines() if line.startswith(("error:", "::error"))]
    assert "since is one commit or path" in said[0] or "is not in this clone" in said[0]
    assert not list(remote.parent.rglob("pwned"))


def test_nothing_is_compared_where_nothing_is_asked_for(remote: Path) -> None:
    """On a push all errors count, and there is no level."""
    (remote.parent / "temporary").mkdir()
    ran = run(checkout(remote), remote.parent / "temporary", Event())
    assert (ran.code, ran.outputs["errors"], ran.outputs["new-errors"], ran.outputs["bump"]) == (
        1,
        "1",
        "1",
        "",
    )
    assert "nothing to compare with: this is no pull request" in ran.log
    assert not (ran.report / "changes.md").exists()
    assert not (ran.report / "number.txt").exists()


def test_what_fails_is_the_callers_choice(remote: Path) -> None:
    """`fail-on` and `format` arrive as they are."""
    (remote.parent / "temporary").mkdir()
    workspace, temporary = checkout(remote), remote.parent / "temporary"
    ran = run(workspace, temporary, Event(), fail_on="never", format="concise", path="datasets/floods")
    assert (ran.code, ran.outputs["errors"]) == (0, "1")
    assert "::error" not in ran.log
    assert run(workspace, temporary, Event(), fail_on="sometimes").code == 2


@pytest.mark.parametrize("since", ["refs/heads/main", "v1", "hash"])
def test_a_named_state_is_fetched(remote: Path, since: str) -> None:
    """A branch, a tag or a commit that a clone of depth 1 lacks is fetched, under a name that git knows."""
    git(remote, "tag", "v1")
    main = git(remote, "rev-parse", "main")
    git(remote, "switch", "-qc", "work")
    commit(remote, "work")
    ran = opened(remote, until="base", since=main if since == "hash" else since)
    assert ran.code == 0
    assert git(remote.parent / "workspace", "rev-parse", ran.since) == main
    assert "this clone lacks the commit to compare with (fetch-depth): fetching it" in ran.log


def test_what_was_fetched_is_compared_with(remote: Path) -> None:
    """A corrected record is a patch, and the branch is not failed for what was wrong before."""
    git(remote, "switch", "-qc", "work")
    write(remote, "2002", "F5,Elbe,9,\nF6,Elbe,11,first\nF7,Elbe,11,\n")
    commit(remote, "work")
    ran = opened(remote, since="refs/heads/main")
    assert (ran.code, ran.outputs["new-errors"], ran.outputs["bump"]) == (0, "0", "patch")


def test_a_head_checked_out_alone_is_compared_with_where_it_left(remote: Path) -> None:
    """Without the merge commit, the fork point is the base: others' records are no part of the change."""
    git(remote, "switch", "-qc", "work")
    write(remote, "2013", "F8,Elbe,12,\n")
    head = commit(remote, "work")
    git(remote, "switch", "-q", "main")
    write(remote, "2006", "F0,Elbe,7,\n")
    base = commit(remote, "main went on")
    git(remote, "switch", "-q", "work")
    (remote.parent / "temporary").mkdir()
    ran = run(checkout(remote), remote.parent / "temporary", Event("pull_request", "f" * 40, base, "7"))
    (changes,) = json.loads(ran.text("changes.json"))
    assert [each["key"] for each in changes["tables"]["floods"]["added"]] == ["F8"]
    assert not changes["tables"]["floods"]["removed"]
    assert head != base


def test_what_cannot_be_fetched_is_said(remote: Path) -> None:
    """Without the remote there is a warning that says what to write, and the records are not checked."""
    git(remote, "switch", "-qc", "work")
    commit(remote, "work")
    event = pull_request(remote)
    workspace = checkout(remote)
    git(workspace, "remote", "set-url", "origin", "file:///nowhere")
    (remote.parent / "temporary").mkdir()
    ran = run(workspace, remote.parent / "temporary", event)
    assert ran.code == 2
    assert "it could not be fetched: give actions/checkout fetch-depth: 0" in ran.log
    assert "error: the commit" in ran.summary
