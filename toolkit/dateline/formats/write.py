"""All further formats of a release, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.formats.geojson import write_geojson
from dateline.formats.ndjson import write_ndjson
from dateline.formats.source import rows_of
from dateline.formats.sqlite import write_sqlite
from dateline.formats.xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dateline.package import Made, Release, Summary


def write_formats(release: Release, summaries: Mapping[str, Summary], folder: Path) -> tuple[Made, ...]:
    """Write the further formats into a release's folder.

    Args:
        release: what is published.
        summaries: each table in figures, by name.
        folder: where the CSV and Parquet files of all tables stand, written and proven.

    Raises:
        PublishError: if a file, read again, does not hold the records; it names the format.

    """
    tables = rows_of(release, summaries, folder)
    return (
        *(write_ndjson(rows, folder) for rows in tables),
        *write_sqlite(release, tables, folder),
        *write_xlsx(release, tables, folder),
        *write_geojson(release, tables, folder),
    )
