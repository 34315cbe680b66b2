"""A file from a web server, whole: asked for again where the line was cut, resumed where it can be."""

from __future__ import annotations

import email.utils
import http.client
import random
import re
import socket
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dateline.errors import PackageError, Problem
from dateline.loading.settings import OFFLINE
from dateline.loading.web.model import Absent, Fetched

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.loading.web.address import Address
    from dateline.loading.web.client import Client, Response
    from dateline.loading.web.model import Sink

BLOCK: Final = 1 << 18
"""Bytes read at once."""
_SLOWEST = 1 << 10
"""Bytes that must arrive within the time-out, so that no server holds a reader with a byte a minute."""
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_ABSENT = frozenset({403, 404, 410})
"""403 too: a bucket that does not list its files answers so for one that it does not have."""
_PROGRESS = 1 << 20
"""Bytes after which a new start counts as the first one."""
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(?:\d{1,18}|\*)")
_LATER = (ConnectionError, TimeoutError, http.client.HTTPException, ssl.SSLEOFError, ssl.SSLZeroReturnError)


class _AgainError(Exception):
    """Something that may go better next time."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(slots=True)
class _Download:
    client: Client
    address: Address
    sink: Sink
    limit: int
    tell: Callable[[int, int | None], None]
    known: Fetched | None
    validator: str | None = None
    result: Fetched = field(default_factory=lambda: Fetched(None, None))

    def attempt(self) -> None:
        """Ask once for what is still missing.

        Raises:
            _AgainError: if it may go better next time.
            PackageError: if it will not.

        """
        try:
            with self.client.get(self.address, self._asked()) as response:
                if self._judge(response):
                    self._take(response)
        except ssl.SSLCertVerificationError as error:
            message = f"the server's certificate cannot be trusted: {error.verify_message}"
            raise self._problem(message) from None
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:
                raise self._problem("there is no such host: check the address and the connection") from None
            raise _AgainError(f"the host's name cannot be looked up: {error.strerror}") from None
        except _LATER as error:
            raise _AgainError(_words(error)) from None
        except OSError as error:
            raise _AgainError(f"the connection failed: {error.strerror or error}") from None

    def _asked(self) -> Mapping[str, str]:
        if self.sink.size:
            again = {"If-Range": self.validator} if self.validator else {}
            return {"Range": f"bytes={self.sink.size}-", **again}
        if self.known is None:
            return {}
        asked = {"If-None-Match": self.known.etag, "If-Modified-Since": self.known.modified}
        return {key: value for key, value in asked.items() if value}

    def _judge(self, response: Response) -> bool:
        """Make of the status what follows from it; tell whether a body is to be read."""
        status = response.status
        if status in _AGAIN:
            raise _AgainError(f"the server answers {_status(status)}", _retry_after(response))
        if status in _ABSENT:
            raise Absent(Problem(f"the server answers {_status(status)}", str(self.address)))
        if status == http.client.NOT_MODIFIED and self.known is not None:
            self.result = Fetched(self.known.etag, self.known.modified, unchanged=True)
            return False
        if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and self.sink.size:
            self.sink.restart()
            raise _AgainError("the server has no more of this file")
        if status == http.client.UNAUTHORIZED:
            hint = "name the user in the address: https://USER:PASSWORD@HOST/…"
            raise PackageError(Problem(f"the server answers {_status(status)}", str(self.address), help=hint))
        if status not in (http.client.OK, http.client.PARTIAL_CONTENT):
            raise self._problem(f"the server answers {_status(status)}")
        if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise self._problem("the server sends the file encoded, which nobody asked for")
        return True

    def _take(self, response: Response) -> None:
        """Read the body; go on where the last attempt ended, if the server does."""
        if self.sink.size and not self._goes_on(response):
            self.sink.restart()
            if response.status == http.client.PARTIAL_CONTENT:
                raise _AgainError("the server sends another part of the file than was asked for")
        self._remember(response)
        length = response.length
        whole = None if length is None else self.sink.size + length
        if whole is not None and whole > self.limit:
            raise self._problem(
                f"the server announces {whole:,} bytes, and at most {self.limit:,} are expected"
            )
        self._read(response, whole)
        if whole is not None and self.sink.size < whole:
            message = f"the connection was cut after {self.sink.size:,} of {whole:,} bytes"
            raise _AgainError(message)

    def _goes_on(self, response: Response) -> bool:
        said = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        partial = response.status == http.client.PARTIAL_CONTENT
        return partial and said is not None and int(said[1]) == self.sink.size

    def _remember(self, response: Response) -> None:
        """Keep what tells this state of the file from another.

        Only a strong tag may resume a download (RFC 9110, 13.1.5).
        """
        etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        self.result = Fetched(etag, modified)
        self.validator = etag if etag and not etag.startswith("W/") else None if etag else modified

    def _read(self, response: Response, whole: int | None) -> None:
        timeout = self.client.settings.timeout
        since, before = time.monotonic(), self.sink.size
        while block := response.body.read1(BLOCK):
            if self.sink.size + len(block) > self.limit:
                raise self._problem(f"the file has more than the {self.limit:,} bytes that are expected")
            self.sink.write(block)
            self.tell(self.sink.size, whole)
            now = time.monotonic()
            if now - since > timeout:
                if self.sink.size - before < _SLOWEST:
                    raise _AgainError("the server sends hardly anything")
                since, before = now, self.sink.size

    def _problem(self, message: str) -> PackageError:
        return PackageError(Problem(message, str(self.address)))


def _nothing(_size: int, _whole: int | None) -> None:
    """Take no notice."""


def fetch(
    client: Client,
    address: Address,
    sink: Sink,
    *,
    limit: int,
    known: Fetched | None = None,
    tell: Callable[[int, int | None], None] = _nothing,
) -> Fetched:
    """Fetch a file.

    A connection that is cut is made again, by Range where the server takes it; so is a
    request that the server cannot answer at the moment, after the time it asks for.

    Args:
        client: who asks.
        address: the file's.
        sink: where its bytes go; it may hold the beginning already.
        limit: the most bytes that it may have.
        known: an earlier state of the file, which the server need not send again.
        tell: told how many bytes are there and how many there will be, for progress.

    Returns:
        What tells this state of the file from another.

    Raises:
        Absent: if the server does not have it.
        PackageError: if it cannot be had.

    """
    download = _Download(client, address, sink, limit, tell, known)
    settings = client.settings
    tries, best = 0, sink.size
    while True:
        try:
            download.attempt()
        except _AgainError as error:
            tries, best = (1, sink.size) if sink.size - best > _PROGRESS else (tries + 1, best)
            if tries >= settings.attempts:
                hint = f"try again later; with {OFFLINE}=1, what was fetched before is read"
                count = "1 attempt was made" if tries == 1 else f"{tries} attempts were made"
                said = f"{error}; {count}"
                raise PackageError(Problem(said, str(address), help=hint)) from None
            _wait(error, tries, client, address)
        else:
            return download.result


def _wait(error: _AgainError, tries: int, client: Client, address: Address) -> None:
    """Wait for as long as the server asks, or a while that doubles; some more, so that not all come at once.

    Raises:
        PackageError: if the server asks for more than a person would wait.

    """
    settings = client.settings
    pause = settings.pause * 2 ** (tries - 1)
    if error.after is not None:
        if error.after > settings.patience:
            message = f"{error}, and asks to be left alone for {error.after:,.0f} seconds"
            raise PackageError(Problem(message, str(address), help="try again later"))
        pause = max(pause, error.after)
    time.sleep(pause + random.uniform(0, pause / 4))  # noqa: S311 - no secret


def _retry_after(response: Response) -> float | None:
    """Return the seconds of Retry-After: a number or a moment (RFC 9110, 10.2.3)."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


def _status(status: int) -> str:
    """Return a status with the standard's word for it; the server's own words are not shown."""
    return f"{status} {http.client.responses.get(status, '')}".strip()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server does not answer"
    if isinstance(error, ConnectionRefusedError):
        return "nobody answers at this address"
    if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
        return "the server breaks off, or does not speak HTTP"
    return "the connection was cut"
