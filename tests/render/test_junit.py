"""JUnit XML: well formed whatever the records hold, and of the shape that CI services read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from hypothesis import example, given, settings

from dateline.findings import Finding, Report
from dateline.render import phrases, render
from render.samples import EVERY_KIND, FORTY, HOSTILE_REPORT, PLACE, REPORTS

XSD = Path(__file__).parents[1] / "profiles" / "junit-10.xsd"
XS = "{http://www.w3.org/2001/XMLSchema}"


class Kind(NamedTuple):
    """What the XSD allows in an element."""

    required: set[str]
    attributes: set[str]
    children: set[str]


@cache
def kinds() -> dict[str, Kind]:
    """Return what each element may have, read from the XSD."""
    found = {}
    for element in ET.parse(XSD).getroot().findall(f"{XS}element"):
        attributes = element.findall(f".//{XS}attribute")
        found[element.get("name", "")] = Kind(
            {each.get("name", "") for each in attributes if each.get("use") == "required"},
            {each.get("name", "") for each in attributes},
            {each.get("ref", "") for each in element.findall(f".//{XS}element")},
        )
    return found


def read(report: Report) -> ET.Element:
    """Return the document as a parser reads it, held to the XSD."""
    root = ET.fromstring(render(report, "junit").encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        kind = kinds()[element.tag]
        assert kind.required <= set(element.keys()) <= kind.attributes
        assert {child.tag for child in element} <= kind.children
    return root


@given(REPORTS)
@example(EVERY_KIND)
@example(HOSTILE_REPORT)
@settings(deadline=None)
def test_document_is_valid_and_complete(report: Report) -> None:
    """Every finding is a line of its rule's test, in its table's suite; counts are those of the parts."""
    root = read(report)
    written = [
        line
        for part in root.iter()
        if part.tag in {"failure", "system-out"}
        for line in (part.text or "").split("\n")
    ]
    for finding in report.findings:
        assert phrases.located(finding) in written
    cases = root.findall(".//testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    assert (root.get("tests"), root.get("failures")) == (str(len(cases)), str(len(failed)))
    assert bool(failed) == bool(report.errors)
    for suite in root:
        assert suite.get("tests") == str(len(suite))
        assert len({case.get("classname") for case in suite} | {suite.get("name")}) == 1
    assert all(
        record in {suite.get("name") for suite in root} for record in map(phrases.name, report.records)
    )


def test_sound_table_has_a_test_that_passes() -> None:
    """A service that finds no test at all takes the report for a broken one."""
    (suite,) = read(Report.of([], records={"events": 3}))
    (case,) = suite
    assert (suite.get("name"), case.get("name"), len(case)) == ("events", "every rule that was asked", 0)


def test_warning_lets_its_test_pass() -> None:
    """Warnings stand in the output; a rule with both has one test, which fails."""
    (suite,) = read(Report.of([replace(PLACE, severity="warning")]))
    assert suite.get("failures") == "0"
    assert [part.tag for part in suite[0]] == ["system-out"]
    (suite,) = read(Report.of([PLACE, replace(PLACE, severity="warning", line=18)]))
    assert [part.tag for part in suite[0]] == ["failure", "system-out"]


def test_what_is_not_listed_is_counted() -> None:
    """Beside the findings at hand stands how many more there are of the rule."""
    (failure,) = read(FORTY).iter("failure")
    assert failure.get("message") == "40 errors and more"
    assert "… and 1,184 more of this rule, in all tables together" in (failure.text or "")


def test_rule_that_is_counted_alone_has_a_test_too() -> None:
    """An error is never lost because no example of it was kept."""
    (suite,) = read(Report.of([], more={("late", "error"): 3, ("late", "warning"): 2}))
    assert suite.get("name") == "dataset"
    assert [(case.get("name"), case[0].tag) for case in suite] == [
        ("late", "failure"),
        ("late", "system-out"),
    ]


def test_finding_without_a_table_is_the_datasets() -> None:
    """It has a suite of its own."""
    (suite,) = read(Report.of([Finding("late", "error", "too late")]))
    assert suite.get("name") == "dataset"
