"""Publishing as a record of Zenodo, or of another InvenioRDM server (REST API).

A dataset is one concept, whose DOI stands for all versions; a version is a record of it.
The record is a draft, which readers cannot see, until every file is uploaded and the
server's checksums of them are right; then one request publishes it, which cannot be undone.
A sentence in the record's technical description says which dataset, version and content it
is: by it an interrupted run finds its draft, and nothing is added to a stranger's record.

Source: https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from dateline.errors import Problem, PublishError
from dateline.package import descriptor
from dateline.publishing import archive, planning, standing
from dateline.publishing.deposit import documented, fill
from dateline.publishing.fetching import fetch_verified
from dateline.publishing.http import Client, insist_token, uncertain
from dateline.publishing.staged import Staged, staged_elsewhere
from dateline.publishing.target import nothing
from dateline.publishing.zenodo_draft import Draft, described
from dateline.publishing.zenodo_metadata import draft_of, marked
from dateline.publishing.zenodo_records import Records, address_of, record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dateline.package import Release
    from dateline.package.index import IndexedVersion
    from dateline.publishing.target import Published

SERVERS: Final = {
    "zenodo": ("https://zenodo.org/api", "ZENODO_TOKEN"),
    "zenodo-sandbox": ("https://sandbox.zenodo.org/api", "ZENODO_SANDBOX_TOKEN"),
}
"""The servers, and the variables that hold their tokens: neither gets the other's."""

