"""A located release, opened: its descriptor verified and read, its tables within reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.errors import PackageError, Problem
from dateline.loading import hashing
from dateline.loading.contents import release_contents
from dateline.loading.descriptor import parse_object
from dateline.loading.stores import DESCRIPTOR_LIMIT, SUMS_LIMIT
from dateline.package import record, sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.loading.contents import Contents
    from dateline.loading.locate import Located
    from dateline.loading.stores import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened package.

    Args:
        store: where it stands.
        name: its descriptor's file name.
        descriptor: its descriptor, as JSON values.
        hashes: the SHA-256 of its files by path, from SHA256SUMS; empty if there is none.
        sums: the SHA-256 of SHA256SUMS itself; None if there is none.
        size: the bytes of all its files, where an index told it.
        contents: its tables.
        verified: whether a published hash vouches for the descriptor and for every data file.

    """

    store: Store
    name: str
    descriptor: Mapping[str, Any]
    hashes: Mapping[str, str]
    sums: str | None
    size: int | None
    contents: Contents
    verified: bool


def opened(located: Located) -> Opened:
    """Open a located package: index → SHA256SUMS → descriptor → data files, each vouches for the next.

    Raises:
        PackageError: if a link of the chain is missing or broken, or the descriptor is none.

    """
    store = located.store
    listing = store.document(sums.NAME, limit=SUMS_LIMIT, sha256=located.sums)
    if listing is None and located.sums is not None:
        raise PackageError(Problem("the index names this file, and it is not there", store.shown(sums.NAME)))
    hashes = {} if listing is None else sums.read_sums(listing, store.shown(sums.NAME))
    expected = hashes.get(located.descriptor)
    content = _descriptor(located, expected)
    file = store.shown(located.descriptor)
    if record.NAME in hashes or (not hashes and _has_record(store)):
        descriptor: Mapping[str, Any] = parse_object(content, file)
        contents: Contents = release_contents(store, descriptor, file, hashes)
    else:
        from dateline.loading.strangers import strangers_contents  # noqa: PLC0415 - most packages are dateline's

        descriptor, contents = strangers_contents(store, located.descriptor, content, hashes)
    digest = None if listing is None else hashing.of_bytes(listing)
    verified = expected is not None and contents.hashed
    return Opened(store, located.descriptor, descriptor, hashes, digest, located.size, contents, verified)


def _descriptor(located: Located, expected: str | None) -> bytes:
    """Return the descriptor's content, held to the hash that is expected."""
    store, name = located.store, located.descriptor
    if located.content is not None and expected in (None, hashing.of_bytes(located.content)):
        return located.content
    content = store.document(name, limit=DESCRIPTOR_LIMIT, sha256=expected)
    if content is None:
        raise PackageError(Problem("there is no descriptor here", store.shown(name)))
    return content


def _has_record(store: Store) -> bool:
    return store.document(record.NAME, limit=DESCRIPTOR_LIMIT) is not None
