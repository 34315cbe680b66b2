"""A dataset and its checked tables to a release: values and frames in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dateline.errors import DatasetFileError, Problem
from dateline.package import canonical, record, sums
from dateline.package import descriptor as datapackage
from dateline.package.citation import citation_cff, citation_line
from dateline.package.codebook import codebook
from dateline.package.descriptor import csv_path, parquet_path
from dateline.package.index import NAME as INDEX
from dateline.package.licences import address, identifiers, licence_text
from dateline.package.markdown import Markdown
from dateline.package.model import DataFile, Document
from dateline.package.precision import precisions
from dateline.package.retractions import insist_room, retractions
from dateline.package.serial import to_json
from dateline.package.templating import render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dateline.dataset import Dataset, License
    from dateline.dataset.ledger import Entry
    from dateline.package.model import Provenance, Summary, TableContent, Written

FILES: Final = {
    "datapackage.json": "the description for programs: a Data Package v2",
    "data/": "the tables, each as CSV and as Parquet",
    "codebook.md": "every field, rule and code, for people",
    "CITATION.cff": "how to cite, for reference managers",
    "LICENSE": "what you may do with the data",
    "CHANGELOG.md": "what changed from version to version",
    "release.json": "version, counts, content hashes, commit and tool version",
    "SHA256SUMS": "the hash of every other file",
}
"""What the files of a release are, as its README says it. Further formats join here and in
`Release.data`; further documents here and in `Release.documents`."""

_EXTRA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_GENERATED = frozenset({*FILES, "README.md"} - {"CHANGELOG.md"})


def build(
    dataset: Dataset,
    tables: Mapping[str, TableContent],
    provenance: Provenance,
    extra: Mapping[str, str] | None = None,
    ledger: Sequence[Entry] = (),
) -> Release:
    """Plan a release.

    Args:
        dataset: the metadata.
        tables: the checked content of each of the dataset's tables, by name.
        provenance: where the release comes from.
        extra: further texts to publish beside the rest, by file name: CHANGELOG.md.
        ledger: what became of records of earlier releases.

    Raises:
        DatasetFileError: if the metadata cannot be published.
        ValueError: if `tables` are not those of the dataset, or `extra` names a path or a
            file that a release makes itself.

    """
    wanted = [each.name for each in dataset.tables]
    if set(wanted) != set(tables):
        raise ValueError(f"the dataset has the tables {wanted}, not {sorted(tables)}")
    for name in extra or {}:
        if not _EXTRA.fullmatch(name) or name in _GENERATED:
            raise ValueError(f"'{name}' cannot name a further file of a release")
    problems = list(_unusable(dataset))
    if problems:
        raise DatasetFileError(*problems)
    insist_room(dataset, ledger)
    contents = tuple(each for name in wanted for each in _published(tables[name], wanted))
    ended = retractions(ledger, wanted)
    return Release(dataset, contents if ended is None else (*contents, ended), provenance, dict(extra or {}))


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
    """A planned release: what its data files hold, and how its documents follow from them."""

    dataset: Dataset
    contents: tuple[TableContent, ...]
    provenance: Provenance
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> tuple[DataFile, ...]:
        """The data files, to be written first."""
        return tuple(file for content in self.contents for file in _data_files(content))

    def documents(
        self, written: Mapping[str, Written], summaries: Mapping[str, Summary]
    ) -> tuple[Document, ...]:
        """Make every other file, but for SHA256SUMS.

        Args:
            written: each data file as it was written, by path.
            summaries: each table in figures, by name.

        """
        ordered = {each.table.name: summaries[each.table.name] for each in self.contents}
        tables = [each.table for each in self.contents]
        described = datapackage.descriptor(self.dataset, tables, self.provenance, ordered, written)
        facts = record.release_record(self.dataset, self.provenance, ordered, written)
        return (
            Document(datapackage.NAME, to_json(described)),
            Document("codebook.md", codebook(self.dataset, self.contents, ordered)),
            Document("README.md", self._readme(citation_line(described), ordered)),
            Document("CITATION.cff", citation_cff(self.dataset, self.provenance)),
            Document("LICENSE", licence_text(self.dataset.licenses).encode()),
            *(Document(name, _text_file(text)) for name, text in sorted(self.extra.items())),
            Document(record.NAME, to_json(facts)),
        )

    def _readme(self, citation: str, summaries: Mapping[str, Summary]) -> bytes:
        tables = [{"table": each.table, "summary": summaries[each.table.name]} for each in self.contents]
        made = {name: words for name, words in FILES.items() if name in self.extra or name != "CHANGELOG.md"}
        others = {name: "" for name in sorted(self.extra) if name not in made}
        return render(
            "README.md.j2",
            dataset=self.dataset,
            day=Markdown(self.provenance.timestamp[:10]),
            tables=tables,
            first=self.contents[0].table.name,
            citation=citation,
            licences=[one for each in self.dataset.licenses for one in _licences(each)],
            files=[*made.items(), *others.items()],
        )


def _data_files(content: TableContent) -> tuple[DataFile, ...]:
    table = content.table
    return (
        DataFile(csv_path(table.name), table, "csv", canonical.text(table, content.text)),
        DataFile(parquet_path(table.name), table, "parquet", canonical.typed(table, content.typed)),
    )


def _text_file(text: str) -> bytes:
    """Return a text with line feeds, whatever the line ends of the working copy."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return f"{unified.rstrip()}\n".encode()


def _licences(licence: License) -> list[dict[str, str | None]]:
    names = identifiers(licence.name)
    title = licence.title if len(names) == 1 else None
    return [{"name": name, "title": title, "path": address(licence, name)} for name in names]


def sums_file(written: Mapping[str, Written]) -> Document:
    """Make SHA256SUMS of all other files of a release, by path."""
    return Document(sums.NAME, sums.sums_text({path: each.sha256 for path, each in written.items()}))
