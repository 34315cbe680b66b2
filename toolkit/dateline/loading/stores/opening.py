"""What a person calls a package by, made a place to read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dateline.document import did_you_mean
from dateline.errors import PackageError, Problem
from dateline.loading.stores.folder import FolderStore

if TYPE_CHECKING:
    import os

    from dateline.loading.settings import Settings
    from dateline.loading.stores.archive import ArchiveStore
    from dateline.loading.stores.remote import RemoteStore
    from dateline.loading.stores.store import Store

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_ZIP = ".zip"
_JSON = ".json"


@dataclass(frozen=True, slots=True)
class Opening:
    """A place, and the file in it that was named, if one was."""

    store: Store
    file: str | None = None


def is_address(path: str | os.PathLike[str]) -> bool:
    """Tell whether this is an address, not a path: it begins with a scheme and `://`."""
    return isinstance(path, str) and SCHEME.match(path) is not None


def open_store(path: str | os.PathLike[str], settings: Settings) -> Opening:
    """Open the place that a path or an address names.

    Raises:
        PackageError: if there is nothing, or nothing that could be a package.

    """
    if not is_address(path):
        return _of_disk(Path(path), settings)
    text = str(path).strip()
    scheme = text.partition(":")[0].lower()
    if scheme == "s3":
        return _of_bucket(text, settings)
    if scheme in ("http", "https"):
        return _of_web(text, settings)
    from dateline.loading.web.address import without_login  # noqa: PLC0415 - most packages are read from disk

    hint = "packages are read from https://, http:// and s3://, and from paths"
    raise PackageError(
        Problem(f"'{scheme}://' is no address that is read here", without_login(text), help=hint)
    )


def _of_disk(place: Path, settings: Settings) -> Opening:
    if not place.exists():
        raise PackageError(Problem("there is nothing here", str(place), help=_neighbour(place)))
    if place.is_dir():
        return Opening(FolderStore(place))
    if place.suffix.lower() == _ZIP:
        return Opening(_archive(place, str(place), settings))
    if place.suffix.lower() != _JSON:
        hint = "give the folder of a package, its datapackage.json, or a zip archive of it"
        raise PackageError(Problem("this file is no package", str(place), help=hint))
    return Opening(FolderStore(place.parent), place.name)


def _of_bucket(text: str, settings: Settings) -> Opening:
    # Most packages are read from disk, and need no web.
    from dateline.loading.cache import Cache  # noqa: PLC0415
    from dateline.loading.stores.bucket import open_bucket  # noqa: PLC0415
    from dateline.loading.stores.remote import RemoteStore  # noqa: PLC0415

    return _named(RemoteStore(open_bucket(text, settings), Cache(settings.cache), settings))


def _of_web(text: str, settings: Settings) -> Opening:
    # As above.
    from dateline.loading.cache import Cache  # noqa: PLC0415
    from dateline.loading.stores.http import HttpTransport  # noqa: PLC0415
    from dateline.loading.stores.remote import RemoteStore  # noqa: PLC0415
    from dateline.loading.web.address import Address  # noqa: PLC0415
    from dateline.loading.web.client import Client  # noqa: PLC0415

    address = Address.parse(text)
    return _named(
        RemoteStore(HttpTransport(address, Client(address, settings)), Cache(settings.cache), settings)
    )


def _named(store: RemoteStore) -> Opening:
    """Tell a file from a folder, by the end of its name."""
    name = store.name.lower()
    if name.endswith(_ZIP):
        return Opening(_archive(store.whole(), store.shown(), store.settings))
    above = store.above() if name.endswith(_JSON) else None
    return Opening(store) if above is None else Opening(above, store.name)


def _archive(place: Path, label: str, settings: Settings) -> ArchiveStore:
    from dateline.loading.cache import Cache  # noqa: PLC0415 - as above
    from dateline.loading.stores.archive import open_archive  # noqa: PLC0415 - as above

    return open_archive(place, label, Cache(settings.cache))


def _neighbour(place: Path) -> str | None:
    if not place.parent.is_dir() or not place.name:
        return None
    names = sorted(each.name for each in place.parent.iterdir() if not each.name.startswith("."))
    hint = did_you_mean(place.name, names) if names else ""
    return hint if hint.startswith("did you mean") else None
