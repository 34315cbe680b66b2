"""A folder on the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.loading.web.download import fetch

if TYPE_CHECKING:
    from dateline.loading.stores.remote import Tell
    from dateline.loading.web.address import Address
    from dateline.loading.web.client import Client
    from dateline.loading.web.model import Fetched, Sink


@dataclass(frozen=True, slots=True)
class HttpTransport:
    """A folder on the web: its address, and who asks."""

    address: Address
    client: Client

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.address.name

    def shown(self, path: str) -> str:
        """Return an address without a secret."""
        return str(self._of(path))

    def key(self, path: str) -> str:
        """Return what tells a file's address from others."""
        return self._of(path).key

    def fetch(self, path: str, sink: Sink, *, limit: int, known: Fetched | None, tell: Tell) -> Fetched:
        """Fetch a file."""
        return fetch(self.client, self._of(path), sink, limit=limit, known=known, tell=tell)

    def below(self, path: str) -> HttpTransport:
        """Return a folder of this one."""
        return HttpTransport(self.address.below(path), self.client)

    def above(self) -> HttpTransport | None:
        """Return the folder that holds this one."""
        found = self.address.above()
        return None if found is None else HttpTransport(found, self.client)

    def _of(self, path: str) -> Address:
        return self.address.below(path) if path else self.address
