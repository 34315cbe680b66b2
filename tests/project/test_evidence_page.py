"""docs/evidence.md shows what happens."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.rules.ids import EVIDENCE
from project import coded

if TYPE_CHECKING:
    from collections.abc import Callable

    from project.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


@pytest.fixture
def shell(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Return a function that runs a command line in a made-up project and returns all that it prints."""
    coded.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

    def shell(command: str) -> str:
        name, *arguments = shlex.split(command)
        if name == "dateline" and "|" not in arguments:
            done = run(*arguments)  # in this process, which takes a tenth of the time
            return done.out + done.err
        return subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout

    return shell


def test_each_command_prints_what_is_shown(shell: Callable[[str], str]) -> None:
    """The page's story, played in a made-up project, looks as on the page."""
    blocks = re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 4
    for block in blocks:
        commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        printed = "".join(f"$ {command}\n{shell(command)}" for command in commands)
        assert SECONDS.sub("N", printed) == SECONDS.sub("N", block)


def test_the_examples_run() -> None:
    """Each Python example on the page prints what stands below it."""
    found = doctest.DocTestParser().get_doctest(TEXT, {}, "evidence.md", str(PAGE), 0)
    assert len(found.examples) > 10
    assert doctest.DocTestRunner().run(found).failed == 0


def test_every_rule_is_on_the_page() -> None:
    """Whatever `dateline evidence` can report is told there."""
    assert all(f"`{rule}`" in TEXT for rule in EVIDENCE)
