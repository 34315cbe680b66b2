"""Strings and their formats, and fields of any type.

Every pattern here is in the subset that Rust's regular expressions and Python's share.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from dateline.compile.types.kind import Kind, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.table import Field

# RFC 3987's `ucschar` without spaces and without invisible formatting characters.
_BEYOND_ASCII = (
    "\u00a1-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef\U00010000-\U000dffff"
)
_ALNUM = f"A-Za-z0-9{_BEYOND_ASCII}"
_LABEL = f"[{_ALNUM}](?:[{_ALNUM}-]*[{_ALNUM}])?"
_TOP_LABEL = f"[A-Za-z{_BEYOND_ASCII}](?:[{_ALNUM}-]*[{_ALNUM}])"
_ATOM = f"[{_ALNUM}!#$%&'*+/=?^_`{{|}}~-]+"

EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_TOP_LABEL}"
"""A mailbox of RFC 5322 without quotes and comments, RFC 6531's letters, a dotted domain."""

_HOST_LABEL = f"[{_ALNUM}_](?:[{_ALNUM}_-]*[{_ALNUM}_])?"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|{_HOST_LABEL}(?:\.{_HOST_LABEL})*\.?)"
_ESCAPE = "%[0-9A-Fa-f]{2}"
_USER = f"(?:(?:[{_ALNUM}._~!$&'()*+,;=:-]|{_ESCAPE})*@)?"
_AUTHORITY = f"{_USER}{_HOST}(?::[0-9]{{1,5}})?"
_PATH = f"(?:[{_ALNUM}._~!$&'()*+,;=:@/-]|{_ESCAPE})*"
_TAIL = (
    rf"(?:\?(?:[{_ALNUM}._~!$&'()*+,;=:@/?-]|{_ESCAPE})*)?(?:#(?:[{_ALNUM}._~!$&'()*+,;=:@/?-]|{_ESCAPE})*)?"
)

URI = rf"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:{_AUTHORITY})?(?:/{_PATH})?|{_PATH}){_TAIL}"
"""RFC 3986 with RFC 3987's letters: a scheme, then what it names. No relative reference."""

WEB = "[Hh][Tt][Tt][Pp][Ss]?:|[Ff][Tt][Pp]:"
"""Schemes that name a host."""

WEB_URI = rf"(?:{WEB})//{_AUTHORITY}(?:/{_PATH})?{_TAIL}"
"""A URI of one of those schemes."""

UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
"""RFC 9562."""

BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
"""RFC 4648 section 4: padded, no line breaks."""


def string(field: Field) -> Kind:
    """Text as it stands, normalisation form and all, held to the field's format."""
    if field.format not in _FORMATS:
        return Kind(pl.String(), "a text", read=_same, write=_same, total=True)
    expected, holds = _FORMATS[field.format]
    return Kind(pl.String(), expected, read=lambda cell: pl.when(holds(cell)).then(cell), write=_same)


def anything(field: Field) -> Kind:  # noqa: ARG001 - every type's maker takes its field
    """Any text: "a data consumer MUST NOT perform any processing on this field's values"."""
    return Kind(pl.String(), "any text", read=_same, write=_same, native=_json, total=True)


def _same(cell: pl.Expr) -> pl.Expr:
    return cell


def _json(raw: object) -> str:
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)


def _matches(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda cell: cell.str.contains(whole(pattern))


def _is_uri(cell: pl.Expr) -> pl.Expr:
    """Tell URIs: without look-ahead, "a web address names a host" takes three patterns."""
    web = cell.str.contains(f"^(?:{WEB})")
    return pl.when(web).then(cell.str.contains(whole(WEB_URI))).otherwise(cell.str.contains(whole(URI)))


_FORMATS: dict[str, tuple[str, Callable[[pl.Expr], pl.Expr]]] = {
    "email": ("an e-mail address, such as name@example.org", _matches(EMAIL)),
    "uri": ("a full web address or other URI, such as https://example.org/news", _is_uri),
    "uuid": ("a UUID, such as 123e4567-e89b-12d3-a456-426614174000", _matches(UUID)),
    "binary": ("base64, such as aGVsbG8=", _matches(BASE64)),
}
