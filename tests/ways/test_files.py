"""The files by which sites and tools find dateline: what must hold of them all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from git.test_commit import SETTINGS, git
from project.test_diff import DATASET, SCHEMA, write
from ways.steps import ACTION, ROOT, document

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENT = ROOT / "ci" / "comment" / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GITLAB = ROOT / "ci" / "gitlab.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FILES = [ACTION, COMMENT, HOOKS, GITLAB, *WORKFLOWS]
PRE_COMMIT = os.environ.get("DATELINE_PRE_COMMIT") or shutil.which("pre-commit")
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Yield all steps of an action or a workflow."""
    read = document(path)
    for each in read.get("jobs", {"": read.get("runs")}).values():
        yield from each["steps"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_read_without_a_complaint(path: Path) -> None:
    """They keep to YAML 1.2, without duplicate keys, anchors or tags."""
    assert document(path)


@pytest.mark.parametrize("path", [ACTION, COMMENT, *WORKFLOWS], ids=lambda path: path.name)
def test_no_script_has_a_value_written_into_it(path: Path) -> None:
    """A branch's name or a path reaches a script as an environment variable, never as its text."""
    scripts = [each["run"] for each in steps(path) if "run" in each]
    assert scripts or path in WORKFLOWS
    assert not [each for each in scripts if "${{" in each]


@pytest.mark.parametrize("path", [ACTION, COMMENT, *WORKFLOWS], ids=lambda path: path.name)
def test_actions_are_github_s_own_and_pinned(path: Path) -> None:
    """What is used from elsewhere is named by its whole hash; the actions themselves use nothing."""
    used = [each["uses"] for each in steps(path) if "uses" in each]
    elsewhere = [each for each in used if not each.startswith("./")]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each) for each in elsewhere)
    assert not elsewhere or path in WORKFLOWS


def test_what_runs_for_a_fork_can_only_read() -> None:
    """No workflow grants anything to all jobs; the one on pull requests reads, and keeps no token."""
    records, comment = (
        document(ROOT / ".github" / "workflows" / f"{name}.yml") for name in ("records", "comment")
    )
    assert records["permissions"] == {"contents": "read"}
    assert not any("permissions" in each for each in records["jobs"].values())
    assert "pull_request_target" not in records["on"]
    assert records["jobs"]["check"]["steps"][0]["with"]["persist-credentials"] is False
    assert comment["permissions"] == {}
    (job,) = comment["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}


def test_the_comment_runs_the_default_branch_alone() -> None:
    """Where a token may write, what is checked out is never a pull request's."""
    workflow = document(ROOT / ".github" / "workflows" / "comment.yml")
    (job,) = workflow["jobs"].values()
    assert [each["uses"].partition("@")[0] for each in job["steps"]] == ["actions/checkout", "./ci/comment"]
    assert job["steps"][0]["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert workflow["on"] == {"workflow_run": {"workflows": ["Records"], "types": ["completed"]}}
    assert document(ROOT / ".github" / "workflows" / "records.yml")["name"] == "Records"


def test_the_page_names_every_input_and_output() -> None:
    """docs/ci.md has a row for each input and output of the action, and each hook."""
    action = document(ACTION)
    for name in (*action["inputs"], *action["outputs"], *(each["id"] for each in document(HOOKS))):
        assert f"| `{name}` |" in PAGE, name


def test_every_command_of_the_files_is_one_that_there_is() -> None:
    """The options of hooks and of the GitLab job are dateline's."""
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "check", "--help"], capture_output=True, text=True, check=True
    )
    lines = [each["entry"] for each in document(HOOKS)] + document(GITLAB)["dateline"]["script"]
    assert all("dateline" in each for each in lines)
    for each in lines:
        called = each[
            each.index("dateline check") if "dateline check" in each else each.index('dateline" check') :
        ]
        for option in re.findall(r"--[a-z][a-z-]+", called):
            assert option in done.stdout, option


@pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not at hand; DATELINE_PRE_COMMIT may name it")
def test_the_hooks_are_run_by_pre_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pre-commit itself stops a commit that breaks a record; the hook for what is new lets old errors be."""
    for name, value in {**SETTINGS, "PRE_COMMIT_HOME": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "p"
    (folder / "schemas").mkdir(parents=True)
    (folder / "schemas/floods.yaml").write_text(SCHEMA, encoding="utf-8")
    (folder / "datasets/floods/records").mkdir(parents=True)
    (folder / "datasets/floods/dataset.yaml").write_text(DATASET, encoding="utf-8")
    # Only where the hook's program comes from is another: it is the one under test.
    hooks = [{**each, "language": "system"} for each in document(HOOKS)]
    config = json.dumps({"repos": [{"repo": "local", "hooks": hooks}]})
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(folder, "init", "-q")

    def verdicts(rows: str) -> list[bool]:
        write(folder, "1997", rows)
        git(folder, "add", ".")
        ran = [
            subprocess.run(
                [str(PRE_COMMIT), "run", each["id"]], cwd=folder, capture_output=True, text=True, check=False
            )
            for each in hooks
        ]
        assert all("Skipped" not in each.stdout for each in ran)
        return [each.returncode == 0 for each in ran]

    write(folder, "1997", "F1,Nil,6,\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "wrong already")
    assert verdicts("F1,Nil,6,\nF2,Elbe,6,\n") == [False, True]
    assert verdicts("F1,Elbe,6,\n") == [True, True]
    assert verdicts("F1,Elbe,6,\nF2,Nil,6,\n") == [False, False]
