"""What the pages of a release are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.dataset import Dataset
    from dateline.dataset.releases import Released
    from dateline.package.model import Provenance, Summary, TableContent, Written

Geometry = dict[str, Any]
"""A GeoJSON Polygon or MultiPolygon (RFC 7946), longitude before latitude."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that stand with a reason: the rule, the records (their keys), why, how many."""

    rule: str
    record: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Quality:
    """What a check came to.

    Args:
        rules: ids of the rules that were asked.
        records: how many records were checked.
        waived: findings that stand with a reason.
        warnings: how many warnings were accepted without one, by rule.

    """

    rules: tuple[str, ...] = ()
    records: int = 0
    waived: tuple[Accepted, ...] = ()
    warnings: Mapping[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> tuple[str, ...]:
        """The rules that found nothing at all."""
        found = {*self.warnings, *(each.rule for each in self.waived)}
        return tuple(rule for rule in self.rules if rule not in found)


@dataclass(frozen=True, slots=True, eq=False)
class PageInput:
    """A release, complete but for its pages.

    Args:
        dataset: the metadata.
        version: the release's number.
        provenance: where the release comes from.
        contents: the published tables, in order.
        summaries: the tables in figures, by name.
        descriptor: what datapackage.json says.
        files: every other file of the release by its path.
        history: the releases so far, this one included, the newest first.
        quality: what the check came to.
        schema_org: the dataset as schema.org's JSON-LD has it, for search engines.
        citations: how to cite the release, by the style's name.
        about: the dataset's own README, in Markdown: what counts as a record, known gaps.
        base: the address of the release's folder, if it has one by now.
        since: for fields by table and name, the version that first had them.

    """

    dataset: Dataset
    version: str
    provenance: Provenance
    contents: tuple[TableContent, ...]
    summaries: Mapping[str, Summary]
    descriptor: Mapping[str, Any]
    files: Mapping[str, Written]
    history: tuple[Released, ...] = ()
    quality: Quality = field(default_factory=Quality)
    schema_org: Mapping[str, Any] | None = None
    citations: Mapping[str, str] = field(default_factory=dict)
    about: str | None = None
    base: str | None = None
    since: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
