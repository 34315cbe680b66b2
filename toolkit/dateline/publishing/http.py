"""HTTP with a token, by the standard library: what Zenodo and GitHub are spoken to with.

The token goes to the origins it is meant for and to no other, whatever an answer or a
redirect says; it goes unencrypted to this machine alone; it stands in no message. What may
be repeated without harm is repeated, a few times; what may not, is left to the caller.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from dateline.errors import Problem, PublishError
from dateline.publishing.http_answers import AGAIN, HARMLESS, limit, pause_after, words_of
from dateline.render.safe import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_ATTEMPTS: Final = 4
_REDIRECTS: Final = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_BLOCK = 1024 * 1024
_AGAIN_HINT = "check the network, then publish again: it goes on where it stopped"


class RefusedError(PublishError):
    """A server refused; `status` is the HTTP status, `said` what the server said of it."""

    def __init__(self, status: int, said: str, problem: Problem) -> None:
        self.status = status
        self.said = said
        super().__init__(problem)


class LostError(PublishError):
    """There was no answer, or half of one: whether the request was carried out is not known."""


def uncertain(error: PublishError) -> bool:
    """Tell whether a request may have been carried out although it failed."""
    return isinstance(error, LostError) or (isinstance(error, RefusedError) and error.status in AGAIN)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirect here: the token would go along."""


