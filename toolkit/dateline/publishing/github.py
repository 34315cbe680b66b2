"""Publishing as a release of a GitHub repository (REST API, version 2022-11-28).

A version is the release of the tag `<dataset>/v<version>`, which points to the commit that
the records are from. It is a draft, which readers cannot see, until every file is uploaded
and GitHub's own digests of them are right; then one request publishes it. A draft is made
for one content: its text holds the hash of SHA256SUMS. A run that was interrupted goes on
with its draft; a run with other content makes its own, and the first to publish wins the tag.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dateline.errors import Problem, PublishError
from dateline.package import record
from dateline.publishing import archive, planning, standing
from dateline.publishing.deposit import documented, fill, is_sound
from dateline.publishing.fetching import fetch_verified
from dateline.publishing.github_draft import Draft, body, marker
from dateline.publishing.github_repo import Repository
from dateline.publishing.http import Client, RefusedError, insist_token, origin, uncertain
from dateline.publishing.staged import Staged, staged_elsewhere
from dateline.publishing.target import nothing
from dateline.versions import version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from dateline.package import Release
    from dateline.package.index import IndexedVersion
    from dateline.publishing.target import Published

_API: Final = "https://api.github.com"
_GONE: Final = 404
_ATTEMPTS: Final = 3
_HINTS: Final = {
    401: "GITHUB_TOKEN is wrong, or has expired",
    403: "GITHUB_TOKEN may not do this: it needs write access to the repository's contents",
    404: "check the name of the repository, and that GITHUB_TOKEN may see and write it",
}
_NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class GitHub:
    """A repository to publish releases of. A `Target`."""

    repo: Repository

    @property
    def place(self) -> str:
        """The repository."""
        return self.repo.api.place

    def versions(self, dataset: str) -> list[IndexedVersion]:
        """Return the versions of a dataset that have a published release, the newest first.

        Raises:
            PublishError: if GitHub cannot be reached, or refuses.

        """
        with documented(self.place):
            found = [each for each in self.repo.releases() if not each["draft"]]
            entries = [self.repo.entry(each) for each in found if _is_version(each["tag_name"], dataset)]
        return planning.of_dataset([each for each in entries if each is not None], dataset)

    def fetch(self, dataset: str, version: str, paths: Collection[str], to: Path) -> None:
        """Copy files of a published version below the folder `to`, each verified by its hash.

        Raises:
            PublishError: if there is no such version or file, or if it was changed.

        """
        found = self.repo.published(f"{dataset}/v{version}")
        entry = None if found is None else self.repo.entry(found)
        if found is None or entry is None:
            raise PublishError(Problem(f"there is no version {version} of {dataset}", self.place))
        with TemporaryDirectory(prefix="dateline-") as spare:
            get = archive.getter(
                entry, lambda name, at: self.repo.asset(found, name, at), Path(spare), self.place
            )
            fetch_verified(entry, paths, to, get, self.place)

    def publish(
        self,
        release: Release,
        *,
        check: Callable[[Path], None] | None = None,
        step: Callable[[str], None] | None = None,
    ) -> Published:
        """Publish a release of the repository, see `Target.publish`.

        Raises:
            PublishError: if GitHub cannot be reached or refuses, if the commit is not there,
                if the tag points to another one, or if the version is published with other
                records.

        """
        tell = step or nothing
        self.repo.api.json("GET", self.repo.path)  # before the work of building the release
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
            return self._published(staged, step or nothing)

    def _published(self, staged: Staged, tell: Callable[[str], None]) -> Published:
        self.repo.api.json("GET", self.repo.path)
        tag = _tag(staged)
        found = self._standing(staged, tag)
        if found is not None:
            return found
        commit = self._insist_commit(staged, tag)
        files = archive.flat_files(staged)
        draft = self._draft(staged, tag, commit, files)
        tell("draft made")
        shown = self._shown(draft, files, tag, tell)
        self._clear(staged, tag)
        if shown:
            self.repo.insist_tag(tag, commit)
            return staged.outcome(f"{self.place} {tag}", "published")
        return self._standing(staged, tag) or staged.outcome(f"{self.place} {tag}", "identical")

    def plan(self, release: Release, *, check: Callable[[Path], None] | None = None) -> list[str]:
        """Say what `publish` would do, a line each; nothing is written at GitHub.

        Raises:
            PublishError: as `publish`.

        """
        self.repo.api.json("GET", self.repo.path)
        with staged_elsewhere(release, check) as staged, documented(self.place):
            tag = _tag(staged)
            found = self._standing(staged, tag)
            if found is not None:
                return [str(found)]
            commit = self._insist_commit(staged, tag)
            draft = next(self._drafts(staged, tag), None)
            files = archive.flat_files(staged)
            there = "goes on with the draft" if draft else "makes a draft"
            return [
                f"{there} of release {tag} in {self.place}, commit {commit}",
                *(f"upload {name}, {file.stat().st_size:,} bytes" for name, file in files.items()),
                f"publish release {tag}, after all files are verified",
            ]

    def _standing(self, staged: Staged, tag: str) -> Published | None:
        """Return the outcome if the version is published already.

        Raises:
            PublishError: if it holds other records, was changed, or its tag was moved.

        """
        release = self.repo.published(tag)
        if release is None:
            return None
        place = f"{self.place} {tag}"
        differs = standing.would_differ(staged, lambda name: self.repo.read(release, name), place)
        facts = json.loads(self.repo.read(release, record.NAME))
        self.repo.insist_tag(tag, str(facts.get("commit")))
        self.repo.insist_whole(release, place)
        return staged.outcome(place, "standing" if differs else "identical", differs)

    def _insist_commit(self, staged: Staged, tag: str) -> str:
        """Return the commit that the records are from.

        Raises:
            PublishError: if there is none, if GitHub has none such, or if the tag points
                to another one.

        """
        commit = staged.facts.get("commit")
        if not isinstance(commit, str):
            hint = "commit the records, and push, then publish"
            raise PublishError(Problem("a release on GitHub needs a commit", self.place, help=hint))
        self.repo.insist_commit(commit, tag)
        return commit

    def _drafts(self, staged: Staged, tag: str) -> Iterator[Draft]:
        """Yield the drafts of this very content."""
        for each in self.repo.releases():
            if each["draft"] and each["tag_name"] == tag and marker(staged) in (each["body"] or ""):
                yield Draft(self.repo.api, self.repo.path, each)

    def _draft(self, staged: Staged, tag: str, commit: str, files: Mapping[str, Path]) -> Draft:
        """Go on with a draft of this content, or make one; look again where an answer was lost.

        A draft with a broken upload is left: another run may be at it, and what it removes
        there could be public already. It goes when the release is out.
        """
        value = {
            "tag_name": tag,
            "target_commitish": commit,
            "name": f"{staged.entry.title} {staged.entry.version}",
            "body": body(staged),
            "draft": True,
        }
        for attempt in range(_ATTEMPTS):
            for draft in self._drafts(staged, tag):
                if is_sound(draft, files):
                    return draft
            try:
                made = self.repo.api.json("POST", f"{self.repo.path}/releases", value)
                return Draft(self.repo.api, self.repo.path, made, own=True)
            except PublishError as error:
                if not uncertain(error) or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError  # the last attempt returns or raises

    def _clear(self, staged: Staged, tag: str) -> None:
        """Remove the drafts of runs that were interrupted: the tag is taken now."""
        for each in self._drafts(staged, tag):
            try:
                self.repo.api.json("DELETE", f"{self.repo.path}/releases/{each.id}")
            except RefusedError as error:
                if error.status != _GONE:  # another run may have removed it
                    raise

    def _shown(self, draft: Draft, files: Mapping[str, Path], tag: str, step: Callable[[str], None]) -> bool:
        """Fill a draft and publish it; return False if another run has published the tag meanwhile.

        Whatever goes wrong, what stands there afterwards is the answer: a lost reply may
        have been a yes, and the run that wins removes the drafts of the others.
        """
        try:
            fill(draft, files, step)
            value = {"draft": False, "tag_name": tag}
            self.repo.api.json("PATCH", f"{self.repo.path}/releases/{draft.id}", value)
        except PublishError:
            found = self.repo.published(tag)
            if found is None:
                raise
            if found["id"] != draft.id:
                return False
        step("release published")
        return True


def _tag(staged: Staged) -> str:
    return f"{staged.entry.dataset}/v{staged.entry.version}"


def _is_version(tag: str, dataset: str) -> bool:
    before, _, version = tag.partition("/v")
    return before == dataset and version_key(version) is not None


def open_github(repository: str, place: str, environment: Mapping[str, str]) -> GitHub:
    """Prepare the connection; nothing is sent yet.

    Args:
        repository: "owner/name".
        place: the target, for messages.
        environment: has GITHUB_TOKEN and, for a GitHub Enterprise server, GITHUB_API_URL.

    Raises:
        PublishError: if this names no repository, or if there is no token.

    """
    if not _NAME.fullmatch(repository) or {".", ".."} & {*repository.split("/")}:
        raise PublishError(Problem("this names no repository", place, help="write github:OWNER/REPOSITORY"))
    base = (environment.get("GITHUB_API_URL") or _API).rstrip("/")
    token = insist_token(environment, "GITHUB_TOKEN", place, base)
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    api = Client(base, token, place, headers, _uploads(base), _HINTS)
    return GitHub(Repository(api, f"/repos/{repository}"))


def _uploads(base: str) -> frozenset[str]:
    """Return the origin that takes uploads: uploads.X where the API is api.X, else the API's own."""
    host = urlsplit(base).hostname or ""
    return frozenset(
        {origin(f"https://uploads.{host.removeprefix('api.')}")} if host.startswith("api.") else ()
    )
