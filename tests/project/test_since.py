"""`dateline check --since`: a branch is judged by what it changed, in a real repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from git.test_commit import git, plain_git
from project.test_diff import repository, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

__all__ = ["plain_git", "repository"]


@pytest.fixture
def branch(repository: Path) -> Path:
    """Return a branch of a repository whose main branch has two wrong records."""
    write(repository, "1997", "F1,Odra,6,\nF2,Vistula,7,\nF3,Nile,8,dike held\n")
    git(repository, "commit", "-qam", "wrong already")
    git(repository, "switch", "-qc", "work")
    return repository


def standings(run: Run, *arguments: str) -> tuple[int, dict[str, str]]:
    """Return the exit code, and the standing of each finding by its record."""
    done = run("check", "--since", "main", "--format", "json", *arguments)
    found = json.loads(done.out)["findings"]
    return done.code, {each["key"]: each["standing"] for each in found}


def test_what_was_wrong_before_does_not_fail_a_branch(branch: Path, run: Run) -> None:
    """Existing errors are told and do not count, wherever they stand now."""
    assert standings(run) == (0, {"F2": "existing", "F3": "existing"})
    write(branch, "1997", "F0,Elbe,1,\nF3,Nile,8,dike held\nF1,Odra,6,\nF2,Vistula,7,\n")
    assert standings(run) == (0, {"F2": "existing", "F3": "existing"})
    assert run("check", "--since", "main", "--fail-on", "error").code == 1
    assert run("check").code == 1


def test_a_new_error_fails_a_branch(branch: Path, run: Run, golden: Callable[[str, str], None]) -> None:
    """What the branch broke is shown in full; what it repaired and what was there before are counted."""
    write(branch, "2002", "F5,Elbe,9,\nF6,Danube,10,first\nF7,Elbe,11,\n")
    write(branch, "1997", "F1,Odra,6,\nF2,Oder,7,\nF3,Nil,8,dike held\n")
    assert standings(run) == (1, {"F3": "new", "F6": "new"})
    write(branch, "1997", "F1,Odra,6,\nF2,Oder,7,\nF3,Nile,8,dike held\n")
    assert standings(run) == (1, {"F3": "existing", "F6": "new"})
    for form in ("text", "concise", "github", "markdown"):
        shown = run("check", "--since", "main", "--format", form).out
        seconds = [line for line in shown.splitlines(keepends=True) if not line.startswith("Checked ")]
        golden(f"since/{form}.txt", "".join(seconds))


def test_the_earlier_state_is_judged_by_its_own_schema(branch: Path, run: Run) -> None:
    """A rule that the branch tightens makes new errors of old records."""
    schema = branch / "schemas" / "floods.yaml"
    text = schema.read_text(encoding="utf-8")
    schema.write_text(
        text.replace("type: integer}", "type: integer, constraints: {maximum: 10}}"), encoding="utf-8"
    )
    code, found = standings(run)
    assert (code, found["F7"], found["F2"]) == (1, "new", "existing")


def test_a_file_with_a_schema_has_no_earlier_state(branch: Path, run: Run) -> None:
    """Only datasets have one; a package is one."""
    file = str(branch / "datasets/floods/records/2002/floods.csv")
    assert (
        "--since compares datasets"
        in run("check", file, "--schema", "schemas/floods.yaml", "--since", "main").err
    )
    (branch / "datapackage.json").write_text('{"resources": []}')
    done = run("check", "datapackage.json", "--since", "main")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "error: datapackage.json: a package has no earlier state",
    )
