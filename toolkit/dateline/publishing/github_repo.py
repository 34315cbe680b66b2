"""What a GitHub repository says of its releases, their files and its tags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dateline.errors import Problem, PublishError
from dateline.package import record, sums
from dateline.publishing import archive, standing
from dateline.publishing.github_draft import BINARY, held_assets, paged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.index import IndexedVersion
    from dateline.publishing.http import Client


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, to read from.

    Args:
        api: the connection.
        path: of the repository in the API.

    """

    api: Client
    path: str

    def releases(self) -> Iterator[dict[str, Any]]:
        """Return all releases, drafts too where the token may see them, the newest first."""
        return paged(self.api, f"{self.path}/releases")

    def published(self, tag: str) -> dict[str, Any] | None:
        """Return the published release of a tag; None if there is none."""
        found: dict[str, Any] | None = self.api.find(f"{self.path}/releases/tags/{quote(tag)}")
        return found

    def asset(self, release: dict[str, Any], name: str, to: Path) -> None:
        """Download an asset of a release.

        Raises:
            PublishError: if the release has none of this name.

        """
        for each in release["assets"]:
            if each["name"] == name:
                self.api.download(f"{self.path}/releases/assets/{int(each['id'])}", to, BINARY)
                return
        shown = f"{self.api.place} {release['tag_name']}"
        raise PublishError(Problem(f"dateline did not write this: there is no {name}", shown))

    def read(self, release: dict[str, Any], name: str) -> bytes:
        """Return the bytes of a small asset."""
        with TemporaryDirectory(prefix="dateline-") as spare:
            place = Path(spare) / "asset"
            self.asset(release, name, place)
            return place.read_bytes()

    def entry(self, release: dict[str, Any]) -> IndexedVersion | None:
        """Describe a published release; None if dateline did not write it."""
        names = {each["name"]: each["size"] for each in release["assets"]}
        if not {record.NAME, sums.NAME} <= names.keys():
            return None
        return archive.described(lambda name: self.read(release, name), sum(names.values()))

    def tagged(self, tag: str) -> str | None:
        """Return the commit that a tag points to; None if there is no such tag."""
        found = self.api.find(f"{self.path}/git/ref/tags/{quote(tag)}")
        if found is None:
            return None
        target = found["object"]
        while target["type"] == "tag":  # an annotated tag is an object of its own
            target = self.api.json("GET", f"{self.path}/git/tags/{quote(target['sha'])}")["object"]
        return str(target["sha"])

    def insist_tag(self, tag: str, commit: str) -> None:
        """Go on if a tag points to a commit, or to one right after it: that has the ledger's entry.

        Raises:
            PublishError: if it does not.

        """
        found = self.tagged(tag)
        if found != commit and commit not in self._parents(found):
            message = f"the tag {tag} points to commit {found}, and the release is of commit {commit}"
            hint = "a published version never changes: put the tag back, or publish another version"
            raise PublishError(Problem(message, self.api.place, help=hint))

    def _parents(self, commit: str | None) -> list[str]:
        found = commit and self.api.find(f"{self.path}/git/commits/{quote(commit)}")
        return [each["sha"] for each in found["parents"]] if found else []

    def insist_commit(self, commit: str, tag: str) -> None:
        """Go on if the repository has a commit, and the tag, if there is one, points to it.

        Raises:
            PublishError: if not.

        """
        if self.tagged(tag) is not None:
            self.insist_tag(tag, commit)
        elif self.api.find(f"{self.path}/git/commits/{commit}") is None:
            message = f"the repository has no commit {commit}"
            raise PublishError(Problem(message, self.api.place, help="push the commit, then publish again"))

    def insist_whole(self, release: dict[str, Any], place: str) -> None:
        """Go on if the published files are those that SHA256SUMS names.

        Raises:
            PublishError: if one is gone, changed, or too many.

        """
        expected = standing.read_sums(self.read(release, sums.NAME), place)
        held = held_assets(release["assets"])
        known = {name for name in expected if archive.is_beside(name)} | {sums.NAME}
        others = [name for name in held.keys() - known if not name.endswith(".zip")]
        wrong = [
            name
            for name in known - {sums.NAME}
            if name not in held or held[name].digest not in (None, f"sha256:{expected[name]}")
        ]
        if others or wrong:
            message = f"this version was changed after it was published: {', '.join(sorted(others + wrong))}"
            raise PublishError(Problem(message, place, help="put the files back from a copy"))
