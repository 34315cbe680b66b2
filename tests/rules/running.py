"""Run one field's rules on cells, as a check and as a pandera schema would."""

import polars as pl
import pytest

from dateline.compile.cast import typed
from dateline.compile.schema import compile_table
from dateline.errors import SchemaFileError
from dateline.table import read_schema


def verdicts(field: str, *cells: str) -> dict[str, list[bool]]:
    """Return, for each rule of a field, whether each cell passes.

    The field is given as YAML without its name, `type: integer, constraints: {…}`. The rule
    and the schema's check for it say the same of each.
    """
    table = read_schema(f"fields:\n- {{name: a, {field}}}\n", "t.yaml", "t")
    compiled = compile_table(table)
    frame = typed(table, pl.LazyFrame({"a": list(cells)}, schema={"a": pl.String})).collect()
    out = {}
    for (column, name), rule in compiled.rules.items():
        (check,) = (each for each in compiled.schema.columns[column].checks if each.name == name)
        found = check(frame.lazy(), "a").check_output.collect()
        out[name] = [True if each is None else each for each in found[found.columns[-1]].to_list()]
        asked = frame.select(rule.test.fill_null(value=True).alias("passes"))["passes"].to_list()
        assert asked == out[name]
    return out


def refused(field: str) -> str:
    """Return the one problem that a field's constraints are."""
    with pytest.raises(SchemaFileError) as error:
        verdicts(field)
    (problem,) = error.value.problems
    return problem.message.removeprefix("field 'a': ")
