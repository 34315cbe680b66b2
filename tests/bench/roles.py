"""What the rules between tables cost: events and claims by this repository's own schemas.

    python tests/bench/roles.py --rows 1M --rounds 3 --data FOLDER

The project that `role_tables` makes is checked as it is, and once more without the roles and
uses under `dateline` that bring rules between tables, between a phrase and its date, and for
free text: what is left is types, constraints, keys and SQL. The difference is what the
roles' rules cost.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from measure import Run, run
from role_tables import DATASET, generate
from run import number
from tables import short


def strip(project: Path, folder: Path) -> None:
    """Write the project without the roles and uses that bring rules of their own."""
    shutil.copytree(project, folder, copy_function=os.link)
    for path in (folder / "schemas").iterdir():
        schema = yaml.safe_load(path.read_text(encoding="utf-8"))
        _keep(schema, {"rules", "codes"})
        for field in schema["fields"]:
            _keep(field, {"edtf", "codes"})
        path.unlink()
        path.write_text(json.dumps(schema, default=str), encoding="utf-8")
    path = folder / "datasets" / DATASET / "dataset.yaml"
    dataset = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    path.write_text(json.dumps({k: v for k, v in dataset.items() if k != "gazetteer"}), encoding="utf-8")


def _keep(part: dict[str, Any], names: set[str]) -> None:
    kept = {name: value for name, value in part.pop("dateline", {}).items() if name in names}
    if kept:
        part["dateline"] = kept


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=number, default="100k", help="events, and claims (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (%(default)s); 0: make them")
    parser.add_argument("--data", type=Path, required=True, help="folder of the tables")
    given = parser.parse_args()
    with_roles, without = (given.data / f"{short(given.rows)}-{kind}" for kind in ("roles", "bare"))
    if not with_roles.is_dir():
        generate(given.rows, with_roles)
        strip(with_roles, without)
    runs: dict[Path, list[Run]] = {with_roles: [], without: []}
    with TemporaryDirectory() as scratch:
        for project in [*runs] * given.rounds:
            command = [sys.executable, "-m", "dateline", "check", project / "datasets" / DATASET]
            done = run([*command, "--format", "json"], Path(scratch))
            if done.code > 1:
                sys.exit(done.errors)
            runs[project].append(done)
    for project, series in runs.items():
        if series:
            figures = (median(getattr(each, name) for each in series) for name in ("wall", "cpu", "peak"))
            sys.stdout.write("{}: {:.1f} s, {:.1f} s of CPU, {:.0f} MB\n".format(project.name, *figures))


if __name__ == "__main__":
    main()
