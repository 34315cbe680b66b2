"""release.json: what a release holds and where it comes from; the facts, as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from dateline.package.descriptor import csv_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.dataset import Dataset
    from dateline.package.model import Lineage, Provenance, Summary, Written

NAME: Final = "release.json"


def release_record(
    dataset: Dataset,
    provenance: Provenance,
    summaries: Mapping[str, Summary],
    written: Mapping[str, Written],
    lineage: Lineage | None = None,
) -> dict[str, Any]:
    """Describe a release's origin and content, as JSON values, and the proof of its number.

    A table's `content` is the SHA-256 of its rows in the canonical layout: the same for
    the same records, however their source files were quoted, encoded or split.
    """
    return {
        "dataset": dataset.name,
        "title": dataset.title,
        "version": dataset.version,
        "created": provenance.timestamp,
        "commit": provenance.commit,
        "tool": {"name": "dateline", "version": provenance.tool_version},
        "tables": {
            name: {"rows": summary.rows, "content": f"sha256:{written[csv_path(name)].sha256}"}
            for name, summary in summaries.items()
        },
        **(_proof(lineage) if lineage is not None else {}),
    }


def _proof(lineage: Lineage) -> dict[str, Any]:
    """Say why the release has its number: what was compared, by which policy, and what differed."""
    entry, previous = lineage.entry, lineage.previous
    return {
        "number": {
            "policy": entry.policy,
            "previous": previous.version if previous else None,
            "level": entry.level,
            "forced": entry.forced,
            "reasons": list(entry.reasons),
            "records": {name: asdict(each) for name, each in lineage.counts.items()},
        }
    }
