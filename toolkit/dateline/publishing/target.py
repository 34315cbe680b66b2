"""What every place to publish to can do, and what publishing there comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from dateline.package import Release
    from dateline.package.index import IndexedVersion

Status = Literal["published", "identical", "standing"]
SHOWN: Final = 5
"""How many names a sentence lists before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a release came to.

    Args:
        dataset: the dataset's name.
        version: the version's number.
        place: where it stands, as a person would look for it: a path or an address.
        status: "published"; "identical" if it stood there already, to the byte;
            "standing" if it stood there with the same records, and only documents that
            are made of them would be written otherwise today. The last two change
            nothing of the version.
        files: how many files it has.
        bytes: the size of them all.
        differs: the files that would be written otherwise, where it is "standing".
        folder: where it stands on this machine, if it does.

    """

    dataset: str
    version: str
    place: str
    status: Status
    files: int
    bytes: int
    differs: tuple[str, ...] = ()
    folder: Path | None = None

    def __str__(self) -> str:
        name = f"{self.dataset} {self.version}"
        if self.status == "identical":
            return f"{name} is already published, identical: {self.place}"
        if self.status == "standing":
            said = f"{name} stands, with the same records, and was left as it is: {self.place}"
            return f"{said}; made today, these would differ: {some(self.differs)}"
        return f"{name}: {self.files} files, {self.bytes:,} bytes in {self.place}"


class Target(Protocol):
    """A place to publish to: a folder, a bucket, Zenodo, a GitHub repository.

    Every method raises `PublishError` if the place cannot be reached, refuses, or holds
    what dateline did not write where a release must go.
    """

    @property
    def place(self) -> str:
        """What the target is called in messages; holds no credentials."""
        ...

    def versions(self, dataset: str) -> list[IndexedVersion]:
        """Return what is published there of a dataset, the newest first."""
        ...

    def fetch(self, dataset: str, version: str, paths: Collection[str], to: Path) -> None:
        """Copy files of a published version below the folder `to`, each verified by its hash.

        `paths` are as SHA256SUMS names them, such as data/events.csv.
        """
        ...

    def publish(
        self,
        release: Release,
        *,
        check: Callable[[Path], None] | None = None,
        step: Callable[[str], None] | None = None,
    ) -> Published:
        """Write a release so that readers see the old state or the new one, nothing between.

        Args:
            release: what to publish.
            check: called with the folder of the finished release before anything of it
                can be seen; what it raises stops the publication.
            step: told the name of each step that is done, for progress.

        """
        ...

    def plan(self, release: Release, *, check: Callable[[Path], None] | None = None) -> list[str]:
        """Say what `publish` would do, a line each; nothing is written at the target.

        The release is made in a temporary folder, so that sizes and checks are real.
        """
        ...


def nothing(_: str) -> None:
    """Take no notice of a step."""


def some(names: Collection[str]) -> str:
    """Return the first names in a sentence, and how many more there are; data and descriptor first."""
    ordered = sorted(names, key=lambda name: (not name.startswith("data/"), name != "datapackage.json", name))
    more = len(ordered) - SHOWN
    return ", ".join(ordered[:SHOWN]) + (f" and {more} more" if more > 0 else "")
