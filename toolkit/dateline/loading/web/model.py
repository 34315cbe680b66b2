"""What a fetched file is known by, and where its bytes go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dateline.errors import PackageError


class Sink(Protocol):
    """Where the bytes of a file go."""

    size: int
    """How many it has."""

    def write(self, block: bytes, /) -> None:
        """Take the next bytes."""

    def restart(self) -> None:
        """Forget all of them."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of a file that was fetched: how to ask whether it has changed, and whether it had."""

    etag: str | None
    modified: str | None
    unchanged: bool = False


class Absent(PackageError):  # noqa: N818 - a fact about the server, which is no error where a file may be missing
    """A file that the server does not have, or does not show."""
