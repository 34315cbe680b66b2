"""The pandera schema of a table says what a check asks, and a check does without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dateline.checks.ask import own
from dateline.compile.cast import dtype
from dateline.compile.schema import compile_table
from dateline.engine.plan import plan
from dateline.table import Table, read_schema

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted([*(ROOT / "schemas").glob("*.yaml"), *(ROOT / "tests/projects").rglob("schemas/*.yaml")])
EVERY = """\
fields:
- {name: a, type: string, constraints: {required: true, minLength: 1, maxLength: 9, pattern: "[a-z]+"}}
- {name: b, type: integer, constraints: {unique: true, minimum: 1, exclusiveMaximum: 9, enum: [1, 2]}}
- {name: c, type: number, constraints: {required: true}}
- {name: g, type: string, categories: [x, y]}
- {name: d, type: date, constraints: {maximum: 2024-12-31}}
- {name: e, type: duration, constraints: {minimum: P1D}}
- {name: f, type: list, constraints: {maxLength: 3}}
primaryKey: [a, b]
uniqueKeys: [[a, c]]
dateline: {rules: [{id: low, sql: b < c, fields: [b, c], message: b is not below c}]}
"""


def read(name: str) -> Table:
    """Return a table of this project, or the one that has everything."""
    file = Path(name)
    return read_schema(EVERY if name == "every" else file.read_text(encoding="utf-8"), name, file.stem)


@pytest.mark.parametrize("name", ["every", *map(str, SCHEMAS)], ids=lambda name: Path(name).stem)
def test_schema_asks_what_a_check_asks(name: str) -> None:
    """Laid out for one scan, the schema's checks are the same questions and keys, in the same order."""
    table = read(name)
    compiled = compile_table(table)
    laid = plan(compiled.schema, pl.LazyFrame(schema={each.name: dtype(each) for each in table.fields}))
    keyed = {each.unique.fields for each in own(compiled) if each.unique is not None}
    assert keyed == {each.unique.fields for each in laid.items if each.unique is not None}
    asked = [each for each in own(compiled) if each.question is not None]
    steps = [each for each in (*laid.items, *laid.leftovers) if getattr(each, "unique", None) is None]
    assert len(asked) == len(steps)
    for each, item in zip(asked, steps, strict=True):
        if not laid.leftovers and each.rule.native is None:
            assert item.question.bad.meta.eq(each.question.bad), each.rule.name


def test_a_check_imports_no_pandera(tmp_path: Path) -> None:
    """Half a second of start-up is spent only where somebody asks for a schema."""
    (tmp_path / "t.yaml").write_text(EVERY, encoding="utf-8")
    (tmp_path / "t.csv").write_text("a,b,c,g,d,e,f\nx,1,2.5,x,2024-05-01,P2D,z\n", encoding="utf-8")
    code = (
        "import sys; from dateline.project.checking import check\n"
        "report = check('t.csv', schema='t.yaml')\n"
        "print(report.findings, 'pandera' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "() False\n"
