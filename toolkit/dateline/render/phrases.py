"""The sentences that the formats for people share: counts, places, help, the summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.render.safe import log_line, terminal
from dateline.render.standing import existing, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.findings import Finding, Report

_LOOKED_UP = frozenset(
    {"code-unknown", "enum", "extra-label", "foreign-key", "incorrect-label", "missing-label"}
)
"""Rules, with those that end in `-unknown`, whose suggestion is a guess at a known name."""
_NAMES = ("a ", "an ", "one of ")
"""How an expectation begins that is a thing to write rather than a sentence."""

_MINUTE = 60
_MESSAGE, _HELP, _NAME = 400, 300, 80
"""Columns that a message, a help and a name may take."""


def count(number: int, noun: str) -> str:
    """Return "1 record", "1,204 records"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def message(finding: Finding) -> str:
    """Return what was found, as one harmless line."""
    return terminal(finding.message, _MESSAGE)


def name(text: str) -> str:
    """Return a rule's, a field's or a record's name, harmless and short."""
    return terminal(text, _NAME)


def place(finding: Finding) -> str:
    """Return "file:line:column" as editors and terminals make a link of it, or the table."""
    if finding.file is None:
        return f"table {name(finding.table)}" if finding.table is not None else "dataset"
    numbers = [finding.line, finding.column]
    known = numbers[: numbers.index(None)] if None in numbers else numbers
    return ":".join([terminal(finding.file), *map(str, known)])


def record(finding: Finding) -> str:
    """Return "record E052, field place_id", or as much of it as is known."""
    parts = []
    if finding.key is not None:
        parts.append(f"record {name(finding.key)}")
    elif _has_record(finding):
        parts.append(f"row {finding.row:,}")
    if finding.field is not None:
        parts.append(f"field {name(finding.field)}")
    return ", ".join(parts)


def advice(finding: Finding) -> str | None:
    """Return what to write instead, from the suggestion and the expectation; None if neither is known.

    An expectation such as "a date like 2024-05-01" reads "write a date like 2024-05-01";
    one that is a sentence already stands as it is. It joins a suggestion only where that is
    a guess: there it helps to judge the guess.
    """
    expected = None if finding.expected is None else terminal(finding.expected, _HELP)
    if finding.suggestion is None:
        return f"write {expected}" if expected and expected.startswith(_NAMES) else expected
    if finding.fixable and not finding.suggestion:
        return "leave the cell empty"
    suggestion = f"'{terminal(finding.suggestion, _HELP)}'"
    if finding.rule in _LOOKED_UP or finding.rule.endswith("-unknown"):
        return f"did you mean {suggestion}{f' ({expected})' if expected else ''}?"
    return f"write {suggestion}"


def sentence(finding: Finding) -> str:
    """Return what was found and what to write instead, as one harmless line."""
    return "; ".join(filter(None, (message(finding), advice(finding))))


def described(finding: Finding) -> str:
    """Return "what was found; what to write (record E052, field place_id)"."""
    label = record(finding)
    return sentence(finding) + (f" ({label})" if label else "")


def located(finding: Finding) -> str:
    """Return "file:line:column: what was found; what to write (record E052, field place_id)"."""
    return log_line(f"{place(finding)}: {described(finding)}")


def remainder(report: Report, shown: Sequence[Finding]) -> Iterator[str]:
    """Yield, for each rule with more findings than are shown, how many more people are told of."""
    listed = Counter(finding.rule for finding in shown)
    counts: Counter[str] = Counter()
    for (rule, _), number in told(report).totals.items():
        counts[rule] += number
    for rule, number in sorted(counts.items()):
        if number > listed[rule]:
            yield f"… and {number - listed[rule]:,} more {name(rule)}"


def explanation(shown: Sequence[Finding]) -> str:
    """Return the command that explains the rules of these findings."""
    rules = {finding.rule for finding in shown}
    return f"dateline explain {name(rules.pop()) if len(rules) == 1 else 'RULE'}"


def checked(report: Report, elapsed: float | None) -> str:
    """Return "Checked 1,204 records in 12 tables in 0.6 s"."""
    records = count(sum(report.records.values()), "record")
    tables = count(len(report.records), "table")
    return f"Checked {records} in {tables}" + ("" if elapsed is None else f" in {_duration(elapsed)}")


def outcome(report: Report) -> str:
    """Return "1 error, 1 warning in 2 records · 1 fixable with --fix", or "no problems".

    The records are counted only where every finding is at hand. Beside an earlier state
    it is "1 new error, 2 existing warnings · 3 fixed since main".
    """
    waived = f" · {len(report.waived):,} waived" if report.waived else ""
    if report.since is not None:
        return f"{_standings(report)}{waived}"
    found = ((report.errors, "error"), (report.warnings, "warning"))
    kinds = [count(number, noun) for number, noun in found if number]
    if not kinds:
        return f"no problems{waived}"
    records = {(f.table, f.file, f.row, f.key) for f in report.findings if _has_record(f)}
    complete = sum(report.totals.values()) == len(report.findings)
    where = f" in {count(len(records), 'record')}" if complete and records else ""
    fixable = sum(each.fixable for each in report.findings)
    fixes = f" · {fixable:,}{'' if complete else ' or more'} fixable with --fix" if fixable else ""
    return ", ".join(kinds) + where + fixes + waived


def _standings(report: Report) -> str:
    assert report.since is not None
    new, before = told(report), existing(report)
    numbers = (
        (new.count("error"), "new error"),
        (new.count("warning"), "new warning"),
        (before.count("error"), "existing error"),
        (before.count("warning"), "existing warning"),
    )
    said = ", ".join(count(number, noun) for number, noun in numbers if number) or "no problems"
    return f"{said} · {report.since.fixed_count:,} fixed since {name(report.since.since)}"


def _has_record(finding: Finding) -> bool:
    """Say whether a finding belongs to a record: row 1 without a key is the header."""
    return finding.key is not None or (finding.row is not None and finding.row > 1)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes:,} min {rest} s" if minutes else f"{seconds:.1f} s"
