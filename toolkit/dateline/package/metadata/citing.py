"""One line of text that cites a package.

Source: APA 7th edition, section 10.9 (data sets).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.package.markdown import plain
from dateline.package.metadata.agents import creators, people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.package.metadata.agents import Agent


def citation_line(descriptor: Mapping[str, Any]) -> str:
    """Cite a package on one line: authors, year, title, version; its address may follow.

    `descriptor` is a Data Package's; what it lacks is left out.
    """
    names = _listed([_name(each) for each in creators(people(descriptor))])
    year = str(descriptor.get("created") or "")[:4] or "n.d."
    version = f" (Version {descriptor['version']})" if descriptor.get("version") else ""
    title = f"{descriptor.get('title') or descriptor.get('name')}{version} [Data set]"
    return plain(f"{names} ({year}). {title}." if names else f"{title}. ({year}).")


def _name(person: Agent) -> str:
    """Return "Family, G." where both names are known, the title otherwise."""
    if person.family and person.given:
        return f"{person.family}, {' '.join(f'{part[0]}.' for part in person.given.split())}"
    return (person.family or person.full_name).rstrip(".")


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)
