"""Waivers: given for one finding with a reason, kept only while they fit it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from project.conftest import Run

REASON = "The article itself says so, in a caption."


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small dataset of which three records break a rule of its schema."""
    schemas, folder = tmp_path / "schemas", tmp_path / "datasets" / "floods"
    (folder / "records").mkdir(parents=True)
    schemas.mkdir()
    (schemas / "floods.yaml").write_text(
        """
fields:
  - {name: flood, type: string, constraints: {required: true}}
  - {name: year, type: string}
  - {name: level, type: integer, constraints: {maximum: 99}}
  - {name: dead, type: integer}
primaryKey: [flood, year]
dateline:
  rules:
    - {id: high-level, sql: level < 10, fields: [level], message: "{value} metres", severity: warning}
    - {id: many-dead, sql: dead < 100, fields: [dead], message: "{value} dead"}
""",
        encoding="utf-8",
    )
    (folder / "dataset.yaml").write_text(
        """
name: floods
title: Floods
description: Floods
version: 1.0.0
licenses: [{name: CC0-1.0}]
contributors: [{title: Nobody}]
tables: {floods: {path: records/floods.csv}}
""",
        encoding="utf-8",
    )
    (folder / "records" / "floods.csv").write_text(
        "flood,year,level,dead\nElbe,2002,9,20\nElbe,1845,12,\nOder,1997,11,114\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    for name in ("DATELINE_CODER", "DATELINE_ARTICLES"):
        monkeypatch.delenv(name, raising=False)
    return folder


def waive(run: Run, *arguments: str, by: str = "AB") -> str:
    """Run `dateline waive` and return what it wrote to standard error, nothing if it went well."""
    done = run("waive", *arguments, "--reason", REASON, "--by", by)
    assert done.code == (2 if done.err else 0)
    return done.err


def rules(run: Run) -> dict[str, int]:
    """Return how many findings of each rule a check reports."""
    counts = json.loads(run("check", "--format", "json").out)["counts"]
    return dict(counts["rules"]) | {"waived": counts["waived"]}


@pytest.mark.usefixtures("dataset")
def test_a_waived_finding_is_neither_error_nor_warning(run: Run, golden: Callable[[str, str], None]) -> None:
    """What is waived leaves the counts and the exit code, and stands in the reports as waived."""
    assert run("check").code == 1
    done = run("waive", "many-dead", "Oder/1997", "--reason", REASON, "--by", "AB")
    golden("waivers/waive.txt", done.out)
    assert waive(run, "high-level", "Elbe/1845", "Oder/1997") == ""
    assert rules(run) == {"waived": 3}
    checked = run("check")
    assert (checked.code, checked.out.splitlines()[-1]) == (0, "no problems · 3 waived")
    golden("waivers/check.json", run("check", "--format", "json").out)


def test_the_file_says_who_waived_what_and_why(
    dataset: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """What `dateline waive` writes is what a person would have written."""
    waive(run, "many-dead", "Oder/1997", "--expires", "2999-12-31")
    waive(run, "high-level", "Elbe/1845")
    golden("waivers/waivers.yaml", (dataset / "waivers.yaml").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("dataset")
def test_a_waiver_does_not_cover_another_value(dataset: Path, run: Run) -> None:
    """Once the cell changes, the finding is back, and the waiver is reported; a new one takes its place."""
    waive(run, "many-dead", "Oder/1997")
    records = dataset / "records" / "floods.csv"
    records.write_text(records.read_text(encoding="utf-8").replace("114", "1140"), encoding="utf-8")
    assert rules(run) == {"high-level": 2, "many-dead": 1, "waiver-stale": 1, "waived": 0}
    waive(run, "many-dead", "Oder/1997")
    assert rules(run) == {"high-level": 2, "waived": 1}
    assert (dataset / "waivers.yaml").read_text(encoding="utf-8").count("- rule") == 1


def test_a_waiver_of_what_passes_is_reported(dataset: Path, run: Run) -> None:
    """A repaired record needs no waiver any more."""
    waive(run, "many-dead", "Oder/1997")
    records = dataset / "records" / "floods.csv"
    records.write_text(records.read_text(encoding="utf-8").replace("114", "14"), encoding="utf-8")
    assert rules(run) == {"high-level": 2, "waiver-unused": 1, "waived": 0}


@pytest.mark.usefixtures("dataset")
def test_a_waiver_ends_with_its_last_day(run: Run) -> None:
    """After that day the finding is back."""
    waive(run, "many-dead", "Oder/1997", "--expires", "2020-02-29")
    assert rules(run) == {"high-level": 2, "many-dead": 1, "waiver-expired": 1, "waived": 0}


def test_every_finding_that_is_waived_is_found_among_very_many(dataset: Path, run: Run) -> None:
    """A waiver covers a record far beyond the findings that are listed, and the counts stay exact."""
    rows = "".join(f"Rhine,{year},9,{year}\n" for year in range(1000, 3000))
    with (dataset / "records" / "floods.csv").open("a", encoding="utf-8") as file:
        file.write(rows)
    waive(run, "many-dead", "Rhine/2999", "Rhine/1001")
    assert rules(run) == {"high-level": 2, "many-dead": 1999, "waived": 2}


@pytest.mark.usefixtures("dataset")
def test_what_cannot_be_waived_is_refused_in_words(run: Run, golden: Callable[[str, str], None]) -> None:
    """Wrong rules, records that pass, hard rules and short reasons each have a message of their own."""
    said = [
        waive(run, "many-deat", "Oder/1997"),
        waive(run, "many-dead", "Odra/1997"),
        waive(run, "many-dead", "Elbe/2002"),
        waive(run, "maximum", "Oder/1997"),
        waive(run, "event-without-claim", "Oder/1997"),
        run("waive", "many-dead", "Oder/1997", "--reason", "so", "--by", "AB").err,
        waive(run, "many-dead", "Oder/1997", "--expires", "soon").splitlines()[-1],
        run("waive", "many-dead", "Oder/1997", "--reason", REASON).err.splitlines()[-1],
    ]
    golden("waivers/refused.txt", "\n".join(said))


BROKEN = """\
- {rule: many-dead, table: flods, record: Oder/1997, reason: they were counted twice, by: AB}
- {rule: many-deat, table: floods, record: Oder/1997, field: ded, reason: they were counted twice, by: AB}
- rule: maximum
  reason: x
  by: AB
  expires: tomorrow
  value_sha256: "12"
  until: never
- many-dead
"""


def test_a_broken_file_of_waivers_is_no_traceback(
    dataset: Path, run: Run, golden: Callable[[str, str], None]
) -> None:
    """Everything wrong is told with line and column, first what cannot be read, then what nobody knows."""
    file = dataset / "waivers.yaml"
    said = []
    for text in (BROKEN, "".join(BROKEN.splitlines(keepends=True)[:2]), "rule: many-dead\n", "- [\n"):
        file.write_text(text, encoding="utf-8")
        done = run("check")
        assert done.code == 2
        said.append(done.err)
    file.write_text("# none\n", encoding="utf-8")
    assert run("check", "--fail-on", "never").code == 0
    golden("waivers/broken.txt", "\n".join(said))


def test_comments_and_other_entries_stay(dataset: Path, run: Run) -> None:
    """An entry is replaced in its own lines; a text over several lines is one entry."""
    file = dataset / "waivers.yaml"
    kept = "# ours\n- rule: high-level\n  table: floods\n  record: Elbe/1845\n  field: level\n"
    folded = "  reason: >-\n    first line\n\n    second line\n  by: CD\n"
    file.write_text(f"{kept}{folded}# and more\n", encoding="utf-8")
    waive(run, "many-dead", "Oder/1997")
    assert file.read_text(encoding="utf-8").startswith(f"{kept}{folded}# and more\n- rule: ")
    waive(run, "high-level", "Elbe/1845")
    text = file.read_text(encoding="utf-8")
    assert text.startswith('# ours\n# and more\n- rule: "many-dead"')
    assert text.count("- rule") == 2


@pytest.mark.usefixtures("dataset")
def test_a_reason_may_be_any_text(run: Run) -> None:
    """What would be YAML stays a text."""
    reason = 'said "so": - [x] # & *y\n  by: somebody else \u202e'
    run("waive", "many-dead", "Oder/1997", "--reason", reason, "--by", "AB")
    waived = json.loads(run("check", "--format", "json").out)["waived"]
    assert [each["reason"] for each in waived] == [reason]
    assert "\u202e" not in run("check").out


def test_of_two_datasets_the_one_with_the_finding_is_meant(dataset: Path, run: Run) -> None:
    """Nobody has to name a dataset, unless the same record breaks the rule in both."""
    other = dataset.with_name("storms")
    shutil.copytree(dataset, other)
    for name, old, new in (
        ("dataset.yaml", "name: floods\n", "name: storms\n"),
        ("records/floods.csv", "114", "7"),
    ):
        file = other / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert waive(run, "many-dead", "Oder/1997") == ""
    assert (dataset / "waivers.yaml").exists()
    assert not (other / "waivers.yaml").exists()
    message = "error: floods and storms both have findings of 'high-level' in these records\n"
    assert waive(run, "high-level", "Elbe/1845").startswith(message)
    assert waive(run, "high-level", "Elbe/1845", "--dataset", str(other)) == ""
    assert (other / "waivers.yaml").exists()