@dataclass(frozen=True, slots=True)
class Client:
    """A service and the token for it.

    Args:
        base: the address below which its paths are.
        token: sent as a bearer token; stands in no message and no `repr`.
        place: the target, for messages.
        headers: sent with every request.
        also: further origins that the token is meant for, such as one for uploads.
        hints: what to do about a status, for messages.
        wait: how to let time pass, in seconds.
        timeout: how long a server may be silent, in seconds.

    """

    base: str
    token: str = field(repr=False)
    place: str
    headers: Mapping[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    hints: Mapping[int, str] = field(default_factory=dict)
    wait: Callable[[float], None] = time.sleep
    timeout: float = 60.0

    def json(self, method: str, path: str, value: object = None) -> Any:  # noqa: ANN401 - JSON
        """Send JSON, if any, and return the JSON that is answered; None if nothing is.

        Raises:
            RefusedError: if the server refuses.
            LostError: if there is no answer.

        """
        body = None if value is None else json.dumps(value).encode()
        answer = self._repeated(method, self.address(path), body, {"Content-Type": "application/json"})
        try:
            return json.loads(answer) if answer.strip() else None
        except ValueError:
            raise self._lost("this is not the JSON that it should answer") from None

    def find(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON at an address; None if there is nothing.

        Raises:
            RefusedError, LostError: as `json`.

        """
        try:
            return self.json("GET", path)
        except RefusedError as error:
            if error.status == http.client.NOT_FOUND:
                return None
            raise

    def send(self, method: str, path: str, file: Path) -> None:
        """Send a file's bytes.

        Raises:
            RefusedError, LostError: as `json`.

        """
        self._repeated(method, self.address(path), file, {"Content-Type": "application/octet-stream"})

    def download(self, path: str, to: Path, accept: str = "*/*") -> None:
        """Copy what an address answers to a file.

        Raises:
            RefusedError, LostError: as `json`.

        """
        self._repeated("GET", self.address(path), None, {"Accept": accept}, to)

    def address(self, path: str) -> str:
        """Return the full address; a path is below `base`.

        Raises:
            PublishError: if an answer names an address that the token is not meant for.

        """
        if not path.startswith(("https://", "http://")):
            return f"{self.base}{path}"
        if not self._meant_for(path):
            message = f"the server names an address of another server: {terminal(origin(path))}"
            raise PublishError(Problem(message, self.place, help="check the address of the service"))
        return path

    def _meant_for(self, address: str) -> bool:
        return origin(address) in {origin(self.base), *self.also}

    def _repeated(
        self,
        method: str,
        address: str,
        body: bytes | Path | None,
        headers: Mapping[str, str],
        to: Path | None = None,
    ) -> bytes:
        """Send a request; again if that does no harm and may help."""
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            pause: float | None
            try:
                return self._followed(method, address, body, headers, to)
            except HTTPError as error:
                with error:
                    pause = pause_after(error, method, attempt)
                    refused = self._refused(error)
                if last or pause is None:
                    raise refused from None
            except (URLError, OSError, http.client.HTTPException) as error:
                if last or method not in HARMLESS:
                    raise self._lost(_reason(error)) from None
                pause = float(2**attempt)
            self.wait(pause)
        raise AssertionError  # the last attempt returns or raises

    def _followed(
        self,
        method: str,
        address: str,
        body: bytes | Path | None,
        headers: Mapping[str, str],
        to: Path | None,
    ) -> bytes:
        """Send a request and follow redirects of reading, without the token where it is not meant for."""
        for _ in range(_REDIRECTS):
            try:
                return self._sent(method, address, body, headers, to)
            except HTTPError as error:
                moved = urljoin(address, error.headers.get("Location") or "")
                if method != "GET" or error.code not in _MOVED or not _as_safe(address, moved):
                    raise
                error.close()
                address = moved
        raise self._lost("it sends us round in circles")

    def _sent(
        self,
        method: str,
        address: str,
        body: bytes | Path | None,
        headers: Mapping[str, str],
        to: Path | None,
    ) -> bytes:
        shown = {"User-Agent": "dateline", **self.headers, **headers}
        if self._meant_for(address):
            shown["Authorization"] = f"Bearer {self.token}"
        if body is None or isinstance(body, bytes):
            return self._exchanged(Request(address, body, shown, method=method), to)  # noqa: S310 - checked by `client`
        shown["Content-Length"] = str(body.stat().st_size)
        with body.open("rb") as file:
            return self._exchanged(Request(address, file, shown, method=method), to)  # noqa: S310 - as above

    def _exchanged(self, request: Request, to: Path | None) -> bytes:
        with build_opener(_Stay).open(request, timeout=self.timeout) as answer:
            if to is None:
                content: bytes = answer.read()
                return content
            with to.open("wb") as file:
                _copy(answer, file)
            return b""

    def _refused(self, error: HTTPError) -> RefusedError:
        said = self._without_token(words_of(error))
        message = f"the server says {error.code} {error.reason}".rstrip()
        shown = terminal(f"{message}: {said}" if said else message)
        hint = self.hints.get(error.code)
        if (left := limit(error)) is not None:
            hint = f"the limit of requests is reached: try again in {left:.0f} seconds"
        return RefusedError(error.code, said, Problem(shown, self.place, help=hint))

    def _lost(self, reason: str) -> LostError:
        shown = terminal(self._without_token(reason))
        return LostError(Problem(f"the server cannot be reached: {shown}", self.place, help=_AGAIN_HINT))

    def _without_token(self, text: str) -> str:
        return text.replace(self.token, "***") if self.token else text


def _copy(answer: IO[bytes], file: IO[bytes]) -> None:
    """Copy an answer; one that ends early raises, as `read` without a size would."""
    length = getattr(answer, "length", None)
    copied = 0
    while block := answer.read(_BLOCK):
        file.write(block)
        copied += len(block)
    if length is not None and copied != length:
        raise http.client.IncompleteRead(b"", length - copied)


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", None) or error
    if isinstance(inner, TimeoutError):
        return "no answer in time"
    return str(getattr(inner, "strerror", None) or inner) or type(inner).__name__


def _as_safe(before: str, after: str) -> bool:
    """Tell whether a redirect leads to the web, and not from an encrypted connection to a plain one."""
    return after.startswith("https://") or (after.startswith("http://") and before.startswith("http://"))


def origin(address: str) -> str:
    """Return scheme, host and port of an address (RFC 6454)."""
    parts = urlsplit(address)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname}:{port}"


def insist_token(environment: Mapping[str, str], variable: str, place: str, base: str) -> str:
    """Return the token for a service.

    Args:
        environment: where it is looked for.
        variable: its name there.
        place: the target, for messages.
        base: the service's address.

    Raises:
        PublishError: if there is none, if it cannot be one, or if it would travel unencrypted.

    """
    token = environment.get(variable, "").strip()
    parts = urlsplit(base)
    if not token:
        hint = f"set {variable} in the environment"
        raise PublishError(Problem("there is no token for this target", place, help=hint))
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        hint = "set it again; its value is not shown here"
        raise PublishError(Problem(f"{variable} holds a character that no token has", place, help=hint))
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _THIS_MACHINE):
        message = f"the token would travel unencrypted to {terminal(base)}"
        raise PublishError(Problem(message, place, help="write an address that begins with https://"))
    return token
