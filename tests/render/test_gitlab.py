"""GitLab's Code Quality report."""

import json

import jsonschema
from hypothesis import example, given, settings

from dateline.findings import Finding, Report
from dateline.render import render
from render.samples import EVERY_KIND, HOSTILE_REPORT, PLACE, REPORTS
from render.test_safe import is_harmless

ENTRIES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
        "additionalProperties": False,
    },
}
"""The documented members of an entry, in words of JSON Schema."""


@given(REPORTS)
@example(EVERY_KIND)
@example(HOSTILE_REPORT)
@settings(deadline=None)
def test_entries_have_the_documented_shape(report: Report) -> None:
    """Every finding is an entry, all fingerprints differ, and no text acts or hides."""
    entries = json.loads(render(report, "gitlab"))
    jsonschema.validate(entries, ENTRIES)
    assert len(entries) == len(report.findings)
    assert len({each["fingerprint"] for each in entries}) == len(entries)
    for each in entries:
        assert is_harmless(each["description"])
        assert is_harmless(each["check_name"])
        assert is_harmless(each["location"]["path"])


def test_entry_says_what_and_where() -> None:
    """Errors are major, warnings minor; what has no place stands in the first line of the root."""
    first, second = json.loads(render(Report.of([PLACE, Finding("late", "warning", "too late")]), "gitlab"))
    assert first["location"] == {"path": PLACE.file, "lines": {"begin": 17}}
    assert (first["check_name"], first["severity"]) == ("place-unknown", "major")
    assert second["location"] == {"path": ".", "lines": {"begin": 1}}
    assert second["severity"] == "minor"
