"""Tables that say nothing of what they are bring no rule of ours, and load no module for one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.rules import every
from dateline.rules.together import across_rules, is_plain, masks, row_rules
from dateline.table import NO_ROLES, Field, Table, read_schema

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted([*ROOT.glob("schemas/*.yaml"), *ROOT.glob("tests/projects/*/schemas/*.yaml")])
TABLES = {
    path.stem + "@" + path.parts[-3]: read_schema(path.read_text(encoding="utf-8"), path.name, path.stem)
    for path in SCHEMAS
}
USES = ("edtf", "phrase", "place", "place_name", "place_code", "url")
FLAGS = ("quotes", "people", "restricted")


def bare(table: Table) -> Table:
    """Return a table that says nothing of what its records are."""
    return replace(table, roles=NO_ROLES, text=None, evidence=None, codes=None)


def without_uses(field: Field, *kept: str) -> Field:
    """Return a field without its uses but those kept; flags stay as they are."""
    return replace(field, **dict.fromkeys((name for name in USES if name not in kept), None))  # type: ignore[arg-type]  # each may be None


def brought(table: Table) -> list[str]:
    """Return the ids of all rules that a table brings, alone."""
    found = [*every.row_rules(table), *every.across_rules({table.name: table}, lambda: None)]  # type: ignore[arg-type,return-value]  # no rule is asked
    return [each.id for each in found]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_roles_and_uses_brings_no_rule(name: str) -> None:
    """What is told from the schema at a glance agrees with asking every family of rules."""
    table = bare(TABLES[name])
    plain = replace(table, fields=tuple(without_uses(each) for each in table.fields))
    assert is_plain(plain)
    assert brought(plain) == []
    for use in USES:
        some = replace(table, fields=tuple(without_uses(each, use) for each in table.fields))
        used = any(getattr(each, use) is not None for each in some.fields)
        assert is_plain(some) == (not used)


@pytest.mark.parametrize("name", TABLES)
def test_any_role_makes_a_table_more_than_plain(name: str) -> None:
    """A table that says what it is is asked, whatever its fields say."""
    table = TABLES[name]
    if table != bare(table):
        assert not is_plain(replace(table, fields=tuple(without_uses(each) for each in table.fields)))


def test_plain_tables_are_asked_nothing_and_the_others_everything() -> None:
    """One table that is more than plain has all of them asked together."""
    plain = read_schema("fields: [{name: a, type: string}]", "plain.yaml", "plain")
    assert row_rules(plain) == []
    assert across_rules({"plain": plain}) == []
    assert masks([plain]) == {}
    some = {each.name: each for each in TABLES.values()}
    assert [each.id for each in across_rules(some)] == [each.id for each in every.across_rules(some)]
    assert masks([plain, *some.values()]) == every.MASKS


def test_a_check_of_plain_tables_loads_no_rule_of_ours(tmp_path: Path) -> None:
    """Whoever checks another publisher's package does not wait for modules that it has no use for."""
    (tmp_path / "schema.yaml").write_text("fields: [{name: a, type: string}]\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("a\nx\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from dateline.project.checking import check\n"
        f"report = check({str(tmp_path / 'a.csv')!r}, schema={str(tmp_path / 'schema.yaml')!r})\n"
        "assert not report.findings, report.findings\n"
        "print([name for name in sys.modules if name in "
        "('dateline.rules.every', 'dateline.edtf', 'dateline.gazetteer')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
