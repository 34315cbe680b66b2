"""Workflow commands of GitHub Actions: each becomes an annotation of the pull request.

Source: "Workflow commands for GitHub Actions", and the runner's ActionCommand.cs. A step
shows ten errors and ten warnings and drops the rest without a word, so the worst are
chosen here and the others counted. Paths are taken from the repository's root: run there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.findings import SEVERITIES
from dateline.render import phrases
from dateline.render.order import pick, unlisted
from dateline.render.safe import github_data, github_property

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Finding, Report
    from dateline.render.options import Options

SHOWN = 10
"""Annotations of one severity that GitHub shows for a step."""


def lines(report: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - every format has the same shape
    """Yield a command for the worst findings, one that counts those left out, then the outcome."""
    shown = [
        finding
        for severity in SEVERITIES
        for finding in pick((each for each in report.findings if each.severity == severity), SHOWN)
    ]
    for finding in shown:
        yield _command(finding)
    hidden = sum(unlisted(report, shown).values())
    if hidden:
        title = github_property(phrases.outcome(report))
        said = f"{phrases.count(hidden, 'more problem')} not shown here: dateline check lists them"
        yield f"::notice title={title}::{github_data(said)}"
    yield phrases.outcome(report)


def _command(finding: Finding) -> str:
    """Return `::error file=…,line=…,col=…,title=…::message`, its properties as far as they are known."""
    properties = {
        "file": finding.file,
        "line": finding.line,
        "col": None if finding.line is None else finding.column,
        "title": finding.rule,
    }
    written = ",".join(
        f"{name}={github_property(str(value))}" for name, value in properties.items() if value is not None
    )
    return f"::{finding.severity} {written}::{github_data(phrases.described(finding))}"
