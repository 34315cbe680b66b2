"""The formats: what people and programs get to see of a report."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache

import frictionless.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.findings import Finding, Report
from dateline.render import FORMATS, Options, lines, render, use_color
from dateline.render.frictionless_types import FRICTIONLESS_TYPES
from dateline.render.width import width
from dateline.rules.ids import OWN
from render.samples import EVERY_KIND, FORTY, HOSTILE_REPORT, PLACE, REPORTS
from render.test_safe import is_harmless

SOUND = Report.of([], records={"events": 1})
TIMED = Options(elapsed=0.6)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
SHOWN = [name for name in FORMATS if name != "comment"]
"""A comment is the page of Markdown, see test_markdown.py."""
OURS = re.compile(r"(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)|(?<='sha256-)[^']+", re.DOTALL)
OWN_RULE = re.compile(r'        \{"id": "([^"]+)",.*,?\n')


def of_records(name: str, text: str) -> str:
    """Return a report without what is the same in every one: styles, scripts, dateline's own rules."""
    if name == "html":
        return OURS.sub("…", text)
    if name == "sarif":
        text = OWN_RULE.sub(lambda rule: "" if rule[1] in OWN else rule[0], text)
        return re.sub(r'(?<="ruleIndex": )\d+', "0", text)
    return text


@cache
def ordinary(name: str) -> set[str]:
    """Return the lines that any report has, which are harmless themselves."""
    found = {*lines(Report(), name)}
    assert all(map(is_harmless, found))
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_report_of_every_kind_looks_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """Each format's golden file holds findings with and without line, column, record, file."""
    golden(f"render/every-kind.{name}", of_records(name, render(EVERY_KIND, name, TIMED)))


@pytest.mark.parametrize("name", SHOWN)
def test_sound_report_looks_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """Each format says plainly that there is nothing wrong."""
    golden(f"render/sound.{name}", of_records(name, render(SOUND, name, Options(elapsed=0.04))))


@pytest.mark.parametrize("name", SHOWN)
def test_many_findings_look_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """After twenty of one rule the full form counts; what the report does not list is always counted."""
    golden(f"render/many.{name}", of_records(name, render(FORTY, name, Options(elapsed=75.2))))


@pytest.mark.parametrize("name", SHOWN)
def test_hostile_report_looks_like_this(name: str, golden: Callable[[str, str], None]) -> None:
    """Hostile text in every member of a finding is shown and does nothing."""
    golden(f"render/hostile.{name}", of_records(name, render(HOSTILE_REPORT, name)))


def test_coloured_text_is_the_plain_text(golden: Callable[[str, str], None]) -> None:
    """Colours change no character: without them the text is the plain one."""
    for name in ("text", "concise"):
        coloured = render(EVERY_KIND, name, replace(TIMED, color=True))
        assert ANSI.sub("", coloured) == render(EVERY_KIND, name, TIMED)
        assert "\x1b[1;31merror[place-unknown]\x1b[0m" in coloured
    golden("render/every-kind.ansi", render(EVERY_KIND, "text", replace(TIMED, color=True)))


@pytest.mark.parametrize("name", [name for name in SHOWN if name != "github"])
@given(report=REPORTS, width=st.integers(0, 120))
@settings(deadline=None)
def test_no_line_acts_on_a_terminal_or_a_log(name: str, report: Report, width: int) -> None:
    """Whatever a record holds, every line is harmless; GitHub's commands have their own test."""
    for line in {*lines(report, name, Options(width=width))} - ordinary(name):
        assert is_harmless(line)
        assert "\n" not in line


def test_file_name_and_line_start_no_command_together() -> None:
    """A file named ":" and the colon after it are no `::` at the start of a line of a log."""
    line = next(lines(Report.of([replace(PLACE, file=":")]), "concise"))
    assert line.startswith("\\x3a:17:17: error[place-unknown]")


@pytest.mark.parametrize("name", ["json", "jsonl"])
@given(report=REPORTS)
def test_programs_get_every_value_back(name: str, report: Report) -> None:
    """The JSON forms hold every member of every finding as it is, snippets aside."""
    text = render(report, name)
    found = (
        json.loads(text)["findings"] if name == "json" else [json.loads(line) for line in text.splitlines()]
    )
    assert len(found) == len(report.findings)
    for each, finding in zip(found, report.findings, strict=True):
        members = {f.name: getattr(finding, f.name) for f in fields(Finding) if f.name != "snippet"}
        assert {key: value for key, value in each.items() if key != "type"} == members


@given(REPORTS)
def test_quoted_lines_fit_the_terminal(report: Report) -> None:
    """Lines that quote a file never wrap, so that the carets stay under the cell."""
    for line in lines(report, "text", Options(width=60)):
        if re.match(r" *\d* +\|", line):
            assert width(line) <= 60


def test_counts_stay_exact_where_examples_are_capped() -> None:
    """The JSON report counts what it does not list."""
    counts = json.loads(render(FORTY, "json"))["counts"]
    assert counts == {
        "errors": 1_224,
        "warnings": 0,
        "waived": 0,
        "rules": {"place-unknown": 1_224},
        "records": {"events": 5_000},
    }


