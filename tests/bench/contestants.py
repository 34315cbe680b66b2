"""Who takes part, in which environment each runs, and how what each found is read."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import task

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HERE_PYTHON = Path(sys.executable)
COMPARED = HERE / "peers.txt"


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to check the task.

    Args:
        key: its name for `--only`, and of its script: `by_KEY.py`.
        title: its name in the tables.
        package: what it needs beside Polars; None if it runs in dateline's environment.
        most: rows beyond which it takes too long to be run unless asked for.

    """

    key: str
    title: str
    package: str | None = None
    most: int | None = None


FLOOR, LIMIT, DATELINE, DATELINE_ALL = "floor", "limit", "dateline", "dateline-all"
CONTESTANTS = [
    Contestant(FLOOR, "floor: read the text, check nothing"),
    Contestant(LIMIT, "**limit: by hand, in Polars**"),
    Contestant(DATELINE, "**dateline check**"),
    Contestant(DATELINE_ALL, "**dateline check --all-findings**"),
    Contestant("pandera", "pandera.polars, in memory", "pandera"),
    Contestant("dataframely", "dataframely", "dataframely"),
    Contestant("pointblank", "pointblank", "pointblank"),
    Contestant("duckdb", "DuckDB", "duckdb"),
    Contestant("frictionless", "frictionless", "frictionless", most=100_000),
]


def make_peers(folder: Path) -> Path:
    """Make the other libraries' environment, unless `folder` holds it already; return its Python."""
    return _make(folder, COMPARED.read_text(encoding="utf-8"), "-r", COMPARED)


def make_own(folder: Path) -> Path:
    """Make an environment such as a user of dateline has, unless `folder` holds it; return its Python.

    The one that this runs in has what developers use, and pandera imports some of it
    where it finds it. Versions are the same.
    """
    needed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    held = sorted(f"{each.name}=={each.version}" for each in distributions() if each.name != "dateline")
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as constraints:
        constraints.write("\n".join(held))
        constraints.flush()
        return _make(folder, "\n".join([needed, *held]), "-e", ROOT, "-c", constraints.name)


def _make(folder: Path, made_from: str, *what: str | Path) -> Path:
    python, stamp = folder / "bin" / "python", folder / "made-from"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
        return python
    venv.create(folder, with_pip=True, clear=True)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    subprocess.run(command, check=True)
    stamp.write_text(made_from, encoding="utf-8")
    return python


@cache
def versions(python: Path, *packages: str) -> dict[str, str]:
    """Return the versions of those packages that an environment has."""
    code = (
        "import importlib.metadata as m, json, sys\n"
        "found = {d.name.lower(): d.version for d in m.distributions()}\n"
        "print(json.dumps({name: found[name] for name in sys.argv[1:] if name in found}))"
    )
    done = subprocess.run([python, "-c", code, *packages], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def python_for(contestant: Contestant, own: Path, peers: Path | None) -> Path | None:
    """Return the Python that a contestant runs in, or None if it is installed nowhere."""
    if contestant.package is None:
        return own
    for python in (peers, HERE_PYTHON):
        if python is not None and versions(python, contestant.package):
            return python
    return None


def command(contestant: Contestant, python: Path, project: Path) -> list[str | Path]:
    """Return what is run to check a project."""
    if contestant.key.startswith(DATELINE):
        whole = ["--all-findings"] if contestant.key == DATELINE_ALL else []
        return [python.with_name("dateline"), "check", project, "--format", "json", *whole]
    return [python, HERE / f"by_{contestant.key}.py", project]


def disagreement(contestant: Contestant, output: str, project: Path) -> str | None:
    """Say where a result departs from the errors that were planted; None if it does not."""
    if contestant.key == FLOOR:
        return None
    planted: task.Found = json.loads((project / "planted.json").read_text(encoding="utf-8"))
    if not contestant.key.startswith(DATELINE):
        return _difference(json.loads(output), planted)
    report = json.loads(output)
    return _difference(_counted(report), _by_rule(planted)) or _difference(_listed(report), planted)


def _difference(found: Mapping[str, object] | None, planted: Mapping[str, object]) -> str | None:
    if found is None or found == planted:
        return None
    lines = [
        f"  {rule}: found {found.get(rule)}, planted {planted.get(rule)}"
        for rule in sorted({*found, *planted})
        if found.get(rule) != planted.get(rule)
    ]
    return "\n".join(lines)


_OURS = {"minimum": "range", "maximum": "range", "max-length": "maxLength", "primary-key": "unique"}


def _counted(report: Mapping[str, Any]) -> dict[str, int]:
    """Return dateline's exact counts, by rule."""
    counts: Counter[str] = Counter()
    for rule, n in report["counts"]["rules"].items():
        counts[_OURS.get(rule, rule)] += n
    return dict(counts)


def _by_rule(planted: task.Found) -> dict[str, int]:
    """Return the planted errors' counts, by rule whatever the field."""
    counts: Counter[str] = Counter()
    for rule, (n, _) in planted.items():
        counts[rule.split()[0]] += n
    return dict(counts)


def _listed(report: Mapping[str, Any]) -> task.Found | None:
    """Return the cells that dateline's report lists; None if it lists only some."""
    findings = report["findings"]
    if len(findings) < report["counts"]["errors"]:
        return None
    named = (
        (each["row"] - 2, f"{_OURS.get(each['rule'], each['rule'])} {each['field']}") for each in findings
    )
    return task.found(named)
