"""What a dataset expects of its tables as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.dataset import Dataset


def unmet(dataset: Dataset, records: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a finding for each expectation that the number of records does not meet.

    Fewer records than the minimum is an error: something was lost. More than the maximum
    is a warning: something may have been counted twice.
    """
    for each in dataset.expectations:
        found = records.get(each.table, 0)
        if each.minimum is not None and found < each.minimum:
            yield Finding(
                rule="too-few-records",
                severity="error",
                message=f"{each.table} has {found:,} records, fewer than expected",
                table=each.table,
                file=dataset.file,
                line=each.mark.line,
                column=each.mark.column,
                expected=f"at least {each.minimum:,}",
            )
        if each.maximum is not None and found > each.maximum:
            yield Finding(
                rule="too-many-records",
                severity="warning",
                message=f"{each.table} has {found:,} records, more than expected",
                table=each.table,
                file=dataset.file,
                line=each.mark.line,
                column=each.mark.column,
                expected=f"at most {each.maximum:,}",
            )
