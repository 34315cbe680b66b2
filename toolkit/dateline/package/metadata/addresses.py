"""Addresses and DOIs as every format may hold them. None is ever made up."""

from __future__ import annotations

import re
from typing import overload

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_NOT_IN_A_URI = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


@overload
def address(text: str) -> str: ...
@overload
def address(text: None) -> None: ...
def address(text: str | None) -> str | None:
    """Return an address with every character that no URI may have percent-encoded (RFC 3986).

    So no address can end an IRI of RDF, a verbatim field of BibLaTeX or an HTML attribute.
    """
    return text and _NOT_IN_A_URI.sub(_encoded, text)


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "backslashreplace"))


def doi(text: str | None) -> str | None:
    """Return the DOI that a text is, alone, as a link or as `doi:…`; None if it is none."""
    found = _DOI.fullmatch(text or "")
    return address(found[1]) if found else None


def doi_address(doi: str) -> str:
    """Return the address of a DOI, as the DOI Foundation writes it."""
    return f"https://doi.org/{doi}"
