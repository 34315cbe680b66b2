"""Addresses on the web: taken apart, put together, shown without their secrets."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from dateline.document import quoted
from dateline.errors import PackageError, Problem

PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in its last 32 bits
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+(?:%[a-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address of HTTP: its parts, the path and the query as they are sent.

    `login` is the value of the Authorization header, if the address has a user and a password.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""
    login: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Take an address apart.

        Raises:
            PackageError: if it is none that can be fetched.

        """
        try:
            parts = urlsplit(text)
            host, port = (parts.hostname or "").rstrip("."), parts.port
            ascii_host = host if _is_number(host) else host.encode("idna").decode("ascii")
        except (ValueError, UnicodeError):  # its words may quote a password
            raise _unfit(text) from None
        scheme = parts.scheme.lower()
        if scheme not in PORTS or not _HOST.fullmatch(ascii_host) or _ODD.search(text) or _is_torn(parts):
            raise _unfit(text)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        login = _login(parts.username, parts.password)
        return cls(scheme, ascii_host, port or PORTS[scheme], path, query, login)

    def __str__(self) -> str:
        """Return it as it may be shown: without user, password and the values of its query."""
        return f"{self.origin}{self.path}{'?…' if self.query else ''}"

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"

    @property
    def origin(self) -> str:
        """Scheme, host and port (RFC 6454): whom a login is meant for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def target(self) -> str:
        """What is asked of the host."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def key(self) -> str:
        """Return what tells it from others, without a secret: of its query the hash alone."""
        query = hashlib.sha256(self.query.encode()).hexdigest()
        return f"{self.origin}{self.path}?{query}" if self.query else f"{self.origin}{self.path}"

    @property
    def name(self) -> str:
        """The last part of its path, as it is meant."""
        return unquote(self.path.rstrip("/").rpartition("/")[2])

    def below(self, path: str) -> Address:
        """Return the address of a file of this folder; `path` is plain text with slashes."""
        return replace(self, path=f"{self.path.rstrip('/')}/{quote(path)}", query="")

    def above(self) -> Address | None:
        """Return the address of the folder that holds this one or this file; None at the top."""
        if not self.path.strip("/"):
            return None
        return replace(self, path=self.path.rstrip("/").rpartition("/")[0] + "/", query="")

    def follow(self, location: str) -> Address:
        """Return where a redirect leads; the login goes along to the same origin alone.

        Raises:
            PackageError: if that is no address of HTTP, or HTTPS is left.

        """
        try:
            whole = urljoin(f"{self.origin}{self.target}", location.strip())
            scheme = urlsplit(whole).scheme.lower()
        except ValueError:
            raise PackageError(Problem("the server redirects to what is no address", str(self))) from None
        if scheme not in PORTS:
            raise PackageError(
                Problem(f"the server redirects to {quoted(f'{scheme}:')}, which is refused", str(self))
            )
        found = Address.parse(whole)
        if self.scheme == "https" and found.scheme == "http":
            message = f"the server redirects from https to http ({found}), which is refused"
            raise PackageError(Problem(message, str(self)))
        return replace(found, login=self.login if found.origin == self.origin else None)


def without_login(text: str) -> str:
    """Return what is meant as an address as it may be shown: without user, password and query.

    Where a password ends cannot be told if the address is wrong, so all before the last `@` goes.
    """
    head, mark, rest = text.partition("://")
    if not mark:
        return text
    shown, question, _ = rest.rpartition("@")[2].partition("?")
    return f"{head}://{shown}{'?…' if question else ''}"


def _is_torn(parts: SplitResult) -> bool:
    """Whether it may be a user and a password with a slash, which RFC 3986 takes for host, port and path.

    Such a password would be shown, and asked of a host that is a user's name. With `?` in place of the
    slash it would be asked of it as well; with `#` it would not, but the wrong host would be.
    """
    behind = parts.path or parts.query + parts.fragment
    return "@" not in parts.netloc and ":" in parts.netloc.rpartition("]")[2] and "@" in behind


def _unfit(text: str) -> PackageError:
    hint = (
        "an address begins with https:// and a host; "
        "in a password, @ is %40, / is %2F, # is %23; so is @ behind a port"
    )
    return PackageError(Problem("this is no address that can be fetched", without_login(text), help=hint))


def is_private(number: str) -> bool:
    """Tell whether an IP address is of a private network: this machine, this link, this site; or of nobody.

    Source: the IANA registries of special-purpose addresses, as `ipaddress` has them.
    Addresses that carry an IPv4 address are judged by that.
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner))
    return not address.is_global or address.is_multicast


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _login(user: str | None, password: str | None) -> str | None:
    if user is None:
        return None
    text = f"{unquote(user)}:{unquote(password or '')}"
    return f"Basic {base64.b64encode(text.encode()).decode()}"
