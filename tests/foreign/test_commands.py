"""`dateline check` on packages and files of any publisher, as a person runs it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import dateline
from dateline.checks.tables import EXAMPLES
from dateline.errors import SchemaFileError
from foreign.conftest import Done, Maker, only, places, table

Run = Callable[..., Done]

CSV = "id,word\n1,one\nx,two\n"
SCHEMA = """\
fields:
- {name: id, type: integer}
- {name: word, type: string, constraints: {maxLength: 3}}
"""


def test_the_report_of_a_foreign_package(make: Maker, run: Run, golden: Callable[[str, str], None]) -> None:
    """Faults of the descriptor, of the files and of the records stand in one report."""
    people = table(
        "people",
        "people.csv",
        {"name": "id", "type": "integer", "constraints": {"minimum": "one"}},
        {"name": "name", "type": "text"},
        {"name": "born", "type": "date"},
        bytes=10,
        schema={"primaryKey": "id"},
    )
    key = {"fields": "person", "reference": {"resource": "people", "fields": "id"}}
    lost = {"fields": "kind", "reference": {"resource": "kinds", "fields": "id"}}
    acts = {
        "name": "acts",
        "data": [{"person": 1, "kind": "a"}, {"person": 7, "kind": 5}],
        "schema": {
            "fields": [{"name": "person", "type": "integer"}, {"name": "kind", "type": "string"}],
            "foreignKeys": [key, lost],
        },
    }
    web = {"name": "web", "path": "https://example.org/web.csv"}
    files = {"people.csv": "id,name,born\n1,Ann,1980-01-31\n2,Bo,1980-1-31\n1,Cy,\n"}
    make.package(people, acts, web, files=files, name="Foreign Package", created="2024-01-31")
    done = run("check", "datapackage.json", "--format", "concise")
    assert done.code == 1
    golden("foreign/package.concise", done.out)
    done = run("check", "datapackage.json", "--format", "json")
    golden("foreign/package.json", done.out)


def test_a_clean_package_leaves_with_nought(make: Maker, run: Run) -> None:
    """Without findings the exit code is 0."""
    make.package(table(), files={"t.csv": "id,word\n1,a\n"})
    done = run("check", "datapackage.json")
    assert (done.code, done.err) == (0, "")
    assert "no problems" in done.out


def test_findings_in_json_carry_frictionless_types(make: Maker, run: Run) -> None:
    """The JSON report has all members of the format, and frictionless's type where there is one."""
    make.package(table(), files={"t.csv": CSV})
    report = json.loads(run("check", ".", "--format", "json").out)
    assert not report["valid"]
    assert report["counts"]["rules"] == {"type": 1}
    (found,) = report["findings"]
    wanted = {
        "table": "t",
        "row": 3,
        "line": 3,
        "column": 1,
        "field_number": 1,
        "field": "id",
        "rule": "type",
        "type": "type-error",
        "severity": "error",
        "value": "x",
    }
    assert {key: found[key] for key in wanted} == wanted
    assert {"key", "message", "suggestion"} <= found.keys()


def test_a_descriptor_that_is_broken_leaves_with_one(make: Maker, run: Run) -> None:
    """The descriptor is what is checked: its faults are findings."""
    make.write({"datapackage.json": "{"})
    assert run("check", "datapackage.json").code == 1


def test_a_descriptor_that_is_not_there_leaves_with_two(make: Maker, run: Run) -> None:  # noqa: ARG001 - the folder
    """A path that leads to nothing is a matter of usage."""
    done = run("check", "datapackage.json")
    assert (done.code, done.out) == (2, "")
    assert "there is no file or folder 'datapackage.json'" in done.err


def test_all_findings_are_listed_on_request(make: Maker, run: Run) -> None:
    """Counts are exact, examples are capped, and `--all-findings` lifts the cap."""
    many = EXAMPLES + 500
    rows = "x,a\n" * many + "1\n" * many
    make.package(table(), files={"t.csv": "id,word\n" + rows})
    capped = json.loads(run("check", ".", "--format", "json").out)
    assert capped["counts"]["rules"] == {"missing-cell": many, "type": many}
    assert len(capped["findings"]) == 2 * EXAMPLES
    whole = json.loads(run("check", ".", "--format", "json", "--all-findings").out)
    assert len(whole["findings"]) == 2 * many


