"""What a release's page says beside the records: how they were checked, what they are, where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dateline.checks.asked import asked
from dateline.checks.places import lazily
from dateline.errors import DatasetFileError
from dateline.package.page import Accepted, Geometry, Quality
from dateline.project.documents import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.checks.content import Content
    from dateline.findings import Report
    from dateline.project.checking import Opened

README = "README.md"


def quality_of(opened: Opened, report: Report) -> Quality:
    """Say what a check came to: what was asked, what was found, and why it may stand."""
    others = [opened.gazetteer.contents] if opened.gazetteer else []
    warnings: dict[str, int] = {}
    for (rule, severity), number in report.totals.items():
        if severity == "warning":
            warnings[rule] = warnings.get(rule, 0) + number
    return Quality(
        rules=asked(opened.folder.tables, lazily(*others, opened.contents)),
        records=sum(report.records.values()),
        waived=tuple(
            Accepted(each.finding.rule, each.finding.key or "", each.reason) for each in report.waived
        ),
        warnings=warnings,
    )


def about(opened: Opened) -> str | None:
    """Return the dataset's own README; None if it has none.

    Raises:
        DatasetFileError: if it cannot be read.

    """
    file = opened.folder.path / README
    return read_text(file, DatasetFileError) if file.is_file() else None


def outlines(opened: Opened) -> dict[str, Geometry] | None:
    """Return the outlines of places of the gazetteer that the dataset names, by place; None without one."""
    if opened.gazetteer is None:
        return None
    found: dict[str, Geometry] = {}
    for content in opened.gazetteer.contents.values():
        found |= dict(_shapes(content))
    return found


def _shapes(content: Content) -> Iterator[tuple[str, Geometry]]:
    """Yield the outlines of a table of them; one that is no geometry is a finding of that dataset's check."""
    role = content.table.roles.place_shapes
    if role is None or role.place is None or role.geometry is None:
        return
    for place, geometry in content.source.frame.select(role.place, role.geometry).collect().iter_rows():
        try:
            value = json.loads(geometry or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield place, value