_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Zenodo:
    """A concept to publish versions of. A `Target`."""

    records: Records

    @property
    def place(self) -> str:
        """The server and the record."""
        return self.records.api.place

    def versions(self, dataset: str) -> list[IndexedVersion]:
        """Return the published versions of a dataset, the newest first.

        Raises:
            PublishError: if the server cannot be reached, or refuses.

        """
        with documented(self.place):
            entries = [self.records.entry(each) for each in self.records.of_dataset(dataset)]
        return planning.of_dataset([each for each in entries if each is not None], dataset)

    def fetch(self, dataset: str, version: str, paths: Collection[str], to: Path) -> None:
        """Copy files of a published version below the folder `to`, each verified by its hash.

        Raises:
            PublishError: if there is no such version or file, or if it was changed.

        """
        found = self.records.find(dataset, version)
        entry = None if found is None else self.records.entry(found)
        if found is None or entry is None:
            raise PublishError(Problem(f"there is no version {version} of {dataset}", self.place))
        with TemporaryDirectory(prefix="dateline-") as spare:
            get = archive.getter(
                entry, lambda name, at: self.records.file(found, name, at), Path(spare), self.place
            )
            fetch_verified(entry, paths, to, get, self.place)

    def publish(
        self,
        release: Release,
        *,
        check: Callable[[Path], None] | None = None,
        step: Callable[[str], None] | None = None,
    ) -> Published:
        """Publish a record, see `Target.publish`.

        Raises:
            PublishError: if the server cannot be reached or refuses, if the record is not of
                this dataset, or if the version is published with other records.

        """
        tell = step or nothing
        self.records.latest()  # before the work of building the release
        tell("started")
        with staged_elsewhere(release, check) as staged:
            tell("release written")
            return self.publish_staged(staged, step=step)

    def publish_staged(self, staged: Staged, *, step: Callable[[str], None] | None = None) -> Published:
        """Publish a release that is finished on this disk.

        Raises:
            PublishError: as `publish`.

        """
        with documented(self.place):
            latest = self._insist_dataset(staged)
            found = self._standing(staged)
            if found is not None:
                return found
            try:
                return self._deposited(staged, latest, step or nothing)
            except PublishError:
                found = self._standing(staged)  # another run may have published it meanwhile
                if found is None:
                    raise
                return found

    def _deposited(
        self, staged: Staged, latest: dict[str, Any] | None, step: Callable[[str], None]
    ) -> Published:
        files = archive.flat_files(staged)
        draft = described(self.records.api, record_id(self._draft(staged, latest)), self._wanted(staged))
        step("draft made")
        fill(draft, files, step)
        record = self._show(draft)
        step("record published")
        return staged.outcome(address_of(self.place, record), "published")

    def plan(self, release: Release, *, check: Callable[[Path], None] | None = None) -> list[str]:
        """Say what `publish` would do, a line each; nothing is written at the server.

        Raises:
            PublishError: as `publish`.

        """
        self.records.latest()
        with staged_elsewhere(release, check) as staged, documented(self.place):
            latest = self._insist_dataset(staged)
            found = self._standing(staged)
            if found is not None:
                return [str(found)]
            files = archive.flat_files(staged)
            new = (
                "a record of its own"
                if latest is None
                else f"a new version of {address_of(self.place, latest)}"
            )
            return [
                f"make, or go on with, the draft of {new}: {staged.entry.title} {staged.entry.version}",
                *(f"upload {name}, {file.stat().st_size:,} bytes" for name, file in files.items()),
                "publish the record, after all files are verified: it gets a DOI, and cannot be removed",
            ]

    def _insist_dataset(self, staged: Staged) -> dict[str, Any] | None:
        """Return the concept's newest record, if it is of this dataset.

        Raises:
            PublishError: if it is of another, or not dateline's; or if the dataset has a
                concept already and a new one is asked for.

        """
        latest, dataset = self.records.latest(), staged.entry.dataset
        if latest is not None:
            said = marked(latest)
            if said is None or said[0] != dataset:
                what = f"holds the dataset {said[0]}" if said else "was not published by dateline"
                message = f"record {record_id(latest)} {what}, and this is {dataset}"
                raise PublishError(Problem(message, self.place, help="check the number of the record"))
            return latest
        for each in self.records.own(published=True):
            said = marked(each)
            if said and said[0] == dataset and said[1] != staged.entry.version:
                number = each["parent"]["id"]
                scheme = self.place.partition(":")[0]
                message = f"{dataset} has a record already"
                raise PublishError(Problem(message, self.place, help=f"publish to {scheme}:{number}"))
        return None

    def _standing(self, staged: Staged) -> Published | None:
        """Return the outcome if the version is published already.

        Raises:
            PublishError: if it holds other records.

        """
        record = self.records.find(staged.entry.dataset, staged.entry.version)
        if record is None:
            return None
        place = address_of(self.place, record)
        differs = standing.would_differ(staged, lambda name: self.records.read(record, name), place)
        return staged.outcome(place, "standing" if differs else "identical", differs)

    def _draft(self, staged: Staged, latest: dict[str, Any] | None) -> dict[str, Any]:
        """Go on with the draft of this content, or make one; look again where an answer was lost.

        Raises:
            PublishError: if the concept has a draft of something else.

        """
        if latest is not None:
            return self._next(staged, latest)
        for attempt in range(_ATTEMPTS):
            for each in self.records.own(published=False):
                if marked(each) == (staged.entry.dataset, staged.entry.version, staged.entry.sums):
                    return each
            try:
                made: dict[str, Any] = self.records.api.json("POST", "/records", self._wanted(staged))
            except PublishError as error:
                if not uncertain(error) or attempt == _ATTEMPTS - 1:
                    raise
            else:
                return made
        raise AssertionError  # the last attempt returns or raises

    def _next(self, staged: Staged, latest: dict[str, Any]) -> dict[str, Any]:
        """Return the draft of the concept's next version: there is one at most, and asking again gives it."""
        made: dict[str, Any] = {}
        for attempt in range(_ATTEMPTS):
            try:
                made = self.records.api.json("POST", f"/records/{record_id(latest)}/versions")
                break
            except PublishError as error:
                if not uncertain(error) or attempt == _ATTEMPTS - 1:
                    raise
        said = marked(made)
        mine = (staged.entry.dataset, staged.entry.version, staged.entry.sums)
        if said not in (mine, marked(latest)):
            what = f"of {said[0]} {said[1]} with other content" if said else "that dateline did not make"
            message = f"there is a draft {what}, record {record_id(made)}"
            hint = "publish or delete it on the server's site, then publish again"
            raise PublishError(Problem(message, self.place, help=hint))
        return made

    def _wanted(self, staged: Staged) -> dict[str, Any]:
        return draft_of(json.loads(staged.read(descriptor.NAME)), staged.entry.sums)

    def _show(self, draft: Draft) -> dict[str, Any]:
        """Publish a draft; return the record."""
        try:
            self.records.api.json("POST", f"/records/{draft.id}/draft/actions/publish")
        except PublishError as error:
            if not uncertain(error) or self.records.api.find(f"/records/{draft.id}") is None:
                raise
        record: dict[str, Any] = self.records.api.json("GET", f"/records/{draft.id}")
        return record


def open_zenodo(scheme: str, record: str, place: str, environment: Mapping[str, str]) -> Zenodo:
    """Prepare the connection; nothing is sent yet.

    Args:
        scheme: "zenodo" or "zenodo-sandbox".
        record: the number of a record; may be empty.
        place: the target, for messages.
        environment: has the token and, for another server, DATELINE_ZENODO_URL.

    Raises:
        PublishError: if this is no number of a record, or if there is no token.

    """
    base, variable = SERVERS[scheme]
    if scheme == "zenodo":
        base = environment.get("DATELINE_ZENODO_URL") or base
    base = base.rstrip("/")
    if not re.fullmatch(r"[a-z0-9-]{0,40}", record):
        hint = f"write {scheme}: or {scheme}:1234567"
        raise PublishError(Problem("this is no number of a record", place, help=hint))
    token = insist_token(environment, variable, place, base)
    hints = {
        401: f"{variable} is wrong, or has expired",
        403: f"{variable} may not do this: it needs the scopes deposit:write and deposit:actions, "
        "and the record must be its owner's",
    }
    headers = {"Accept": "application/vnd.inveniordm.v1+json"}
    api = Client(base, token, place, headers, frozenset(), hints)
    return Zenodo(Records(api, record or None))
