"""Which release a path or an address means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.document import quoted
from dateline.errors import PackageError, Problem
from dateline.loading import ranges
from dateline.loading.settings import Settings
from dateline.loading.stores import DESCRIPTOR_LIMIT, INDEX_LIMIT, FolderStore, open_store
from dateline.package import index, record
from dateline.package.descriptor import NAME as DESCRIPTOR
from dateline.read import paths
from dateline.versions import newest_first, version_key

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from dateline.loading.ranges import Wanted
    from dateline.loading.stores import Store
    from dateline.package.index import IndexedVersion


@dataclass(frozen=True, slots=True)
class Located:
    """A release: its folder, its descriptor's file name, and what an index told of it.

    Args:
        store: the release's folder.
        descriptor: the descriptor's file name.
        sums: the SHA-256 of its SHA256SUMS, where an index told it.
        content: the descriptor, where it has been read.
        size: the bytes of all its files, where an index told it.

    """

    store: Store
    descriptor: str = DESCRIPTOR
    sums: str | None = None
    content: bytes | None = None
    size: int | None = None

    @property
    def folder(self) -> Path:
        """The release's folder on disk.

        Raises:
            PackageError: if it stands elsewhere.

        """
        if isinstance(self.store, FolderStore):
            return self.store.path
        hint = "get it first: dateline get … -o FOLDER"
        raise PackageError(
            Problem("only a package in a folder can be verified", self.store.shown(), help=hint)
        )


def locate(path: str | os.PathLike[str], asked: Wanted, settings: Settings) -> Located:
    """Find the release that a path or an address means.

    Args:
        path: a release's folder, its datapackage.json, a dataset's folder, a target, or a
            zip archive of one of them; on disk or elsewhere.
        asked: which version is meant.
        settings: how to fetch.

    Raises:
        PackageError: if there is no package, no such version, or a choice to be made.

    """
    opening = open_store(path, settings)
    store = opening.store
    if opening.file is not None and opening.file != index.NAME:
        return Located(store, opening.file)
    content = None if opening.file else _document(store, DESCRIPTOR, DESCRIPTOR_LIMIT)
    if content is not None:
        return Located(store, content=content)
    entries = indexed(store)
    if entries is not None:
        return _of_target(store, entries, asked)
    above = store.above()
    listed = [each for each in (indexed(above) if above else None) or [] if each.dataset == store.name]
    if above is not None and listed:
        return of_dataset(above, listed, asked)
    if isinstance(store, FolderStore):
        return _of_folders(store, asked)
    offline = " in the cache, and nothing is fetched offline" if settings.offline else ""
    message = f"there is no package here{offline}: neither {DESCRIPTOR} nor {index.NAME}"
    raise PackageError(Problem(message, store.shown()))


def locate_all(path: Path, version: str | None) -> list[Located]:
    """Find the releases that a path on disk means, of each dataset of a target.

    Without a version, a target or a dataset's folder in one means every release that the
    index lists, the oldest first.

    Raises:
        PackageError: as `locate`.

    """
    asked = ranges.wanted(version)
    place = FolderStore(path)
    if (path / DESCRIPTOR).is_file() or not path.is_dir():
        return [locate(path, asked, Settings())]
    target, names = _listed_at(place)
    if target is None:
        return [locate(path, asked, Settings())]
    entries = [each for each in indexed(target) or [] if each.dataset in names]
    if version is not None:
        return [of_dataset(target, [one for one in entries if one.dataset == name], asked) for name in names]
    ordered = sorted(entries, key=lambda each: (each.dataset, version_key(each.version) or ()))
    return [of_dataset(target, [each], asked) for each in ordered]


def _listed_at(place: FolderStore) -> tuple[FolderStore | None, list[str]]:
    """Return the target that a folder is, or in which it is a dataset's, and the datasets that are meant."""
    entries = indexed(place)
    if entries:
        return place, sorted({each.dataset for each in entries})
    above = place.above()
    if above is not None and any(each.dataset == place.name for each in indexed(above) or []):
        return above, [place.name]
    return None, []


def indexed(store: Store) -> list[IndexedVersion] | None:
    """Return the versions that a target's index lists; None if it has no index.

    Raises:
        PackageError: if the index is none of dateline's.

    """
    content = _document(store, index.NAME, INDEX_LIMIT)
    return None if content is None else index.read_index(content, store.shown(index.NAME))


def of_dataset(target: Store, entries: list[IndexedVersion], asked: Wanted) -> Located:
    """Choose among the versions of one dataset that an index lists.

    Raises:
        PackageError: if there is no such version, or it is not where the index says.

    """
    known = {each.version: each for each in entries}
    place = target.shown(entries[0].dataset)
    chosen = known[ranges.choose(asked, {each.version: each.created for each in entries}, place)]
    why = paths.refusal(chosen.path)
    if why:
        message = f"the index names the path {quoted(chosen.path)}, which is refused: {why}"
        raise PackageError(Problem(message, target.shown(index.NAME)))
    store = target.below(chosen.dataset).below(chosen.version)
    if isinstance(store, FolderStore) and not (store.path / DESCRIPTOR).is_file():
        message = f"{index.NAME} lists version {chosen.version}, and it is not there"
        raise PackageError(Problem(message, store.shown()))
    return Located(store, sums=chosen.sums, size=chosen.bytes)


def siblings(store: Store) -> tuple[Store, list[IndexedVersion]] | None:
    """Return the target in which a release stands, and what its index lists of the same dataset.

    None if the release stands alone.

    Raises:
        PackageError: if the index is none of dateline's.

    """
    home = store.above()
    target = home.above() if home is not None else None
    if home is None or target is None:
        return None
    listed = [each for each in indexed(target) or [] if each.dataset == home.name]
    return (target, listed) if listed else None


def _document(store: Store, name: str, limit: int) -> bytes | None:
    """Return a JSON document; None where a server has none and answers with a page for people."""
    content = store.document(name, limit=limit)
    if content is not None and not isinstance(store, FolderStore) and content.lstrip()[:1] == b"<":
        return None
    return content


def _of_target(target: Store, entries: list[IndexedVersion], asked: Wanted) -> Located:
    names = sorted({each.dataset for each in entries})
    if len(names) != 1:
        hint = f"name one of them: {', '.join(target.shown(name) for name in names)}" if names else None
        raise PackageError(Problem(f"this folder holds {len(names)} datasets", target.shown(), help=hint))
    return of_dataset(target, entries, asked)


def _of_folders(store: FolderStore, asked: Wanted) -> Located:
    """Choose among a dataset's folders that were copied without their index."""
    folders = [each.name for each in store.path.iterdir() if (each / record.NAME).is_file()]
    created = {name: _created(store.path / name) for name in newest_first(folders)}
    if not created:
        message = f"there is no package here: neither {DESCRIPTOR} nor {index.NAME}"
        raise PackageError(Problem(message, store.shown()))
    return Located(store.below(ranges.choose(asked, created, store.shown())))


def _created(folder: Path) -> str:
    from dateline.loading.descriptor import read_json  # noqa: PLC0415 - few folders have no index

    return str(read_json(folder / record.NAME).get("created", ""))
