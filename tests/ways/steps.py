"""The steps of action.yml, run as a runner of GitHub Actions runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.document import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONDONTWRITEBYTECODE")
_BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
"""What the runner starts for `shell: bash`."""


def document(path: Path) -> Any:  # noqa: ANN401 - a file's value
    """Read a YAML file, in which the reader finds nothing to complain of."""
    read, problems = parse(path.read_text(encoding="utf-8"), path.name)
    assert not problems, problems
    return read.value


@dataclass(frozen=True)
class Event:
    """What happened, as far as the steps ask for it."""

    name: str = "push"
    sha: str = ""
    base: str = ""
    number: str = ""


@dataclass
class Ran:
    """What a run of all steps left."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    since: str = ""
    """What the second step found to compare with."""

    @property
    def report(self) -> Path:
        """The folder of the reports."""
        return Path(self.outputs["report"])

    def text(self, name: str) -> str:
        """Return one of the reports."""
        return (self.report / name).read_text(encoding="utf-8")


def run(workspace: Path, temporary: Path, event: Event, until: str = "", **inputs: str) -> Ran:
    """Run the steps in a folder with these inputs, the others by their defaults; stop at one that fails.

    With `until`, the step of this id is the last one. dateline is the one under test: the step
    that installs it finds it installed.
    """
    action = document(ACTION)
    values = {
        **{f"inputs.{name}": each.get("default", "") for name, each in action["inputs"].items()},
        **{f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()},
        "github.event.pull_request.base.sha": event.base,
        "github.event.merge_group.base_sha": "",
        "github.event.pull_request.number": event.number,
    }
    _installed(temporary)
    ran = Ran()
    for number, step in enumerate(action["runs"]["steps"]):
        if not _step(ran, step, number, values, (workspace, temporary, event)) or step.get("id") == until:
            break
    ran.since = values.get("steps.base.outputs.since", "")
    ran.outputs = {
        name: _EXPRESSION.sub(lambda match: values.get(match[1], ""), each["value"])
        for name, each in action["outputs"].items()
    }
    return ran


def _installed(temporary: Path) -> None:
    place = temporary / "dateline"
    place.mkdir(exist_ok=True)
    if not (place / "venv").exists():
        (place / "venv").symlink_to(sys.prefix)
        (place / "ready").write_text(str(ROOT), encoding="utf-8")


def _step(
    ran: Ran,
    step: Mapping[str, Any],
    number: int,
    values: dict[str, str],
    where: tuple[Path, Path, Event],
) -> bool:
    workspace, temporary, event = where
    files = {name: temporary / f"{name}.{number}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for each in files.values():
        each.write_bytes(b"")
    script = temporary / f"step.{number}.sh"
    script.write_text(step["run"], encoding="utf-8")
    environment = {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        **{name: value for name, value in os.environ.items() if name.startswith("GIT_")},
        **{name: str(file) for name, file in files.items()},
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_EVENT_NAME": event.name,
        "GITHUB_SHA": event.sha,
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(temporary),
        "SOURCE_DATE_EPOCH": "1700000000",
        **{name: _evaluated(text, values) for name, text in step.get("env", {}).items()},
    }
    done = subprocess.run(
        [*_BASH, str(script)],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    ran.code = done.returncode
    ran.log += done.stdout.decode()
    ran.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        values[f"steps.{step['id']}.outputs.{name}"] = value
    return done.returncode == 0


def _evaluated(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced: names, and `||` between them."""

    def value(match: re.Match[str]) -> str:
        names = match[1].split(" || ")
        assert all(name in values for name in names), names
        return next((values[name] for name in names if values[name]), "")

    return _EXPRESSION.sub(value, text)
