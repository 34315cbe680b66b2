"""docs/fixing.md shows what happens."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.rules.ids import FIXABLE
from project import untidy
from project.untidy import RIGHT

if TYPE_CHECKING:
    from project.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "fixing.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


@pytest.fixture
def floods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the page's project, as the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    untidy.write(
        tmp_path,
        RIGHT.replace("2023-05-01", "2023-06-01"),
        "F2,hills ,2023-09,2023-09-01,2023-09-30,month,x,,A bridge fell",
        regions='\ufeffname,region_id\r\n"The delta","delta"\r\nThe hills,hills\r\n',
    )
    schema = tmp_path / "schemas/regions.yaml"
    schema.write_text(schema.read_text() + "fieldsMatch: equal\n")
    return tmp_path


def test_each_command_prints_what_is_shown(floods: Path, run: Run) -> None:
    """The page's story, played in a made-up project, looks as on the page."""
    blocks = re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        printed = ""
        for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
            done = run(*shlex.split(command)[1:])
            printed += f"$ {command}\n{done.out}{done.err}"
        assert SECONDS.sub("N", printed) == SECONDS.sub("N", block)
    del floods


def test_the_example_runs(floods: Path) -> None:
    """The Python example on the page gives what stands below it."""
    found = doctest.DocTestParser().get_doctest(TEXT, {}, "fixing.md", str(PAGE), 0)
    assert len(found.examples) == 3
    assert doctest.DocTestRunner().run(found).failed == 0
    del floods


def test_every_rule_that_is_fixed_is_on_the_page() -> None:
    """Whatever --fix can write is told there."""
    assert all(f"`{rule}`" in TEXT for rule in FIXABLE)