def test_a_file_is_checked_by_a_schema(make: Maker, run: Run) -> None:
    """A CSV file with `--schema`, YAML or JSON."""
    text = json.dumps({"fields": [{"name": "id", "type": "integer"}, {"name": "word"}]})
    make.write({"t.csv": CSV, "s.yaml": SCHEMA, "s.json": text, "t.tsv": CSV.replace(",", "\t")})
    for path, schema in (("t.csv", "s.yaml"), ("t.csv", "s.json"), ("t.tsv", "s.yaml")):
        done = run("check", path, "--schema", schema, "--format", "concise")
        assert done.code == 1
        assert f"{path}:3:1" in done.out


def test_names_of_files_are_taken_as_they_are(make: Maker) -> None:
    """A file that the person names is no path of a stranger's package."""
    name = "~odd name: é.csv"
    make.write({f"in/{name}": CSV, "s.yaml": SCHEMA})
    report = dateline.check(make.folder / "in" / name, schema="s.yaml")
    assert places(report) == [("type", f"in/{name}", 3, "id")]


def test_a_schema_for_a_file_may_be_faulty(make: Maker) -> None:
    """What is wrong with a field is told at its line in the schema file, and the records are checked."""
    make.write({"t.csv": CSV, "s.yaml": SCHEMA.replace("string", "strin")})
    assert places(dateline.check("t.csv", schema="s.yaml")) == [
        ("schema-error", "s.yaml", 3, None),
        ("type", "t.csv", 3, "id"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "fields: [", "5"])
def test_a_schema_that_is_none_is_no_finding(make: Maker, text: str) -> None:
    """Without a schema nothing can be checked: the command line was wrong."""
    make.write({"t.csv": CSV, "s.yaml": text})
    with pytest.raises(SchemaFileError):
        dateline.check("t.csv", schema="s.yaml")


def test_references_of_a_single_file_are_noted(make: Maker) -> None:
    """What refers to other tables cannot be followed; what refers to the same table can."""
    keys = """\
foreignKeys:
- {fields: word, reference: {resource: words, fields: word}}
- {fields: id, reference: {resource: "", fields: id}}
"""
    make.write({"t.csv": "id,word\n1,a\n", "s.yaml": SCHEMA + keys})
    report = dateline.check("t.csv", schema="s.yaml")
    assert report.ok
    assert report.notes == ("references to 'words' were not checked: that table is not at hand",)


@pytest.mark.parametrize("arguments", [(".",), ("nope.csv",), ("datapackage.json",)])
def test_a_schema_goes_with_a_file(make: Maker, run: Run, arguments: tuple[str, ...]) -> None:
    """`--schema` with a folder, a package or nothing is a matter of usage."""
    make.package(table(), files={"t.csv": CSV, "s.yaml": SCHEMA})
    assert run("check", *arguments, "--schema", "s.yaml").code == 2
    assert run("check", "t.csv", "--schema", "no.yaml").code == 2


def test_a_file_without_a_schema_is_told_what_to_do(make: Maker, run: Run) -> None:
    """A CSV file outside a project needs a schema, and the message says so."""
    make.write({"t.csv": CSV})
    done = run("check", "t.csv")
    assert done.code == 2
    assert "--schema" in done.err


def test_codes_of_a_published_package_hold(make: Maker) -> None:
    """A package that dateline published keeps its code lists, and they are followed."""
    field = {"name": "kind", "type": "string", "dateline": {"codes": "kinds"}}
    codes = {
        "name": "codes",
        "data": [{"list": "kinds", "code": "a"}],
        "schema": {
            "fields": [{"name": "list", "type": "string"}, {"name": "code", "type": "string"}],
            "dateline": {"codes": {"list": "list", "code": "code"}},
        },
    }
    found = only(make.check(table("t", "t.csv", field), codes, files={"t.csv": "kind\na\nb\n"}))
    assert (found.rule, found.line) == ("code-unknown", 3)
