"""A dataset and its checked tables to a release: values and frames in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.package import canonical, sums
from dateline.package.descriptor import csv_path, parquet_path
from dateline.package.documents import CHANGELOG, FILES, documents
from dateline.package.index import NAME as INDEX
from dateline.package.model import DataFile, Document
from dateline.package.precision import precisions
from dateline.package.retractions import insist_room, retractions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dateline.dataset import Dataset
    from dateline.dataset.ledger import Entry
    from dateline.package.model import Lineage, Made, Provenance, Summary, TableContent, Written
    from dateline.package.page import Geometry, Quality

_EXTRA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_GENERATED = frozenset({*FILES, "README.md"} - {CHANGELOG})


def build(
    dataset: Dataset,
    tables: Mapping[str, TableContent],
    provenance: Provenance,
    extra: Mapping[str, str] | None = None,
    ledger: Sequence[Entry] = (),
    lineage: Lineage | None = None,
) -> Release:
    """Plan a release.

    Args:
        dataset: the metadata, with the release's version.
        tables: the checked content of each of the dataset's tables, by name.
        provenance: where the release comes from.
        extra: further texts to publish beside the rest, by file name: CHANGELOG.md.
        ledger: what became of records of earlier releases.
        lineage: where it stands among the dataset's releases, if there are any.

    Raises:
        DatasetFileError: if the metadata cannot be published.
        ValueError: if `tables` are not those of the dataset, or `extra` names a path or a
            file that a release makes itself.

    """
    for name in extra or {}:
        if not _EXTRA.fullmatch(name) or name in _GENERATED:
            raise ValueError(f"'{name}' cannot name a further file of a release")
    return Release(dataset, tables_of(dataset, tables, ledger), provenance, dict(extra or {}), lineage)


def tables_of(
    dataset: Dataset, tables: Mapping[str, TableContent], ledger: Sequence[Entry] = ()
) -> tuple[TableContent, ...]:
    """Return the tables that are published, in their order: the records', and what is made of them.

    Raises:
        DatasetFileError, ValueError: as `build`.

    """
    wanted = [each.name for each in dataset.tables]
    if set(wanted) != set(tables):
        raise ValueError(f"the dataset has the tables {wanted}, not {sorted(tables)}")
    problems = list(_unusable(dataset))
    if problems:
        raise DatasetFileError(*problems)
    insist_room(dataset, ledger)
    contents = tuple(each for name in wanted for each in _published(tables[name], wanted))
    ended = retractions(ledger, wanted)
    return contents if ended is None else (*contents, ended)


def _published(content: TableContent, names: Collection[str]) -> Iterator[TableContent]:
    """Yield a table, and what is made of it for the release."""
    yield content
    made = precisions(content, names)
    if made is not None:
        yield made


def _unusable(dataset: Dataset) -> Iterator[Problem]:
    """Find metadata that a Data Package, or a target, cannot hold."""
    if dataset.name == INDEX:
        yield _problem(dataset, "name", f"'{INDEX}' is the name of a target's index", "choose another name")
    for key, people in (("contributors", dataset.contributors), ("sources", dataset.sources)):
        for each in people:
            if each.email and not _EMAIL.fullmatch(each.email):
                yield _problem(
                    dataset, key, f"'{each.email}' is not an e-mail address", "correct it, or leave it out"
                )


def _problem(dataset: Dataset, key: str, message: str, help: str) -> Problem:
    mark = dataset.marks.get(key)
    line, column = (mark.line, mark.column) if mark else (None, None)
    return Problem(message, dataset.file, line, column, help)


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A planned release: what its data files hold, and how its documents follow from them.

    Args:
        dataset: the metadata, with the release's version.
        contents: the published tables.
        provenance: where the release comes from.
        extra: further texts that are published beside the rest, by file name.
        lineage: where it stands among the dataset's releases.
        quality: what the check of the records came to.
        about: the dataset's own README, in Markdown.
        outlines: GeoJSON geometries by place id, to draw a map of.

    """

    dataset: Dataset
    contents: tuple[TableContent, ...]
    provenance: Provenance
    extra: Mapping[str, str] = field(default_factory=dict)
    lineage: Lineage | None = None
    quality: Quality | None = None
    about: str | None = None
    outlines: Mapping[str, Geometry] | None = None

    @property
    def data(self) -> tuple[DataFile, ...]:
        """The data files, to be written first."""
        return tuple(file for content in self.contents for file in _data_files(content))

    def documents(
        self,
        written: Mapping[str, Written],
        summaries: Mapping[str, Summary],
        made: Sequence[Made] = (),
    ) -> Iterator[Document]:
        """Make every other file, but for SHA256SUMS; see `dateline.package.documents`."""
        return documents(self, written, summaries, made)


def _data_files(content: TableContent) -> tuple[DataFile, ...]:
    table = content.table
    return (
        DataFile(csv_path(table.name), table, "csv", canonical.text(table, content.text)),
        DataFile(parquet_path(table.name), table, "parquet", canonical.typed(table, content.typed)),
    )


def sums_file(written: Mapping[str, Written]) -> Document:
    """Make SHA256SUMS of all other files of a release, by path."""
    return Document(sums.NAME, sums.sums_text({path: each.sha256 for path, each in written.items()}))
