"""What frictionless finds in a package, as findings.

frictionless knows nothing of dateline: it reads datapackage.json and the CSV files, and
judges by the standard. The descriptor has been examined before it comes here
(`dateline.loading.descriptor`), so nothing in it makes frictionless leave the folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIMIT: Final = 100_000
"""Errors listed a table. frictionless stops reading there, and says so."""


def frictionless_findings(descriptor: Path, files: Mapping[str, str]) -> list[Finding]:
    """Validate a package with frictionless alone.

    Args:
        descriptor: its datapackage.json.
        files: each table's CSV file, by table, as findings should name it.

    """
    import frictionless  # noqa: PLC0415 - a second that only a verification need wait for

    try:
        report = frictionless.Package(str(descriptor)).validate(limit_errors=LIMIT)
    except frictionless.FrictionlessException as error:
        return [_finding(each, None, str(descriptor)) for each in error.to_errors()]
    except Exception as error:  # noqa: BLE001 - it raises errors of any kind where it cannot judge (bad pattern, unreadable limit)
        message = f"frictionless cannot judge this package: {error}"
        return [Finding("frictionless-failed", "error", message, file=str(descriptor))]
    return list(_findings(report, descriptor, files))


def _findings(report: Any, descriptor: Path, files: Mapping[str, str]) -> Iterator[Finding]:  # noqa: ANN401 - frictionless is untyped here
    for error in report.errors:
        yield _finding(error, None, str(descriptor))
    for task in report.tasks:
        file = files.get(task.name, str(descriptor))
        yield from (_finding(error, task.name, file) for error in task.errors)
        for warning in task.warnings:
            yield Finding("frictionless-warning", "warning", warning, table=task.name, file=file)


def _finding(error: Any, table: str | None, file: str) -> Finding:  # noqa: ANN401 - as above
    """Translate an error; its rule is frictionless's own type. Rows count the header as row 1, as ours do."""
    return Finding(
        rule=error.type,
        severity="error",
        message=f"{error.title}: {error.note}",
        table=table,
        field=getattr(error, "field_name", None),
        file=file,
        row=getattr(error, "row_number", None),
        field_number=getattr(error, "field_number", None),
        value=getattr(error, "cell", None),
    )
