"""SARIF: valid by its own schema, the same marks from run to run, every rule declared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.findings import Finding, Report, Waived
from dateline.render import phrases, render
from dateline.render.order import worst_first
from dateline.render.safe import sarif_message, terminal, uri
from dateline.rules.ids import OWN
from dateline.rules.pages import page
from render.samples import EVERY_KIND, HOSTILE_REPORT, PLACE, REPORTS, TEXTS
from render.test_safe import is_harmless

PROFILE = Path(__file__).parents[1] / "profiles" / "sarif-2.1.0.json"
REPOSITORY = "https://example.org/repository/"


@cache
def validator() -> jsonschema.Draft4Validator:
    """Return a validator of the official schema."""
    return jsonschema.Draft4Validator(json.loads(PROFILE.read_text("utf-8")))


def run(report: Report) -> dict[str, Any]:
    """Return the one run of a log."""
    (found,) = json.loads(render(report, "sarif"))["runs"]
    return dict(found)


def unescaped(message: str) -> str:
    """Return a message as a viewer shows it, by sections 3.11.5 and 3.11.6 of the standard."""
    text = message.replace("{{", "{").replace("}}", "}")
    return re.sub(r"\\([\\\[\]])", r"\1", text) if "](" in text else text


@pytest.mark.parametrize("report", [EVERY_KIND, HOSTILE_REPORT, Report()], ids=["rich", "hostile", "empty"])
def test_log_is_valid_by_the_official_schema(report: Report) -> None:
    """A rich report, one with hostile texts everywhere, and an empty one, rules and all."""
    validator().validate(json.loads(render(report, "sarif")))


@given(REPORTS)
@example(HOSTILE_REPORT)
@settings(deadline=None)
def test_results_are_valid_whatever_the_records_hold(report: Report) -> None:
    """Each result names a declared rule, has one place, and says what was found."""
    log = json.loads(render(report, "sarif"))
    (found,) = log["runs"]
    rules = found["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    findings = [*worst_first(report.findings), *(each.finding for each in report.waived)]
    assert len(found["results"]) == len(findings)
    for result, finding in zip(found["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == terminal(finding.rule)
        assert unescaped(result["message"]["text"]) == phrases.sentence(finding)
        assert len(result["locations"]) == 1
    marks = [result["partialFingerprints"]["dateline/v1"] for result in found["results"]]
    assert len(set(marks)) == len(marks)
    found["tool"]["driver"]["rules"] = rules[-2:]  # dateline's own are validated above
    validator().validate(log)


@given(TEXTS)
@example("[a](b)")
@example("\\[a](b) {0}")
@example("[[a](b)](c)")
def test_message_holds_no_link_and_no_placeholder(text: str) -> None:
    """No bracket opens a link and no brace a placeholder; a viewer shows the text as a terminal does."""
    message = sarif_message(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*\[(?:[^\[\]\\]|\\.)*\]\(", message)
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", message)
    assert unescaped(message) == terminal(text)
    assert is_harmless(message)


@given(st.one_of(TEXTS, st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape"))))
def test_path_stays_a_path_below_the_root(path: str) -> None:
    """As a URI a path has no scheme, host, query or fragment of its own, and leads back to its bytes."""
    written = uri(path)
    parts = urlsplit(urljoin(REPOSITORY, written) if not written.startswith("file:") else written)
    assert written.isascii()
    assert (parts.query, parts.fragment) == ("", "")
    assert (parts.scheme, parts.netloc) == (
        ("file", "") if path.startswith("/") else ("https", "example.org")
    )
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return  # half a pair of surrogates is no name of any file
    assert unquote_to_bytes(written.removeprefix("file://")) == raw


def test_every_rule_is_declared_with_its_page() -> None:
    """All of dateline's own rules are there, broken or not, with words, help and their usual level."""
    rules = {rule["id"]: rule for rule in run(Report())["tool"]["driver"]["rules"]}
    assert set(rules) == OWN
    for name, rule in rules.items():
        own = page(name)
        assert own is not None
        assert unescaped(rule["shortDescription"]["text"]) == own.summary
        assert rule["fullDescription"]["text"]
        assert name in rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# `{name}`")
        assert rule["defaultConfiguration"]["level"] == ("warning" if own.severity == "warning" else "error")


def test_rule_of_a_schema_is_declared_where_it_is_broken() -> None:
    """What a report has of such a rule is its id."""
    rules = run(Report.of([replace(PLACE, rule="flood-too-high")]))["tool"]["driver"]["rules"]
    assert rules[-1]["id"] == "flood-too-high"
    assert len(rules) == len(OWN) + 1


def test_columns_count_code_points_and_say_so() -> None:
    """A character beyond the first plane is one column, and the run declares that."""
    found = run(Report.of([replace(PLACE, snippet="🚢,hyesahn", column=3)]))
    assert found["columnKind"] == "unicodeCodePoints"
    (location,) = found["results"][0]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 17, "startColumn": 3, "endColumn": 10}


def test_place_is_told_as_far_as_it_is_known() -> None:
    """Without a column a line, without a line the file, without a file the root: there must be a place."""
    without = [replace(PLACE, column=None), replace(PLACE, line=None), Finding("x", "error", "y")]
    places = [
        result["locations"][0]["physicalLocation"]
        for each in without
        for result in run(Report.of([each]))["results"]
    ]
    base = "%SRCROOT%"
    assert places == [
        {"artifactLocation": {"uri": PLACE.file, "uriBaseId": base}, "region": {"startLine": 17}},
        {"artifactLocation": {"uri": PLACE.file, "uriBaseId": base}},
        {"artifactLocation": {"uri": ".", "uriBaseId": base}},
    ]


def test_waived_findings_are_suppressed_with_their_reason() -> None:
    """They stand after the others, accepted, and are counted apart."""
    found = run(Report.of([PLACE], waived=[Waived(replace(PLACE, key="E9"), "The article has it so.")]))
    open_, waived = found["results"]
    assert "suppressions" not in open_
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "The article has it so."}
    ]
    assert (found["properties"]["errors"], found["properties"]["waived"]) == (1, 1)


@pytest.mark.parametrize(("standing", "state"), [("new", "new"), ("existing", "unchanged"), (None, None)])
def test_state_tells_what_was_there_before(standing: Any, state: str | None) -> None:  # noqa: ANN401 - one of three literals
    """Where records were compared with an earlier state, each result says whether it is new."""
    (result,) = run(Report.of([replace(PLACE, standing=standing)]))["results"]
    assert result.get("baselineState") == state
