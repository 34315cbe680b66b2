"""`dateline explain`: rules found by their ids, dateline's own and those of the schemas from here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dateline.rules.ids import OWN
from dateline.rules.pages import pages

if TYPE_CHECKING:
    from pathlib import Path

    from project.conftest import Run

SCHEMA = """\
fields:
  - {name: start, type: date}
  - {name: end, type: date}
dateline:
  rules:
    - id: RULE
      sql: end >= start
      fields: [end]
      message: the event ends before it begins
"""


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the schemas' folder of a project with one rule, which is the current folder."""
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "events.yaml").write_text(SCHEMA.replace("RULE", "coming-late"))
    monkeypatch.chdir(tmp_path)
    return folder


def test_every_own_rule_is_explained(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each id leads to its page, also where there is no project."""
    monkeypatch.chdir(tmp_path)
    for rule in sorted(OWN):
        done = run("explain", rule)
        assert (done.code, done.err) == (0, "")
        assert f"[{rule}]: " in done.out.splitlines()[0]


@pytest.mark.parametrize("written", ["error[edtf-bounds]", "warning[edtf-bounds]:"])
def test_rule_may_be_pasted_from_a_report(run: Run, written: str) -> None:
    """What a report has in front of a message is taken for the rule in its brackets."""
    assert run("explain", written) == run("explain", "edtf-bounds")


@pytest.mark.usefixtures("schemas")
def test_rule_of_a_schema_is_explained_with_its_place(run: Run) -> None:
    """Message, expression, fields, and the line of the schema where the expression stands."""
    done = run("explain", "coming-late")
    assert done.code == 0
    head, place, *rest = done.out.splitlines()
    assert head == "error[coming-late]: the event ends before it begins"
    assert place == "--> schemas/events.yaml:7:12"
    assert "  end >= start" in rest


def test_rule_of_a_schema_is_found_from_below(
    run: Run, schemas: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest schemas upwards count, wherever in the project one stands."""
    below = schemas.parent / "datasets" / "a" / "records"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("explain", "coming-late").code == 0


def test_rule_of_two_schemas_is_explained_twice(run: Run, schemas: Path) -> None:
    """Tables of different datasets may have rules of one name: both are shown."""
    (schemas / "raids.yaml").write_text(SCHEMA.replace("RULE", "coming-late"))
    places = [line for line in run("explain", "coming-late").out.splitlines() if line.startswith("-->")]
    assert places == ["--> schemas/events.yaml:7:12", "--> schemas/raids.yaml:7:12"]


def test_rule_of_a_schema_beside_its_dataset_is_found(run: Run, project: Path) -> None:
    """A schema that a dataset names elsewhere brings its rules, too."""
    file = next((project / "datasets").glob("*/dataset.yaml"))
    text = file.read_text(encoding="utf-8")
    (file.parent / "own.yaml").write_text(SCHEMA.replace("RULE", "far-away"))
    file.write_text(text.replace("tables:\n", "tables:\n  own: {path: own.csv, schema: own.yaml}\n", 1))
    assert run("explain", "far-away").code == 0


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("edtf-bouds", "did you mean 'edtf-bounds'?"),
        ("comin-late", "did you mean 'coming-late'?"),
        ("type-error", "it is frictionless's name; here it is type"),
        ("unique-error", "it is frictionless's name; here it is unique, unique-key"),
        ("qqq", "dateline explain lists all rules"),
    ],
)
@pytest.mark.usefixtures("schemas")
def test_unknown_rule_is_refused_with_a_suggestion(run: Run, written: str, help_: str) -> None:
    """Exit code 2, and the id that was probably meant, of dateline's own or of a schema."""
    done = run("explain", written)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: there is no rule '{written}'\n  help: {help_}\n"


def test_broken_schema_hides_no_page(run: Run, schemas: Path) -> None:
    """Own rules are explained all the same; a rule that is not found may stand in the broken file."""
    (schemas / "broken.yaml").write_text("fields: [\n")
    assert run("explain", "edtf-bounds").code == 0
    assert run("explain", "coming-late").code == 0
    done = run("explain", "other")
    assert done.code == 2
    assert "there is no rule 'other'" in done.err
    assert "schemas/broken.yaml:" in done.err


def test_list_says_which_schemas_it_leaves_out(run: Run, schemas: Path) -> None:
    """The list has what can be read, and names on the error stream what cannot."""
    (schemas / "broken.yaml").write_text("fields: [\n")
    done = run("explain")
    assert done.code == 0
    assert done.err == "schemas/broken.yaml cannot be used, so its rules are left out: dateline check\n"
    assert "coming-late" in done.out


@pytest.mark.usefixtures("schemas")
def test_list_has_every_rule(run: Run) -> None:
    """Without a rule all are listed: dateline's own, then the schemas'."""
    listed = [each["id"] for each in json.loads(run("explain", "--format", "json").out)]
    assert listed == [*(each.id for each in pages()), "coming-late"]
    shown = [line.split()[0] for line in run("explain").out.splitlines() if line.startswith("  ")]
    assert shown == listed


def test_all_pages_are_the_same_wherever_they_are_written(run: Run, schemas: Path) -> None:
    """`--all` has dateline's own rules alone: what it writes does not depend on a project."""
    here = run("explain", "--all", "--format", "markdown")
    (schemas / "events.yaml").unlink()
    assert run("explain", "--all", "--format", "markdown") == here


def test_all_goes_without_a_rule(run: Run) -> None:
    """A rule and all rules together are a usage error."""
    assert run("explain", "--all", "type").code == 2
