"""What a dataset expects of its tables as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.dataset import Dataset, Expectation
    from dateline.findings import Severity


def unmet(dataset: Dataset, records: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a finding for each expectation that the number of records does not meet.

    Fewer records than the minimum is an error: something was lost. More than the maximum
    is a warning: something may have been counted twice.
    """
    for each in dataset.expectations:
        found = records.get(each.table, 0)
        if each.minimum is not None and found < each.minimum:
            yield _finding(dataset, each, "too-few-records", "error", f"at least {each.minimum:,}", found)
        if each.maximum is not None and found > each.maximum:
            yield _finding(dataset, each, "too-many-records", "warning", f"at most {each.maximum:,}", found)


def _finding(
    dataset: Dataset, missed: Expectation, rule: str, severity: Severity, expected: str, found: int
) -> Finding:
    way = "fewer" if severity == "error" else "more"
    return Finding(
        rule=rule,
        severity=severity,
        message=f"{missed.table} has {found:,} records, {way} than expected",
        table=missed.table,
        file=dataset.file,
        line=missed.mark.line,
        column=missed.mark.column,
        expected=expected,
    )
