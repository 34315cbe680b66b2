"""Opening a package by what a person calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem
from dateline.loading import ranges
from dateline.loading.locate import locate
from dateline.loading.package import Package
from dateline.loading.settings import settings as asked_settings

if TYPE_CHECKING:
    import os
    from datetime import date

    from dateline.loading.settings import Settings


def load(
    path: str | os.PathLike[str],
    *,
    version: str | None = None,
    as_of: date | str | None = None,
    lock: str | os.PathLike[str] | None = None,
    offline: bool | None = None,
    allow_private: bool = False,
) -> Package:
    """Open a published package, wherever it stands.

    Args:
        path: a release's folder, its datapackage.json, a dataset's folder with all its
            versions, a target with one dataset, or a zip archive of one of them: on disk,
            at an address (https, http), or in a bucket (s3). Or a Data Package of any
            other publisher. With `lock`, a dataset's name will do.
        version: "1.2.0"; "1.2" or "1" for the newest that begins so; "^1.2", "~1.2" or
            ">=1.1,<2"; None or "latest" for the newest.
        as_of: a day; the newest version that had been created by its end (UTC) is meant.
        lock: a file in which `dateline get --lock` pinned the version and its hashes.
        offline: whether to read the cache alone; None asks DATELINE_OFFLINE.
        allow_private: whether a public address may redirect to one of a private network.

    Returns:
        The package. Its data files are fetched, and verified, when they are asked for.

    Raises:
        PackageError: if there is no package there, no such version, or if anything is not
            what the release's SHA256SUMS says.

    """
    settings = asked_settings(offline=offline, allow_private=allow_private)
    if lock is not None:
        from dateline.loading.pins import load_pinned  # noqa: PLC0415 - few pin

        return load_pinned(path, lock, version, as_of, settings)
    return load_with(path, ranges.wanted(version, as_of), settings)


def load_with(path: str | os.PathLike[str], asked: ranges.Wanted, settings: Settings) -> Package:
    """Open a package by what has been read of the caller's wishes; as `load`."""
    package = Package(locate(path, asked, settings), settings)
    created = str(package.descriptor.get("created", ""))
    if not asked.anything and not asked.allows(package.version, created):
        hint = "give the folder above it to choose a version"
        said = package.version or "a package without a version"
        message = f"this is version {said}" if package.version else f"this is {said}"
        made = f" of {created[:10]}" if asked.as_of and created else ""
        raise PackageError(Problem(f"{message}{made}, not {asked}", package.location, help=hint))
    return package
