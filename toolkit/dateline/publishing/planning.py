"""What a publication will do, in words; and choices among published versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import Problem, PublishError
from dateline.versions import newest_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.package.index import IndexedVersion
    from dateline.publishing.staged import Staged
    from dateline.publishing.target import Published


def of_dataset(entries: Iterable[IndexedVersion], dataset: str) -> list[IndexedVersion]:
    """Return a dataset's versions, the newest first."""
    known = {each.version: each for each in entries if each.dataset == dataset}
    return [known[version] for version in newest_first(list(known))]


def chosen(entries: Iterable[IndexedVersion], dataset: str, version: str, place: str) -> IndexedVersion:
    """Return a published version.

    Raises:
        PublishError: if there is none of this number.

    """
    known = of_dataset(entries, dataset)
    for each in known:
        if each.version == version:
            return each
    hint = f"there are {', '.join(each.version for each in known)}" if known else None
    raise PublishError(Problem(f"there is no version {version} of {dataset}", place, help=hint))


def lines(
    staged: Staged,
    place: str,
    known: Iterable[IndexedVersion],
    found: Published | None,
    *,
    latest: str | None,
    index: bytes | None,
) -> list[str]:
    """Say what publishing to a folder or a bucket would do.

    Args:
        staged: the finished release.
        place: the target.
        known: what is published there.
        found: what was found, if the version stands there already.
        latest: the version that `latest` would become; None if it stays.
        index: what index.json would become; None if it stays.

    """
    entry = staged.entry
    said = [str(found)] if found else written(staged, f"{place}/{entry.path}")
    if latest is not None:
        said.append(f"copy {entry.dataset} {latest} to {place}/{entry.dataset}/latest")
    if index is not None:
        before = ", ".join(each.version for each in of_dataset(known, entry.dataset)) or "nothing"
        what = "makes anew" if found else f"adds {staged.name} to"
        said.append(f"{what} {place}/index.json, {len(index):,} bytes; of {entry.dataset} it lists {before}")
    return said


def written(staged: Staged, place: str) -> list[str]:
    """List the files that would be written, with their sizes."""
    return [f"write {place}/{path}, {staged.written[path].bytes:,} bytes" for path in sorted(staged.written)]
