"""A draft release of a GitHub repository, and its files, which GitHub calls assets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from dateline.publishing import archive
from dateline.publishing.deposit import Held

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.publishing.http import Client
    from dateline.publishing.staged import Staged

BINARY: Final = "application/octet-stream"
"""What to accept where an asset's bytes are wanted, and not its description."""

_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft release. A `deposit.Draft`.

    Args:
        api: the connection.
        repo: the path of the repository in the API.
        release: what the API says of the draft.
        own: whether this run made it, so that no other run can have published it.

    """

    api: Client
    repo: str
    release: dict[str, Any]
    own: bool = False

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.release["id"])

    @property
    def place(self) -> str:
        """The repository and the tag."""
        return f"{self.api.place} {self.release['tag_name']} (draft)"

    @property
    def _path(self) -> str:
        return f"{self.repo}/releases"

    def files(self) -> dict[str, Held]:
        """Return the files that it holds; a digest that the server does not tell is read off the file."""
        assets = self._assets()
        held = held_assets(assets)
        for each in assets:  # older GitHub Enterprise servers tell no digest
            if each["state"] == "uploaded" and held[each["name"]].digest is None:
                held[each["name"]] = Held(each["size"], self._digest(int(each["id"])))
        return held

    def _assets(self) -> list[dict[str, Any]]:
        return list(paged(self.api, f"{self._path}/{self.id}/assets"))

    def _digest(self, number: int) -> str:
        with TemporaryDirectory(prefix="dateline-") as spare:
            place = Path(spare) / "asset"
            self.api.download(f"{self._path}/assets/{number}", place, BINARY)
            with place.open("rb") as file:
                return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"

    def upload(self, name: str, file: Path) -> None:
        """Add a file."""
        address = str(self.release["upload_url"]).partition("{")[0]
        self.api.send("POST", f"{address}?name={quote(name)}", file)

    def delete(self, name: str) -> None:
        """Remove a file."""
        for each in self._assets():
            if each["name"] == name:
                self.api.json("DELETE", f"{self._path}/assets/{int(each['id'])}")


def paged(api: Client, path: str) -> Iterator[dict[str, Any]]:
    """Yield what GitHub lists page by page."""
    number = 1
    while page := api.json("GET", f"{path}?per_page={_PAGE}&page={number}"):
        yield from page
        if len(page) < _PAGE:
            return
        number += 1


def held_assets(assets: list[dict[str, Any]]) -> dict[str, Held]:
    """Return a release's files; one whose upload broke off (state "starter") is unfinished."""
    return {
        each["name"]: Held(each["size"], each.get("digest") if each["state"] == "uploaded" else None)
        for each in assets
    }


def marker(staged: Staged) -> str:
    """Return the words by which a draft is known to be of a content."""
    return f"sha256:{staged.entry.sums}"


def body(staged: Staged) -> str:
    """Return the text of a release."""
    top = archive.archive_name(staged.entry)
    return (
        f"Version {staged.entry.version} of the dataset `{staged.entry.dataset}`. README.md tells what it "
        f"holds and how to cite it; {top} holds all its files.\n\n"
        f"SHA256SUMS, which has the hash of every file: `{marker(staged)}`\n"
    )
