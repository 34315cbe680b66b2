"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from copies import copy_records

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VARYING = re.compile(
    r"(?<= in )\d+\.\d s|\d[\d,]* (bytes|records|tables|files)"
    r"|nothing changed since this release|first release, .*"
)
"""Seconds, sizes that depend on the commit's hash, counts that grow with the records, and whether there
was a release before: the copy has none, or another than whoever reads this."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project's records with the console's story played through."""
    folder = tmp_path_factory.mktemp("readme")
    return copy_records(folder)


def blocks(language: str) -> list[str]:
    """Return the README's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shell(command: str, folder: Path) -> str:
    """Run a command as a person would who has activated the environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "100"}
    environment.pop("DATELINE_ARTICLES", None)
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_each_console_command_prints_what_is_shown(project: Path) -> None:
    """The failing check, the corrected run and the publication look as in the README."""
    (block,) = blocks("console")
    printed = []
    for line in block.splitlines():
        if line.startswith("$ "):
            said = shell(line[2:], project).splitlines()
            printed += [line, *(each for each in said if "releases.yaml" not in each)]
    assert VARYING.sub("N", "\n".join(printed)) == VARYING.sub("N", block.rstrip("\n"))


def test_python_blocks_run(project: Path) -> None:
    """Each Python block runs as it stands, in the project's folder, after the console's story."""
    found = blocks("python")
    assert len(found) == 2
    shell("dateline publish", project)
    for code in found:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_first_contact_fits_one_screen() -> None:
    """What it is for, a record, a failing check, the corrected run and the map stand on the first page."""
    page = "\n".join(README.splitlines()[:43])
    for words in ("For people who", "| E004-05 |", "error[place-unknown]", "no problems", "`tests/`"):
        assert words in page


def test_links_lead_somewhere() -> None:
    """Every relative link of the README leads to a file or folder of the repository."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_command_of_the_tool_is_named() -> None:
    """No verb of the command line is missing from the README."""
    help_text = subprocess.run(
        [sys.executable, "-m", "dateline", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for verb in re.findall(r"^  (\w+)  ", help_text.split("Commands:")[1], re.MULTILINE):
        assert f"dateline {verb}" in README
