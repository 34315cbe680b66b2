"""Checking a published package again, from what is published alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem
from dateline.findings import Finding, Report
from dateline.loading.agreement import parquet_findings, record_findings
from dateline.loading.descriptor import read_json, resources
from dateline.loading.frictionless import frictionless_findings
from dateline.loading.history import target_findings
from dateline.loading.integrity import integrity
from dateline.loading.locate import locate_all
from dateline.loading.mirror import mirrored
from dateline.loading.profile import profile_findings
from dateline.loading.stores import is_address
from dateline.package import record, sums
from dateline.package.descriptor import NAME as DESCRIPTOR
from dateline.read import paths

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from dateline.loading.descriptor import Resource
    from dateline.loading.locate import Located


def verify(path: str | os.PathLike[str], *, version: str | None = None) -> Report:
    """Check published packages: hashes, records by frictionless alone, their parts' agreement, deltas.

    Args:
        path: what `load` takes. A target, or a dataset's folder in one, is walked: each of
            its releases is checked, each delta applied to the release before.
        version: as for `load`: that release alone.

    Returns:
        What is wrong. Where the descriptor is not the published one, nothing that it says
        is followed, and the report is of the hashes alone.

    Raises:
        PackageError: if there is no package there, or none of dateline's.

    """
    if is_address(path):
        with mirrored(str(path), version) as place:
            report = _verify_all(place, version)
            shown = str(path).rstrip("/")
            found = [_moved(each, str(place), shown) for each in report.findings]
        return Report.of(found, records=report.records)
    return _verify_all(Path(path), version)


def _moved(finding: Finding, place: str, address: str) -> Finding:
    """Name the file of a copy by the address that it was copied from."""
    return replace(finding, file=(finding.file or "").replace(place, address, 1))


def _verify_all(path: Path, version: str | None) -> Report:
    releases = locate_all(path, version)
    reports = [_verify(each) for each in releases]
    found = [finding for each in reports for finding in each.findings]
    if version is None and not (path / DESCRIPTOR).is_file() and path.is_dir():
        found += target_findings([each.folder for each in releases])
    records: dict[str, int] = {}
    for each in reports:
        for table, rows in each.records.items():
            records[table] = records.get(table, 0) + rows
    return Report.of(found, records=records)


def _verify(located: Located) -> Report:
    found, sound = integrity(located.folder, located.sums)
    if located.descriptor not in sound:
        if not found:
            hint = "give the folder of a release"
            raise PackageError(
                Problem(
                    f"{sums.NAME} does not list this file",
                    str(located.folder / located.descriptor),
                    help=hint,
                )
            )
        return Report.of(found)
    return _contents(located, found, sound)


def _contents(located: Located, found: list[Finding], sound: set[str]) -> Report:
    """Check what the package says of itself. `sound` are the files that are as published."""
    folder = located.folder
    path = folder / located.descriptor
    descriptor = read_json(path)
    tables = resources(descriptor, str(path))
    records = {name: each.rows for name, each in tables.items()}
    found += _unlisted(tables, folder, sound, found)
    found += profile_findings(path, descriptor)
    if _within(tables, folder):
        files = {name: str(folder / each.csv.path) for name, each in tables.items()}
        found += frictionless_findings(path, files)
    for name, each in tables.items():
        if {file.path for file in each.files} <= sound:
            found += parquet_findings(name, each, folder)
    if record.NAME in sound:
        found += record_findings(descriptor, tables, folder)
    return Report.of(found, records=records)


def _unlisted(
    tables: Mapping[str, Resource], folder: Path, sound: set[str], found: list[Finding]
) -> Iterator[Finding]:
    """Find data files that the descriptor names and SHA256SUMS does not."""
    said = {each.file for each in found if each.severity == "error"}
    for name, resource in tables.items():
        for file in resource.files:
            place = str(folder / file.path)
            if file.path not in sound and place not in said:
                message = f"{sums.NAME} does not list this data file"
                yield Finding("data-unlisted", "error", message, table=name, file=place)


def _within(tables: Mapping[str, Resource], folder: Path) -> bool:
    """Return whether every CSV file is a plain file of the package, which frictionless may read."""
    try:
        for each in tables.values():
            paths.inside(folder, each.csv.path)
    except PackageError:
        return False  # a finding already: the file is missing, or not what it should be
    return True
