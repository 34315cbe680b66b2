"""How a release is cited: one line of text, and CITATION.cff 1.2.0.

Source: APA 7th edition, section 10.9 (data sets); https://citation-file-format.github.io/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dateline.package.licences import address, identifiers, known_to_cff
from dateline.package.markdown import plain
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.dataset import Contributor, Dataset, License
    from dateline.package.model import Provenance

_AUTHORS = ("creator", "author")
_ORCID = re.compile(r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")


def citation_line(descriptor: Mapping[str, Any]) -> str:
    """Cite a package on one line: authors, year, title, version; its address may follow.

    `descriptor` is a Data Package's; what it lacks is left out.
    """
    people = _authors(descriptor.get("contributors") or [], lambda each: each.get("roles") or ())
    names = _listed([_name(each) for each in people])
    year = str(descriptor.get("created") or "")[:4] or "n.d."
    version = f" (Version {descriptor['version']})" if descriptor.get("version") else ""
    title = f"{descriptor.get('title') or descriptor.get('name')}{version} [Data set]"
    return plain(f"{names} ({year}). {title}." if names else f"{title}. ({year}).")


def _authors(people: Sequence[Any], roles: Any) -> list[Any]:  # noqa: ANN401 - two kinds of contributor
    """Return those whose role is creator or author, or everybody if there is none."""
    chosen = [each for each in people if any(str(role).lower() in _AUTHORS for role in roles(each))]
    return chosen or list(people)


def _name(person: Mapping[str, Any]) -> str:
    """Return "Family, G." where both names are known, the title otherwise."""
    family, given = person.get("familyName"), person.get("givenName")
    if family and given:
        return f"{family}, {' '.join(f'{part[0]}.' for part in str(given).split())}"
    return str(family or person.get("title") or person.get("organization") or "").rstrip(".")


def _listed(names: list[str]) -> str:
    known = [name for name in names if name]
    return f"{', '.join(known[:-1])}, & {known[-1]}" if len(known) > 1 else "".join(known)


def citation_cff(dataset: Dataset, provenance: Provenance) -> bytes:
    """Write CITATION.cff."""
    import yaml  # noqa: PLC0415 - only a release needs it

    people = _authors(dataset.contributors, lambda each: each.roles)
    content = without_nothing(
        {
            "cff-version": "1.2.0",
            "message": "If you use these data, please cite them as below.",
            "type": "dataset",
            "title": dataset.title,
            "abstract": dataset.description.strip(),
            "authors": [_author(each) for each in people],
            "version": dataset.version,
            "date-released": provenance.timestamp[:10],
            **_licence(dataset.licenses),
            "keywords": list(dict.fromkeys(dataset.keywords)),
            "url": dataset.homepage,
        }
    )
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()


def _author(person: Contributor) -> dict[str, object]:
    common = {"email": person.email, **_web(person.path)}
    if person.family_name or person.given_name:
        names = {"family-names": person.family_name, "given-names": person.given_name}
        return without_nothing({**names, "affiliation": person.organization, **common})
    return without_nothing({"name": person.title, **common})


def _web(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    return {"orcid": path} if _ORCID.fullmatch(path) else {"website": path}


def _licence(licences: Sequence[License]) -> dict[str, object]:
    """Name the licences where the format knows them all, otherwise say where to read the first."""
    names = list(dict.fromkeys(name for each in licences for name in identifiers(each.name)))
    if names and all(map(known_to_cff, names)):
        return {"license": names[0] if len(names) == 1 else names}
    return {"license-url": address(licences[0], names[0])} if names else {}
