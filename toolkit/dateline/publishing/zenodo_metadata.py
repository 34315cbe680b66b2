"""A release's description as InvenioRDM, the software of Zenodo, wants it.

Source: https://inveniordm.docs.cern.ch/reference/metadata/.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from dateline.package.licences import identifiers
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AUTHORS: Final = frozenset({"creator", "author"})
_ROLES: Final = {
    "contact": "contactperson",
    "editor": "editor",
    "funder": "sponsor",
    "publisher": "distributor",
    "researcher": "researcher",
}
_ORCID: Final = re.compile(r"https://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
_MARK: Final = re.compile(r"dateline dataset ([^\s<>&]+) ([0-9.]+), SHA256SUMS sha256:([0-9a-f]{64})")


def draft_of(package: Mapping[str, Any], sums: str) -> dict[str, Any]:
    """Return what a draft record says.

    Args:
        package: the release's Data Package descriptor.
        sums: SHA-256 of its SHA256SUMS.

    """
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": without_nothing(
            {
                "resource_type": {"id": "dataset"},
                "title": package.get("title") or package["name"],
                "publication_date": package["created"][:10],
                "version": package["version"],
                "publisher": "Zenodo",
                "description": _html(package.get("description", "")),
                "additional_descriptions": [
                    {
                        "description": mark(package["name"], package["version"], sums),
                        "type": {"id": "technical-info"},
                    }
                ],
                **_people(package.get("contributors") or []),
                "rights": [each for licence in package.get("licenses") or [] for each in _rights(licence)],
                "subjects": [{"subject": each} for each in package.get("keywords") or []],
                "related_identifiers": list(_related(package)),
            }
        ),
    }


def mark(dataset: str, version: str, sums: str) -> str:
    """Return the sentence by which a record is known to be dateline's, and of which content."""
    return f"dateline dataset {dataset} {version}, SHA256SUMS sha256:{sums}"


def marked(record: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return dataset, version and SHA-256 of SHA256SUMS that a record states; None if it states none."""
    for each in (record.get("metadata") or {}).get("additional_descriptions") or []:
        found = _MARK.search(str(each.get("description")))
        if found:
            return found[1], found[2], found[3]
    return None


def _html(text: str) -> str:
    """Return a text as HTML paragraphs, all its characters shown as they are."""
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def _people(people: list[Any]) -> dict[str, object]:
    """Divide people into creators and contributors, as a citation does."""
    authors = [each for each in people if _AUTHORS & {role.lower() for role in each.get("roles") or ()}]
    creators = authors or people
    others = [each for each in people if each not in creators]
    return {
        "creators": [_person(each) for each in creators],
        "contributors": [{**_person(each), "role": {"id": _role(each)}} for each in others],
    }


def _role(person: Mapping[str, Any]) -> str:
    known = [_ROLES[role.lower()] for role in person.get("roles") or () if role.lower() in _ROLES]
    return known[0] if known else "other"


def _person(person: Mapping[str, Any]) -> dict[str, object]:
    orcid = _ORCID.fullmatch(person.get("path") or "")
    family, given = person.get("familyName"), person.get("givenName")
    title = person.get("title") or person.get("organization") or ""
    if family or given or orcid:
        named = {
            "type": "personal",
            "family_name": family or given or title,
            "given_name": given if family else None,
        }
        known = [{"scheme": "orcid", "identifier": orcid[1]}] if orcid else []
        someone = without_nothing({**named, "identifiers": known})
    else:
        someone = {"type": "organizational", "name": title}
    belongs = person.get("organization")
    places = [{"name": belongs}] if belongs and belongs != title else []
    return without_nothing({"person_or_org": someone, "affiliations": places})


def _rights(licence: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield licences by their identifiers, which are those of SPDX in lower case, or in words."""
    for name in identifiers(licence.get("name") or ""):
        if name.startswith("LicenseRef-"):
            title = licence.get("title") or name
            yield without_nothing({"title": {"en": title}, "link": licence.get("path")})
        else:
            yield {"id": name.lower()}


def _related(package: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield the addresses of the dataset's site and of its sources."""
    named = [(package.get("homepage"), "isdocumentedby")]
    named += [(each.get("path"), "isderivedfrom") for each in package.get("sources") or []]
    for address, relation in named:
        if address and re.match(r"https?://", address):
            yield {"identifier": address, "scheme": "url", "relation_type": {"id": relation}}
