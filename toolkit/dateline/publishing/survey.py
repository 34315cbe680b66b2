"""What a target holds already: the versions that its index lists, and those that its folders hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem, PublishError
from dateline.package import index, record, sums
from dateline.package.index import IndexedVersion
from dateline.publishing.files import measure
from dateline.versions import version_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def published_versions(target: Path) -> list[IndexedVersion]:
    """Return every version that the target holds.

    A run that was killed may have left a complete version that no index lists yet; it
    counts. What dateline did not write is passed over.

    Raises:
        PublishError: if the index is not dateline's, or if a version that it lists is
            gone or was changed.

    """
    known = {each.path: each for each in _indexed(target / index.NAME)}
    problems = [problem for each in known.values() for problem in _damage(target, each)]
    if problems:
        raise PublishError(*problems)
    return [known.get(each.path, each) for each in _on_disk(target)]


def _indexed(path: Path) -> list[IndexedVersion]:
    if not path.exists():
        return []
    try:
        return index.read_index(path.read_bytes(), str(path))
    except PackageError as error:
        hint = "publish to a folder of its own, or move the file away"
        raise PublishError(Problem(error.problems[0].message, str(path), help=hint)) from None


def _damage(target: Path, each: IndexedVersion) -> Iterator[Problem]:
    path = target / each.path / sums.NAME
    hint = f"put the folder back from a copy, or take the version out of {index.NAME}"
    if not path.is_file():
        yield Problem(
            f"{index.NAME} lists version {each.version}, and this file is gone", str(path), help=hint
        )
    elif measure(path).sha256 != each.sums:
        yield Problem(f"version {each.version} was changed after it was published", str(path), help=hint)


def _on_disk(target: Path) -> Iterator[IndexedVersion]:
    for dataset in sorted(target.iterdir()):
        if dataset.name.startswith(".") or not dataset.is_dir():
            continue
        for folder in sorted(dataset.iterdir()):
            found = describe(folder) if version_key(folder.name) else None
            if found and found.path == f"{dataset.name}/{folder.name}":
                yield found


def describe(folder: Path) -> IndexedVersion | None:
    """Return what the folder's release says of itself; None if it holds no release."""
    if folder.is_symlink() or not (folder / sums.NAME).is_file():
        return None
    try:
        said = json.loads((folder / record.NAME).read_bytes())
        texts = [said[key] for key in ("dataset", "title", "version", "created")]
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(each, str) for each in texts):
        return None
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    dataset, title, version, created = texts
    return IndexedVersion(dataset, title, version, created, size, measure(folder / sums.NAME).sha256)
