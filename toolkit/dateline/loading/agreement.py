"""Whether the parts of a release say the same: CSV and Parquet, descriptor and release.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.errors import PackageError
from dateline.findings import Finding
from dateline.loading.contents import csv_rows
from dateline.loading.descriptor import read_json
from dateline.package import record
from dateline.package.equality import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dateline.loading.descriptor import Resource


def parquet_findings(name: str, resource: Resource, folder: Path) -> Iterator[Finding]:
    """Compare a table's Parquet file with its CSV file, value by value."""
    import polars as pl  # noqa: PLC0415 - keeps `dateline --help` quick

    if resource.parquet is None:
        return
    file = str(folder / resource.parquet.path)
    try:
        rows = csv_rows(resource, folder / resource.csv.path)
        found = differences(rows, pl.scan_parquet(folder / resource.parquet.path, glob=False))
    except (PackageError, pl.exceptions.PolarsError) as error:
        message = f"CSV and Parquet cannot be compared: {error}"
        yield Finding("parquet-differs", "error", message, table=name, file=file)
        return
    for each in found:
        message = f"CSV and Parquet differ: {each.message}"
        yield Finding("parquet-differs", "error", message, table=name, field=each.column, file=file)


def record_findings(
    descriptor: Mapping[str, Any], resources: Mapping[str, Resource], folder: Path
) -> Iterator[Finding]:
    """Compare release.json with the descriptor: name, version, moment, and each table's rows and content."""
    path = folder / record.NAME
    said = read_json(path)
    described = {
        "dataset": descriptor.get("name"),
        "title": descriptor.get("title"),
        "version": descriptor.get("version"),
        "created": descriptor.get("created"),
        "tables": {
            name: {"rows": each.rows, "content": f"sha256:{each.csv.sha256}"}
            for name, each in resources.items()
        },
    }
    for key, value in described.items():
        if said.get(key) != value:
            message = f"'{key}' is not what the descriptor says"
            yield Finding("release-differs", "error", message, file=str(path))
