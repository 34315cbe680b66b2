"""Releases that stand elsewhere, copied to this machine to be looked at as a whole."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.loading import ranges
from dateline.loading.exporting import write_package
from dateline.loading.locate import indexed, of_dataset
from dateline.loading.package import Package
from dateline.loading.settings import settings as asked_settings
from dateline.loading.start import load_with
from dateline.loading.stores import open_store
from dateline.package import index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.loading.settings import Settings
    from dateline.loading.stores import Store
    from dateline.package.index import IndexedVersion


@contextmanager
def mirrored(address: str, version: str | None) -> Iterator[Path]:
    """Copy the releases that an address means into a folder, for as long as it is used.

    Args:
        address: a target, a dataset's address in one, or a release.
        version: as for `load`; None means every release of a target.

    Raises:
        PackageError: if there is no package there, or a file of it was changed.

    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        place = Path(folder) / "copy"
        place.mkdir()
        # Not the cache of every day: what stands there now is looked at, not what was fetched before.
        settings = replace(asked_settings(), cache=Path(folder) / "cache")
        target, entries = _listed(open_store(address, settings).store)
        if target is None or version is not None:
            write_package(load_with(address, ranges.wanted(version), settings), place / "release")
            yield place / "release"
            return
        _copy(target, entries, place, settings)
        yield place


def _listed(store: Store) -> tuple[Store | None, list[IndexedVersion]]:
    """Return the target that a store is, or in which it is a dataset's, and the releases that are meant."""
    entries = indexed(store)
    if entries:
        return store, entries
    above = store.above()
    found = [each for each in (indexed(above) if above else None) or [] if each.dataset == store.name]
    return (above, found) if found else (None, [])


def _copy(target: Store, entries: list[IndexedVersion], place: Path, settings: Settings) -> None:
    """Copy releases into the layout of a target, with an index of them."""
    for each in entries:
        package = Package(of_dataset(target, [each], ranges.wanted(None)), settings)
        folder = place / each.dataset / each.version
        folder.parent.mkdir(exist_ok=True)
        write_package(package, folder)
    (place / index.NAME).write_bytes(index.index_text(entries))
