"""CITATION.cff 1.2.0, for reference managers and for the sites that show how to cite.

Source: https://citation-file-format.github.io/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.package.licences import known_to_cff
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts

_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
"""What the format takes for a DOI; DOIs with other characters stay in the address."""


def cff(facts: Facts) -> bytes:
    """Write CITATION.cff.

    The format wants an author. Of a package that names nobody it is "The authors of" its title.
    """
    import yaml  # noqa: PLC0415 - only a release needs it

    authors = [_author(each) for each in facts.creators] or [{"name": f"The authors of {facts.title}"}]
    content = without_nothing(
        {
            "cff-version": "1.2.0",
            "message": "If you use these data, please cite them as below.",
            "type": "dataset",
            "title": facts.title,
            "abstract": facts.description,
            "authors": [each for index, each in enumerate(authors) if each not in authors[:index]],
            "version": facts.version,
            "date-released": facts.day,
            **_licence(facts),
            "keywords": list(facts.keywords),
            "doi": facts.doi if facts.doi and _DOI.fullmatch(facts.doi) else None,
            "url": facts.homepage,
        }
    )
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()


def _author(agent: Agent) -> dict[str, object]:
    common = {"email": agent.email, "orcid": agent.orcid, "website": None if agent.orcid else agent.path}
    if agent.family or agent.given:
        names = {"family-names": agent.family, "given-names": agent.given}
        return without_nothing({**names, "affiliation": agent.organization, **common})
    return without_nothing({"name": agent.title, **common})


def _licence(facts: Facts) -> dict[str, object]:
    """Name the licences where the format knows them all, otherwise say where one can be read."""
    names = [each.name for each in facts.licences]
    if names and all(map(known_to_cff, names)):
        return {"license": names[0] if len(names) == 1 else names}
    return {"license-url": next((each.address for each in facts.licences if each.address), None)}
