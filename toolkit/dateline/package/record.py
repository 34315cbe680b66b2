"""release.json: what a release holds and where it comes from; the facts, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package.descriptor import csv_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.dataset import Dataset
    from dateline.package.model import Provenance, Summary, Written

NAME: Final = "release.json"


def release_record(
    dataset: Dataset,
    provenance: Provenance,
    summaries: Mapping[str, Summary],
    written: Mapping[str, Written],
) -> dict[str, Any]:
    """Describe a release's origin and content, as JSON values.

    A table's `content` is the SHA-256 of its rows in the canonical layout: the same for
    the same records, however their source files were quoted, encoded or split.
    """
    return {
        "dataset": dataset.name,
        "title": dataset.title,
        "version": dataset.version,
        "created": provenance.timestamp,
        "commit": provenance.commit,
        "dirty": provenance.dirty,
        "tool": {"name": "dateline", "version": provenance.tool_version},
        "tables": {
            name: {"rows": summary.rows, "content": f"sha256:{written[csv_path(name)].sha256}"}
            for name, summary in summaries.items()
        },
    }
