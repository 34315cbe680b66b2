"""What every metadata format asks of a descriptor, read once and in one way.

A descriptor is a Data Package's (https://datapackage.org/standard/data-package/). Nothing
here invents an address or an identifier: what the descriptor does not say is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.package.licences import identifiers
from dateline.package.metadata.addresses import address, doi
from dateline.package.metadata.agents import Agent, creators, people, with_role
from dateline.package.metadata.period import Period, period
from dateline.render.safe import uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.package.model import Written

_MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "ris": "application/x-research-info-systems",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by the end of a file's name: of IANA's registry, or as readers know them."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence.

    Args:
        name: its identifier.
        title: its name in words.
        address: where it can be read: the descriptor's link, or SPDX's page of a licence
            on SPDX's list; None for any other.
        spdx: whether it is on SPDX's list.

    """

    name: str
    title: str
    address: str | None
    spdx: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of the records: what it is called, and where it stands, if that is known."""

    title: str
    address: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release.

    Args:
        path: where it stands in the release.
        address: that as a relative URI.
        mediatype: what the descriptor says it is, or its name tells.
        title: what it is called, or None.
        bytes: its size.
        sha256: its hash, in hexadecimal.
        data: whether the descriptor describes it: it holds the data, and is no document about them.

    """

    path: str
    address: str
    mediatype: str
    title: str | None
    bytes: int
    sha256: str
    data: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """A release, as the formats tell of it.

    Args:
        descriptor: the descriptor itself, for what only one format asks.
        name: the dataset's short name.
        title: its title.
        description: what it is, in paragraphs.
        version: its version, or None.
        moment: when the release was made, in RFC 3339, or None.
        homepage: its web page, or None.
        doi: its DOI, as `10.…`, if its `id` or its homepage is one.
        keywords: each once.
        licences: each once.
        people: everybody who contributed.
        creators: those to be named as its authors.
        origins: what the records were taken from.
        period: the time that they speak of, or None.
        places: the places that they speak of.
        files: the files of the release, by path.

    """

    descriptor: Mapping[str, Any]
    name: str
    title: str
    description: str
    version: str | None
    moment: str | None
    homepage: str | None
    doi: str | None
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    people: tuple[Agent, ...]
    creators: tuple[Agent, ...]
    origins: tuple[Origin, ...]
    period: Period | None
    places: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def day(self) -> str | None:
        """The day of the release, YYYY-MM-DD in UTC."""
        return self.moment[:10] if self.moment else None

    @property
    def publishers(self) -> tuple[Agent, ...]:
        """Who the descriptor says publishes it."""
        return with_role(self.people, "publisher")

    @property
    def contributors(self) -> tuple[Agent, ...]:
        """Who contributed and is no author; who does nothing but publish it is none."""
        return tuple(
            each for each in self.people if each not in self.creators and each.roles != ("publisher",)
        )

    @property
    def data(self) -> tuple[File, ...]:
        """The files that hold the data."""
        return tuple(each for each in self.files if each.data)

    @property
    def tables(self) -> tuple[Mapping[str, Any], ...]:
        """The descriptor's resources."""
        return tuple(self.descriptor.get("resources") or ())


def facts(descriptor: Mapping[str, Any], files: Mapping[str, Written] | None = None) -> Facts:
    """Read a descriptor, and what was written beside it."""
    coverage = descriptor.get("coverage") or {}
    everybody = people(descriptor)
    title = str(descriptor.get("title") or descriptor.get("name") or "")
    return Facts(
        descriptor=descriptor,
        name=str(descriptor.get("name") or ""),
        title=title,
        description=str(descriptor.get("description") or "").strip() or title,
        version=descriptor.get("version"),
        moment=descriptor.get("created"),
        homepage=address(descriptor.get("homepage")),
        doi=_first_doi(descriptor.get("id"), descriptor.get("homepage")),
        keywords=tuple(dict.fromkeys(descriptor.get("keywords") or ())),
        licences=tuple(_licences(descriptor)),
        people=everybody,
        creators=creators(everybody),
        origins=tuple(_origin(each) for each in descriptor.get("sources") or ()),
        period=period(coverage.get("temporal")),
        places=tuple(dict.fromkeys(coverage.get("spatial") or ())),
        files=tuple(_files(descriptor, files or {})),
    )


def _first_doi(*texts: str | None) -> str | None:
    return next(filter(None, map(doi, texts)), None)


def _origin(source: Mapping[str, Any]) -> Origin:
    return Origin(str(source.get("title") or source.get("path") or ""), address(source.get("path")))


def _licences(descriptor: Mapping[str, Any]) -> Iterator[Licence]:
    seen = set()
    for each in descriptor.get("licenses") or ():
        path = address(each.get("path"))
        for name in identifiers(each.get("name") or path or each.get("title") or ""):
            if name and name not in seen:
                seen.add(name)
                known = _on_spdx_list(name)
                page = f"https://spdx.org/licenses/{name}.html" if known else None
                yield Licence(name, each.get("title") or name, path or page, known)


def _on_spdx_list(name: str) -> bool:
    """Whether SPDX lists the licence under this very identifier; `LicenseRef-…` is nobody's list."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415 - slow

    if not re.fullmatch(r"[A-Za-z0-9.+-]+", name) or name.lower().startswith("licenseref-"):
        return False
    try:
        return str(canonicalize_license_expression(name)) == name
    except InvalidLicenseExpression:
        return False


def _files(descriptor: Mapping[str, Any], files: Mapping[str, Written]) -> Iterator[File]:
    described = dict(_described(descriptor))
    for path, size in sorted(files.items()):
        said = described.get(path, {})
        mediatype = said.get("mediatype") or media_type(path)
        yield File(path, uri(path), mediatype, said.get("title"), size.bytes, size.sha256, path in described)


def _described(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what the descriptor says of a file, by path: of each table's twins, and of further ones."""
    for each in descriptor.get("resources") or ():
        yield each["path"], each
        twin = (each.get("dateline") or {}).get("parquet")
        if twin:
            yield twin["path"], {"title": each.get("title"), **twin}
    for each in (descriptor.get("dateline") or {}).get("files") or ():
        yield each["path"], each


def media_type(path: str) -> str:
    """Return the media type of a file by its name; plain text for what has no ending, such as LICENSE."""
    stem, dot, ending = path.rpartition(".")
    if not (stem and dot) or "/" in ending:
        return "text/plain"
    return _MEDIA_TYPES.get(ending.lower(), "application/octet-stream")
