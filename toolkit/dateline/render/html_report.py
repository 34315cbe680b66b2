"""The HTML page: one file that needs nothing else, to read, filter, print or pass on.

It loads nothing and sends nothing: a content security policy in the page allows its own
style and script by their hashes alone. No text of a record ever stands in the script or in
an attribute that runs; without scripts the page is whole, only its filter is missing.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline.findings import SEVERITIES
from dateline.render import phrases
from dateline.render.order import pick
from dateline.render.safe import html
from dateline.render.snippet import snippet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from dateline.findings import Finding, Report
    from dateline.render.options import Options

MOST = 5_000
"""Findings that are listed; a browser still filters these at once."""
_COLUMNS = 160


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the page."""
    environment = _environment()
    style, script = (Markup(_source(environment, name)) for name in ("report.css", "report.js"))  # noqa: S704 - our own files
    shown = pick(report.findings, MOST)
    page = environment.get_template("report.html.j2").render(
        report=report,
        outcome=phrases.outcome(report),
        checked=phrases.checked(report, options.elapsed),
        rules=_rules(report),
        tables=sorted({each.table for each in shown if each.table is not None}),
        severities=SEVERITIES,
        findings=[_entry(each) for each in shown],
        found=sum(report.totals.values()),
        waived=[(_entry(each.finding), each.reason) for each in report.waived[:MOST]],
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    yield from page.rstrip("\n").split("\n")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only a page needs it

    environment = Environment(
        loader=PackageLoader("dateline.render", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment


def _shown(value: object) -> Markup:
    """Make whatever the template prints harmless: hidden characters are shown, then all is escaped."""
    return value if isinstance(value, Markup) else html(str(value))


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()


def _hash(text: str) -> Markup:
    """Return the hash of an inline element's text as a content security policy has it."""
    return Markup("sha256-") + b64encode(sha256(text.encode()).digest()).decode()


def _rules(report: Report) -> list[tuple[str, str, int]]:
    """Return rule, severity and exact count: errors first, the most frequent first."""
    found = [(rule, severity, number) for (rule, severity), number in report.totals.items()]
    return sorted(found, key=lambda each: (SEVERITIES.index(each[1]), -each[2], each[0]))


def _entry(finding: Finding) -> dict[str, object]:
    """Return what the page shows of a finding."""
    before, cell, after = ("", "", "")
    if finding.snippet is not None and finding.line is not None:
        before, cell, after = snippet(finding.snippet, finding.column, finding.value, _COLUMNS).parts
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table or "",
        "place": phrases.place(finding),
        "record": phrases.record(finding),
        "standing": finding.standing or "",
        "message": phrases.message(finding),
        "advice": phrases.advice(finding) or "",
        "before": before,
        "cell": cell,
        "after": after,
    }
