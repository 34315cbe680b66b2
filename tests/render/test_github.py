"""Annotations on GitHub: what the runner makes of them."""

from dataclasses import replace

from hypothesis import given, settings

from dateline.findings import Report
from dateline.render import lines, phrases
from dateline.render.order import pick
from dateline.render.safe import terminal
from render.actions import Command, read
from render.samples import EVERY_KIND, FORTY, PLACE, REPORTS


def commands(report: Report) -> list[Command]:
    """Return the commands among the lines of a report."""
    return [command for line in lines(report, "github") if (command := read(line))]


@given(REPORTS)
@settings(deadline=None)
def test_runner_reads_just_the_commands_that_are_meant(report: Report) -> None:
    """Every line but the last is one annotation; properties and messages decode to the shown texts."""
    *written, last = lines(report, "github")
    read_back = [read(line) for line in written]
    assert all("\n" not in line and "\r" not in line for line in (*written, last))
    assert read(last) is None
    shown = pick(report.findings, 20)
    for finding, command in zip(shown, read_back, strict=False):
        assert command is not None
        assert command.name == finding.severity
        assert set(command.properties) <= {"file", "line", "col", "title"}
        assert command.properties.get("title", "").strip() == terminal(finding.rule).strip()
        assert command.properties.get("file", "").strip() == terminal(finding.file or "").strip()
        assert command.data.startswith(phrases.sentence(finding))
    assert [command.name for command in read_back[len(shown) :] if command] in ([], ["notice"])


def test_what_github_would_drop_is_counted() -> None:
    """Ten errors are shown, and a notice says how many more there are."""
    found = commands(FORTY)
    assert [command.name for command in found] == ["error"] * 10 + ["notice"]
    assert found[-1].data == "1,214 more problems not shown here: dateline check lists them"
    assert found[-1].properties["title"] == "1,224 errors"


def test_few_findings_are_shown_without_a_notice() -> None:
    """Where nothing is left out nothing is said of it."""
    assert [command.name for command in commands(EVERY_KIND)] == ["error"] * 5 + ["warning"] * 2


def test_one_rule_does_not_hide_another() -> None:
    """Of many findings the first of each rule is shown, whatever line it stands on."""
    last = replace(PLACE, rule="edtf-invalid", line=9_999)
    report = Report.of([*FORTY.findings, last, replace(last, severity="warning", rule="late")])
    titles = [(command.name, command.properties["title"]) for command in commands(report)]
    assert ("error", "edtf-invalid") in titles
    assert ("warning", "late") in titles
    assert len(titles) == 12


def test_column_goes_with_a_line_alone() -> None:
    """GitHub takes no column without a line; both count from one."""
    (command,) = commands(Report.of([replace(PLACE, line=None)]))
    assert set(command.properties) == {"file", "title"}
    (command,) = commands(Report.of([PLACE]))
    assert (command.properties["line"], command.properties["col"]) == ("17", "17")