def test_limit_and_remainder_add_up() -> None:
    """Shown findings and the count after them make up all findings of the rule."""
    text = render(FORTY, "text", Options(limit=3))
    assert text.count("error[place-unknown]") == 3
    assert "\n… and 1,221 more place-unknown\n" in text


def test_findings_are_sorted_by_file_line_and_rule() -> None:
    """The order does not depend on the order in which a report was put together."""
    backwards = replace(EVERY_KIND, findings=EVERY_KIND.findings[::-1])
    for name in FORMATS:
        assert render(backwards, name) == render(EVERY_KIND, name)


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({}, "did you mean 'hyesan' (Hyesan, Ryanggang, 혜산시)?"),
        ({"expected": None}, "did you mean 'hyesan'?"),
        ({"rule": "enum", "expected": "one of a, b"}, "did you mean 'hyesan' (one of a, b)?"),
        ({"rule": "edtf-invalid", "expected": "a month"}, "write 'hyesan'"),
        ({"suggestion": None, "expected": "a date like 2024-05-01"}, "write a date like 2024-05-01"),
        ({"suggestion": None, "expected": "one of a, b"}, "write one of a, b"),
        ({"suggestion": None, "expected": "swap the two dates"}, "swap the two dates"),
    ],
)
def test_help_says_what_to_write(change: dict[str, str], advice: str) -> None:
    """A look-up asks, a computed value is told, an expectation completes the sentence."""
    report = Report.of([replace(PLACE, **change)])  # type: ignore[arg-type]
    assert f"\nhelp: {advice}\n" in render(report)


def test_report_says_once_how_rules_are_explained() -> None:
    """The command stands there with the rule's id, or for all rules where there are several."""
    assert render(Report.of([PLACE, PLACE])).count("docs: dateline explain place-unknown\n") == 1
    assert render(Report.of([PLACE, replace(PLACE, rule="type")])).count("docs: dateline explain RULE\n") == 1
    assert "docs:" not in render(SOUND)


def test_no_help_where_nothing_is_known() -> None:
    """A finding without suggestion and expectation gets no empty line of help."""
    assert "help:" not in render(Report.of([replace(PLACE, suggestion=None, expected=None)]))


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        ([], "no problems"),
        ([PLACE], "1 error in 1 record"),
        ([PLACE, replace(PLACE, rule="type")], "2 errors in 1 record"),
        ([PLACE, replace(PLACE, key="E1", severity="warning")], "1 error, 1 warning in 2 records"),
        ([replace(PLACE, severity="warning")] * 2, "2 warnings in 1 record"),
        (
            [Finding("extra-label", "error", "no field has this name", file="a.csv", row=1, field="x")],
            "1 error",
        ),
        ([Finding("blank-header", "error", "the file is empty", file="a.csv")], "1 error"),
    ],
)
def test_outcome_counts_in_plain_words(findings: list[Finding], outcome: str) -> None:
    """Plurals are right, and records are counted where findings belong to records."""
    assert render(Report.of(findings)).splitlines()[-1] == outcome
    assert render(Report.of(findings), "concise").splitlines()[-1] == outcome


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0.0 s"), (59.4, "59.4 s"), (59.96, "1 min 0 s"), (3_725, "62 min 5 s")]
)
def test_duration_is_said_in_minutes_where_it_takes_minutes(seconds: float, words: str) -> None:
    """Seconds have one decimal; sixty of them are a minute."""
    assert render(SOUND, "text", Options(elapsed=seconds)).startswith(
        f"Checked 1 record in 1 table in {words}\n"
    )


def test_every_type_is_one_of_frictionless() -> None:
    """The mapping names only error types that frictionless has, its own names unchanged."""
    classes = [c for c in vars(frictionless.errors).values() if isinstance(c, type)]
    known = {c.type for c in classes if issubclass(c, frictionless.Error)}
    assert set(FRICTIONLESS_TYPES.values()) <= known
    assert all(FRICTIONLESS_TYPES[rule] == rule for rule in known & set(FRICTIONLESS_TYPES))


def test_unknown_format_is_refused_with_the_known_ones() -> None:
    """The error lists what may be written instead."""
    with pytest.raises(UsageError, match="no format 'xml'\n  help: write one of comment, concise, github, "):
        render(SOUND, "xml")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "color"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    stream: io.StringIO, environ: dict[str, str], color: object
) -> None:
    """A pipe, NO_COLOR and a dumb terminal get plain text."""
    assert use_color(stream, environ) is color


def test_plain_output_does_not_wait_for_rich() -> None:
    """Rendering without colours imports neither rich nor polars."""
    code = (
        "import sys; from dateline.findings import Report; from dateline.render import FORMATS, render\n"
        "[render(Report(), name) for name in FORMATS]\n"
        "print(sorted({'rich', 'polars', 'pandera', 'frictionless'} & set(sys.modules)))"
    )
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}
    )
    assert done.stdout == "[]\n"
