"""What a server of InvenioRDM says of its records: a concept's, and those of whoever has the token."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from dateline.errors import Problem, PublishError
from dateline.publishing import archive
from dateline.publishing.zenodo_metadata import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dateline.package.index import IndexedVersion
    from dateline.publishing.http import Client

_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a concept.

    Args:
        api: the connection.
        number: of the concept, or of one of its versions; None if it is to be made.

    """

    api: Client
    number: str | None = None

    def latest(self) -> dict[str, Any] | None:
        """Return the concept's newest record; None if it is to be made.

        Raises:
            PublishError: if there is no such record.

        """
        if self.number is None:
            return None
        found = self.api.find(f"/records/{self.number}")
        if found is None:
            hint = "give the number in the record's address, or the scheme alone for a record of its own"
            raise PublishError(Problem(f"there is no record {self.number}", self.api.place, help=hint))
        latest: dict[str, Any] = self.api.json("GET", f"/records/{record_id(found)}/versions/latest")
        return latest

    def own(self, *, published: bool) -> Iterator[dict[str, Any]]:
        """Yield the records, or the drafts, of whoever has the token."""
        for each in self._hits("/user/records?"):
            if bool(each.get("is_published")) is published:
                yield each

    def _hits(self, path: str) -> Iterator[dict[str, Any]]:
        number, seen = 1, 0
        while True:
            answer = self.api.json("GET", f"{path}size={_PAGE}&page={number}")["hits"]
            yield from answer["hits"]
            seen += len(answer["hits"])
            if not answer["hits"] or seen >= int(answer["total"]):
                return
            number += 1

    def of_dataset(self, dataset: str) -> Iterator[dict[str, Any]]:
        """Yield the published records of a dataset; the newest may not be in the search yet."""
        latest = self.latest()
        if latest is None:
            found: Iterable[dict[str, Any]] = self.own(published=True)
        else:
            found = chain([latest], self._hits(f"/records/{record_id(latest)}/versions?"))
        seen = set()
        for each in found:
            said = marked(each)
            if said and said[0] == dataset and record_id(each) not in seen:
                seen.add(record_id(each))
                yield each

    def find(self, dataset: str, version: str) -> dict[str, Any] | None:
        """Return the published record of a version; None if there is none."""
        for each in self.of_dataset(dataset):
            if each["metadata"].get("version") == version:
                return each
        return None

    def file(self, record: dict[str, Any], name: str, to: Path) -> None:
        """Download a file of a published record."""
        self.api.download(f"/records/{record_id(record)}/files/{quote(name)}/content", to)

    def read(self, record: dict[str, Any], name: str) -> bytes:
        """Return the bytes of a small file of a published record."""
        with TemporaryDirectory(prefix="dateline-") as spare:
            place = Path(spare) / "file"
            self.file(record, name, place)
            return place.read_bytes()

    def entry(self, record: dict[str, Any]) -> IndexedVersion | None:
        """Describe a published record; None if dateline did not write it."""
        size = (record.get("files") or {}).get("total_bytes", 0)
        return archive.described(lambda name: self.read(record, name), size)


def record_id(record: Mapping[str, Any]) -> str:
    """Return a record's number, fit for a path."""
    return quote(str(record["id"]), safe="")


def address_of(place: str, record: Mapping[str, Any]) -> str:
    """Say where a record is: its page, its DOI, and what to publish the next version to."""
    doi = ((record.get("pids") or {}).get("doi") or {}).get("identifier")
    page = (record.get("links") or {}).get("self_html") or f"record {record['id']}"
    target = f"{place.partition(':')[0]}:{(record.get('parent') or {}).get('id')}"
    return f"{page} ({target}, DOI {doi})" if doi else f"{page} ({target})"
