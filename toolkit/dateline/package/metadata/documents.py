"""Every metadata document of a release, from its descriptor and its files."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata import schemaorg
from dateline.package.metadata.biblatex import biblatex
from dateline.package.metadata.cff import cff
from dateline.package.metadata.citing import citation_line
from dateline.package.metadata.croissant import croissant
from dateline.package.metadata.datacite import datacite
from dateline.package.metadata.datasette import NAME as DATASETTE
from dateline.package.metadata.datasette import datasette
from dateline.package.metadata.dcat import dcat
from dateline.package.metadata.facts import Facts, facts
from dateline.package.metadata.ris import ris
from dateline.package.metadata.rocrate import NAME as RO_CRATE
from dateline.package.metadata.rocrate import rocrate
from dateline.package.model import Document, Written
from dateline.package.serial import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WRITERS: Final[Mapping[str, Callable[[Facts], bytes | None]]] = {
    "CITATION.cff": cff,
    "citation.bib": lambda told: biblatex(told).encode(),
    "citation.ris": lambda told: ris(told).encode(),
    "datacite.json": lambda told: to_json(datacite(told)),
    "croissant.json": lambda told: to_json(croissant(told)),
    "dcat.jsonld": lambda told: to_json(dcat(told)),
    DATASETTE: lambda told: None if (found := datasette(told)) is None else to_json(found),
    RO_CRATE: lambda told: to_json(rocrate(told)),
}
"""What writes each document, if there is one, in the order in which they are made.

The RO-Crate lists all the others.
"""


def metadata_documents(descriptor: Mapping[str, Any], files: Mapping[str, Written]) -> Iterator[Document]:
    """Yield CITATION.cff, citation.bib, citation.ris and the descriptions for machines.

    datasette.json is one of them if the descriptor names an SQLite database.

    Args:
        descriptor: what datapackage.json holds.
        files: every file of the release that exists by now, by path, those of the
            descriptor's resources among them.

    Raises:
        KeyError: if a data file that the descriptor names is not among `files`.

    """
    known = dict(files)
    for path, write in _WRITERS.items():
        content = write(facts(descriptor, known))
        if content is None:
            continue
        known[path] = Written(len(content), sha256(content).hexdigest())
        yield Document(path, content)


def schema_org(descriptor: Mapping[str, Any], files: Mapping[str, Written]) -> dict[str, Any]:
    """Return a schema.org Dataset to embed in a page that stands beside the files.

    Write it into a `<script>` with `script_json`, which no text can break out of.
    """
    return schemaorg.dataset(facts(descriptor, files))


def citations(descriptor: Mapping[str, Any]) -> Mapping[str, str]:
    """Return how to cite, for people to copy: `APA` on one line, `BibTeX` and `RIS`."""
    told = facts(descriptor)
    return {"APA": citation_line(descriptor), "BibTeX": biblatex(told), "RIS": ris(told)}
