"""A package on another machine: fetched into the cache, verified, read from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dateline.errors import PackageError, Problem
from dateline.loading import hashing
from dateline.loading.cache import Seen
from dateline.loading.progress import progress
from dateline.loading.settings import OFFLINE
from dateline.loading.stores.store import DATA_LIMIT
from dateline.loading.web.model import Absent, Fetched
from dateline.read import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dateline.loading.cache import Cache
    from dateline.loading.settings import Settings
    from dateline.loading.web.model import Sink

    Tell = Callable[[int, int | None], None]


class Transport(Protocol):
    """How the files of a folder elsewhere are had."""

    @property
    def name(self) -> str:
        """The folder's own name."""

    def shown(self, path: str) -> str:
        """Return what to call the folder, or a file in it, without a secret."""

    def key(self, path: str) -> str:
        """Return what tells a file's address from others, without a secret."""

    def fetch(self, path: str, sink: Sink, *, limit: int, known: Fetched | None, tell: Tell) -> Fetched:
        """Fetch a file.

        Raises:
            Absent: if it is not there.
            PackageError: if it cannot be had, or has more bytes than `limit`.

        """

    def below(self, path: str) -> Transport:
        """Return a folder of this one."""

    def above(self) -> Transport | None:
        """Return the folder that holds this one."""


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A folder elsewhere.

    A file with a known hash is fetched once and never asked for again; of any other the
    server is asked whether it has changed. Offline, the cache has it or it is missing.
    """

    transport: Transport
    cache: Cache
    settings: Settings

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.transport.name

    def shown(self, path: str = "") -> str:
        """Return the address of the folder, or of a file in it, without a secret."""
        return self.transport.shown(path)

    def below(self, path: str) -> RemoteStore:
        """Return a folder of this one."""
        return RemoteStore(self.transport.below(path), self.cache, self.settings)

    def above(self) -> RemoteStore | None:
        """Return the folder that holds this one."""
        found = self.transport.above()
        return None if found is None else RemoteStore(found, self.cache, self.settings)

    def document(self, path: str, *, limit: int, sha256: str | None = None) -> bytes | None:
        """Return a small file's content; None if the server does not have it."""
        try:
            return self._get(path, sha256, 0, limit).read_bytes()
        except Absent:
            if sha256 is not None:  # it was promised
                raise
            return None

    def file(self, path: str, *, sha256: str | None = None, size: int | None = None) -> Path:
        """Return the file's copy in the cache."""
        why = paths.refusal(path)
        if why:
            message = f"the package names the path '{path}', which is refused: {why}"
            raise PackageError(Problem(message, self.shown()))
        return self._get(path, sha256, size, DATA_LIMIT if size is None else size)

    def whole(self) -> Path:
        """Return the file that the address itself names, such as an archive."""
        return self._get("", None, None, DATA_LIMIT)

    def _get(self, path: str, sha256: str | None, size: int | None, limit: int) -> Path:
        if sha256 is not None:
            return self._known(path, sha256, size, limit)
        return self._cached(path) if self.settings.offline else self._current(path, size, limit)

    def _known(self, path: str, sha256: str, size: int | None, limit: int) -> Path:
        """Return a file by its hash. If it has another, it is asked for once more: it may be two in one."""
        found = self.cache.find(sha256)
        if found is not None:
            return found
        if self.settings.offline:
            raise self._missing(path)
        for last in (False, True):
            with progress(path, size) as tell, self.cache.incoming() as incoming:
                self.transport.fetch(path, incoming, limit=limit, known=None, tell=tell)
                if last:
                    hint = "whoever publishes it has changed it, or the line has: ask them"
                    hashing.compare(incoming.sha256, sha256, self.shown(path), hint)
                if incoming.sha256 == sha256:
                    return self.cache.keep(incoming)
        raise AssertionError(path)

    def _current(self, path: str, size: int | None, limit: int) -> Path:
        """Return what stands at an address now."""
        seen = self.cache.seen(self.transport.key(path))
        before = None if seen is None else self.cache.find(seen.sha256)
        known = Fetched(seen.etag, seen.modified) if seen and before else None
        with progress(path, size) as tell, self.cache.incoming() as incoming:
            fetched = self.transport.fetch(path, incoming, limit=limit, known=known, tell=tell)
            if fetched.unchanged and before is not None:
                return before
            place = self.cache.keep(incoming)
        self.cache.remember(self.transport.key(path), Seen(place.name, fetched.etag, fetched.modified))
        return place

    def _cached(self, path: str) -> Path:
        seen = self.cache.seen(self.transport.key(path))
        found = None if seen is None else self.cache.find(seen.sha256)
        if found is None:
            raise self._missing(path)
        return found

    def _missing(self, path: str) -> PackageError:
        message = "this file is not in the cache, and nothing is fetched offline"
        hint = f"load it once with a connection, without {OFFLINE} and offline=True"
        return NotCached(Problem(message, self.shown(path), help=hint))


class NotCached(Absent):
    """A file that the cache does not have, while nothing may be fetched."""
