"""Every file of a release that is made of its data files: descriptions, citations, pages.

Each document may state the size and the hash of every file made before it, so their order
matters: the descriptor first, the page and the record of the release last.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from dateline.package import delta, record
from dateline.package import descriptor as datapackage
from dateline.package.codebook import codebook
from dateline.package.licences import address, identifiers, licence_text
from dateline.package.markdown import Markdown
from dateline.package.metadata import citation_line, citations, metadata_documents, schema_org
from dateline.package.model import MADE, Document, Written
from dateline.package.page import PLACEHOLDER, PageInput, Quality, base, beside, codebook_page, index_page
from dateline.package.serial import to_json
from dateline.package.templating import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dateline.dataset import License
    from dateline.package.model import Made, Summary
    from dateline.package.release import Release

CHANGELOG: Final = "CHANGELOG.md"
FILES: Final = {
    "index.html": "the page of this release, for a browser: it needs no network",
    "datapackage.json": "the description for programs: a Data Package v2",
    "data/": "the tables, each as CSV, as Parquet and as NDJSON",
    "codebook.md": "every field, rule and code, for people",
    "codebook.html": "the same as a page for a browser",
    CHANGELOG: "what changed from version to version",
    "delta.json": "what to do to the tables of the version before to have these",
    "CITATION.cff": "how to cite, for reference managers and GitHub",
    "citation.bib": "the same for BibLaTeX",
    "citation.ris": "the same for EndNote, Zotero and the like",
    "datacite.json": "metadata for DataCite and repositories",
    "croissant.json": "metadata for machine learning: Croissant 1.0",
    "dcat.jsonld": "metadata for data portals: DCAT 3",
    "datasette.json": "what Datasette shows beside the tables of the SQLite database",
    "ro-crate-metadata.json": "metadata for research archives: RO-Crate",
    "LICENSE": "what you may do with the data",
    "release.json": "version and why it is that number, counts, content hashes, commit",
    "SHA256SUMS": "the hash of every other file",
}
"""What the files of a release are, as its README says it."""


def documents(
    release: Release,
    written: Mapping[str, Written],
    summaries: Mapping[str, Summary],
    made: Sequence[Made] = (),
) -> Iterator[Document]:
    """Make every file of a release but its data files and SHA256SUMS.

    Args:
        release: what is published.
        written: each data file as it was written, by path, those of further formats too.
        summaries: each table in figures, by name.
        made: what the files of further formats are.

    """
    known = dict(written)
    for each in _documents(release, known, summaries, made):
        known[each.path] = Written(len(each.content), hashlib.sha256(each.content).hexdigest())
        yield each


def _documents(
    release: Release, known: Mapping[str, Written], summaries: Mapping[str, Summary], made: Sequence[Made]
) -> Iterator[Document]:
    """Yield the documents; `known` grows with each."""
    dataset = release.dataset
    ordered = {each.table.name: summaries[each.table.name] for each in release.contents}
    tables = [each.table for each in release.contents]
    described = datapackage.descriptor(dataset, tables, release.provenance, ordered, known, made)
    yield Document(datapackage.NAME, to_json(described))
    yield Document("codebook.md", codebook(dataset, release.contents, ordered))
    yield Document("LICENSE", licence_text(dataset.licenses).encode())
    for name, text in sorted(release.extra.items()):
        yield Document(name, _text_file(text))
    if release.lineage is not None and release.lineage.delta is not None:
        yield Document(delta.NAME, to_json(release.lineage.delta))
    yield from metadata_documents(described, known)
    page = _page(release, known, ordered, described)
    yield Document("codebook.html", codebook_page(page))
    yield Document("README.md", _readme(release, citation_line(described), page, [*known, *_LATER], made))
    yield Document("index.html", index_page(page, release.outlines))
    facts = record.release_record(dataset, release.provenance, ordered, known, release.lineage)
    yield Document(record.NAME, to_json(facts))


_LATER: Final = ("index.html", "release.json", "SHA256SUMS")
"""What is made after the README, which lists it."""


def _page(
    release: Release,
    known: Mapping[str, Written],
    summaries: Mapping[str, Summary],
    described: Mapping[str, Any],
) -> PageInput:
    lineage = release.lineage
    return PageInput(
        dataset=release.dataset,
        version=release.dataset.version,
        provenance=release.provenance,
        contents=release.contents,
        summaries=summaries,
        descriptor=described,
        files=known,
        history=() if lineage is None else lineage.history[::-1],
        quality=release.quality or Quality(),
        schema_org=schema_org(described, known),
        citations=citations(described),
        about=release.about,
    )


def _readme(
    release: Release,
    citation: str,
    page: PageInput,
    paths: Iterable[str],
    made: Sequence[Made],
) -> bytes:
    dataset = release.dataset
    tables = [{"table": each.table, "summary": page.summaries[each.table.name]} for each in release.contents]
    return render(
        "README.md.j2",
        dataset=dataset,
        day=Markdown(release.provenance.timestamp[:10]),
        tables=tables,
        examples=beside(page),
        somewhere=PLACEHOLDER if base(page) == PLACEHOLDER else None,
        citation=citation,
        licences=[one for each in dataset.licenses for one in _licences(each)],
        files=list(_listed([*paths], made)),
    )


def _listed(paths: Sequence[str], made: Sequence[Made]) -> Iterator[tuple[str, str]]:
    """Yield each file, or folder of files, with what it is."""
    for name, words in FILES.items():
        if name in paths or any(path.startswith(name) for path in paths if name.endswith("/")):
            yield name, words
    further = {each.path: MADE[each.format] for each in made if "/" not in each.path}
    yield from further.items()
    yield from ((path, "") for path in paths if "/" not in path and path not in {*FILES, *further})


def _text_file(text: str) -> bytes:
    """Return a text with line feeds, whatever the line ends of the working copy."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return f"{unified.rstrip()}\n".encode()


def _licences(licence: License) -> list[dict[str, str | None]]:
    names = identifiers(licence.name)
    title = licence.title if len(names) == 1 else None
    return [{"name": name, "title": title, "path": address(licence, name)} for name in names]
