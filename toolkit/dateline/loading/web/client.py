"""One request to a web server, redirects included; whoever is asked has been looked at first."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from dateline.errors import PackageError, Problem
from dateline.loading.web.address import PORTS, Address, is_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.loading.settings import Settings

_LENGTH: Final = re.compile(r"[0-9]{1,18}")
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS: Final = 10
_HEADERS: Final = {
    "User-Agent": "dateline",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Response:
    """A server's answer, its body not yet read."""

    address: Address
    status: int
    headers: http.client.HTTPMessage
    body: http.client.HTTPResponse

    @property
    def length(self) -> int | None:
        """How many bytes the server says follow; None if it does not say."""
        said = self.headers.get("Content-Length", "")
        return int(said) if _LENGTH.fullmatch(said) else None


@dataclass(slots=True)
class Client:
    """Asks the host of one address, and whomever it redirects to.

    What the caller named may be anywhere; from a public address nothing leads to a private
    one, unless the settings allow it. The check is made of the very address that is
    connected to, so that no name can point elsewhere in between.
    """

    root: Address
    settings: Settings
    may_be_private: bool | None = field(default=None)

    @contextmanager
    def get(self, address: Address, headers: Mapping[str, str]) -> Iterator[Response]:
        """Ask for a file and follow redirects.

        Raises:
            PackageError: if a redirect leads where none may lead.
            OSError, http.client.HTTPException: if the connection fails.

        """
        for _ in range(MOST_REDIRECTS + 1):
            with closing(self._connect(address)) as connection:
                login = {"Authorization": address.login} if address.login else {}
                connection.request(
                    "GET", _target(connection, address), headers={**_HEADERS, **headers, **login}
                )
                with closing(connection.getresponse()) as answer:
                    location = answer.headers.get("Location")
                    if answer.status not in REDIRECTS or location is None:
                        yield Response(address, answer.status, answer.headers, answer)
                        return
            address = address.follow(location)
        raise PackageError(Problem(f"the server redirects more than {MOST_REDIRECTS} times", str(self.root)))

    def _connect(self, address: Address) -> _Connection:
        proxy = _proxy(address)
        if proxy is not None:
            self._judge(address, _numbers_if_literal(address))
            return _Connection(address, proxy.host, proxy.port, self.settings.timeout, proxy)
        numbers = _resolve(address)
        self._judge(address, numbers)
        return _Connection(address, numbers, address.port, self.settings.timeout)

    def _judge(self, address: Address, numbers: list[str]) -> None:
        """Refuse an address of a private network, unless the caller's own was one or they may be.

        Raises:
            PackageError: naming it.

        """
        private = any(map(is_private, numbers))
        if self.may_be_private is None:
            self.may_be_private = private or self.settings.allow_private
        if private and not self.may_be_private:
            message = (
                f"the server leads to an address of a private network ({address.origin}), which is refused"
            )
            hint = "if you trust it, allow private addresses: allow_private=True, or --allow-private"
            raise PackageError(Problem(message, str(self.root), help=hint))


class _Connection(http.client.HTTPConnection):
    """A connection to one of the numbers that were looked at, not to whatever the name says next."""

    def __init__(
        self,
        address: Address,
        numbers: str | list[str],
        port: int,
        timeout: float,
        proxy: Address | None = None,
    ) -> None:
        self.default_port = PORTS[address.scheme]
        super().__init__(address.host, address.port, timeout=timeout)
        self.address, self.proxy = address, proxy
        self._ends = [(each, port) for each in ([numbers] if isinstance(numbers, str) else numbers)]
        if proxy is not None and address.scheme == "https":
            login = {"Proxy-Authorization": proxy.login} if proxy.login else {}
            self.set_tunnel(address.host, address.port, login)

    def connect(self) -> None:
        """Connect to the first of the numbers that answers; by TLS, if the address says so."""
        self.sock = self._reach()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.address.scheme == "https":
            if self.proxy is not None:
                self._tunnel()  # type: ignore[attr-defined] # the standard library's own, as its HTTPSConnection uses it
            self.sock = trusted().wrap_socket(self.sock, server_hostname=self.address.host)

    def _reach(self) -> socket.socket:
        for place, end in enumerate(self._ends, 1):
            try:
                return socket.create_connection(end, self.timeout)
            except OSError:
                if place == len(self._ends):
                    raise
        raise ConnectionError("the host has no address")


@cache
def trusted() -> ssl.SSLContext:
    """Return the rules of TLS, with the system's certificates, which take a while to read."""
    return ssl.create_default_context()


def _target(connection: _Connection, address: Address) -> str:
    """Return the request's target: a proxy is told the whole address (RFC 9112, 3.2.2)."""
    whole = connection.proxy is not None and address.scheme == "http"
    return f"{address.origin}{address.target}" if whole else address.target


def _resolve(address: Address) -> list[str]:
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _numbers_if_literal(address: Address) -> list[str]:
    """Return the numbers that a host stands for without a look-up, which is the proxy's to make."""
    if address.host == "localhost" or address.host.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        found = socket.getaddrinfo(address.host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return []
    return [str(each[4][0]) for each in found]


def _proxy(address: Address) -> Address | None:
    """Return the proxy that the environment names for an address, as urllib finds it."""
    said = getproxies().get(address.scheme)
    if not said or proxy_bypass(f"{address.host}:{address.port}"):
        return None
    text = said if "://" in said else f"http://{said}"
    if urlsplit(text).scheme.lower() != "http":
        raise PackageError(Problem("only proxies that are spoken to by http:// are known", _shown_host(text)))
    return Address.parse(text)


def _shown_host(text: str) -> str:
    return unquote(urlsplit(text).hostname or "")
