"""Web addresses taken apart: what is wrong with one, and the form in which it is kept.

Source: RFC 3986 (generic syntax; dot segments, section 5.2.4), RFC 9110 (http and https,
section 4.2), RFC 5891 (hosts beyond ASCII). Tracking parameters are those that the
senders themselves document: they say how a reader came, never what the page is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import urlsplit

_TRACKING = re.compile(
    r"(?:utm_[^=]*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl)(?:=|$)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\s\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_KEPT = 1 << 16

_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_SAFE = r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]"
PLAIN = rf"^https?://(?:{_NAME}\.)+[a-z][a-z]+(?:/{_SAFE}*)?(?:\?(?:{_SAFE}|\?)*)?$"
"""Pattern of addresses with which nothing can be wrong, unless `DOUBTFUL` is in them as well."""
DOUBTFUL = (
    r"/\.\.?(?:/|\?|$)|^https?://[^/?]*[^./]{64}|^.{254}|(?i:[?&](?:utm_|fbclid|gclid|dclid|gbraid|wbraid"
    r"|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl))"
)
"""Pattern of what has to be looked at more closely."""


class Address(NamedTuple):
    """What is to be said of an address.

    Args:
        fault: why it cannot be used, as the end of a sentence; None if it can.
        canonical: the form in which it is kept; None if it cannot be used.

    """

    fault: str | None
    canonical: str | None = None


@lru_cache(_KEPT)
def look(text: str) -> Address:
    """Look at one address; whatever stands in it, nothing is raised."""
    if _UNSEEN.search(text) or "\\" in text:
        return Address("it has white space, a backslash or a character that cannot be seen")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        return Address(f"it cannot be taken apart ({str(error)[:80]})")
    fault = _fault(parts.scheme, parts.netloc, parts.hostname or "")
    if fault is not None:
        return Address(fault)
    host = (parts.hostname or "").rstrip(".")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"
    rest, hash_, fragment = text.partition("#")
    query = _query(rest.partition("?")[2]) if "?" in rest else ""
    tail = f"#{fragment}" if hash_ and fragment.startswith("!") else ""
    return Address(None, f"{parts.scheme}://{netloc}{_path(parts.path)}{query}{tail}")


def _fault(scheme: str, netloc: str, host: str) -> str | None:
    """Say what is wrong with the parts that every address has."""
    if scheme not in _PORTS:
        return "it does not begin with http:// or https://"
    if "@" in netloc:
        return "it has a user's name before the host"
    if not host:
        return "it names no host"
    return None if _is_host(host) else "its host cannot be one"


def _is_host(host: str) -> bool:
    if ":" in host:
        return _is_ip(IPv6Address, host)
    name = ascii_host(host)
    labels = [] if name is None else name.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004 - a name and its domain
        return False
    return not labels[-1].isdigit() or _is_ip(IPv4Address, host)


def _is_ip(kind: type[IPv4Address | IPv6Address], host: str) -> bool:
    try:
        kind(host)
    except AddressValueError:
        return False
    return True


def ascii_host(host: str) -> str | None:
    """Return a host in lower-case ASCII, without a dot at its end; None if it cannot be one."""
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:  # a label that is empty, too long, or of letters that no name may have
        return None
    return name or None


def _query(text: str) -> str:
    kept = [each for each in text.split("&") if not _TRACKING.match(each)]
    return "?" + "&".join(kept) if kept else ""


def _path(path: str) -> str:
    """Remove dot segments."""
    out: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del out[max(1, len(out) - 1) :]
        elif segment != ".":
            out.append(segment)
    if segments[-1] in (".", ".."):
        out.append("")
    return "/".join(out)
