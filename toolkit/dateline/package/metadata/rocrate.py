"""ro-crate-metadata.json: the release as an RO-Crate 1.2, every file listed.

The root is `./`, and files, people and places without an address of their own have ids
relative to it, as the specification wants. Source: https://w3id.org/ro/crate/1.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata import schemaorg
from dateline.package.metadata.addresses import doi_address
from dateline.package.metadata.citing import citation_line
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts, File, Licence

NAME: Final = "ro-crate-metadata.json"
_VERSION: Final = "https://w3id.org/ro/crate/1.2"


def rocrate(facts: Facts) -> dict[str, Any]:
    """Return the metadata document, as JSON values."""
    crate = _Crate()
    root = _root(facts, crate)
    files = [_file(each) for each in facts.files if each.path != NAME]
    descriptor = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _VERSION},
        "about": {"@id": "./"},
    }
    return {"@context": f"{_VERSION}/context", "@graph": [descriptor, root, *files, *crate.entities.values()]}


class _Crate:
    """The contextual entities met so far, by id: RO-Crate keeps them flat, each once."""

    def __init__(self) -> None:
        self.entities: dict[str, dict[str, object]] = {}

    def refer(self, kind: str, address: str | None, entity: dict[str, object]) -> dict[str, str]:
        """Keep an entity and return the reference to it; without an address it gets a number."""
        number = sum(each.startswith(f"#{kind}-") for each in self.entities) + 1
        known = next((id_ for id_, each in self.entities.items() if _same(each, entity)), None)
        id_ = known or (address if address and address not in self.entities else f"#{kind}-{number}")
        self.entities[id_] = {"@id": id_, **entity}
        return {"@id": id_}

    def all(self, kind: str, found: Iterable[tuple[str | None, dict[str, object]]]) -> list[dict[str, str]]:
        """Refer to several entities, each once."""
        references = [self.refer(kind, address, entity) for address, entity in found]
        return [each for index, each in enumerate(references) if each not in references[:index]]


def _same(kept: dict[str, object], entity: dict[str, object]) -> bool:
    return {key: value for key, value in kept.items() if key != "@id"} == entity


def _root(facts: Facts, crate: _Crate) -> dict[str, object]:
    return without_nothing(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": facts.title,
            "description": facts.description,
            "datePublished": facts.day,
            "version": facts.version,
            "identifier": doi_address(facts.doi) if facts.doi else None,
            "url": facts.homepage,
            "license": crate.all("licence", map(_licence, facts.licences)),
            "author": crate.all("agent", (_agent(each, crate) for each in facts.creators)),
            "contributor": crate.all("agent", (_agent(each, crate) for each in facts.contributors)),
            "publisher": crate.all("agent", (_agent(each, crate) for each in facts.publishers)),
            "creditText": citation_line(facts.descriptor),
            "keywords": list(facts.keywords),
            "temporalCoverage": facts.period.interval if facts.period else None,
            "spatialCoverage": crate.all(
                "place", ((None, {"@type": "Place", "name": place}) for place in facts.places)
            ),
            "isBasedOn": crate.all(
                "source", ((each.address, schemaorg.based_on(each)) for each in facts.origins)
            ),
            "hasPart": [{"@id": each.address} for each in facts.files if each.path != NAME],
        }
    )


def _licence(licence: Licence) -> tuple[str | None, dict[str, object]]:
    return licence.address, {"@type": "CreativeWork", "name": licence.title, "identifier": licence.name}


def _agent(agent: Agent, crate: _Crate) -> tuple[str | None, dict[str, object]]:
    said = schemaorg.agent(agent)
    workplace = said.pop("affiliation", None)
    said.pop("@id", None)
    if isinstance(workplace, dict):
        said["affiliation"] = crate.refer("organization", None, workplace)
    return agent.path, said


def _file(file: File) -> dict[str, object]:
    return without_nothing(
        {
            "@id": file.address,
            "@type": "File",
            "name": file.path,
            "description": file.title,
            "encodingFormat": file.mediatype,
            "contentSize": str(file.bytes),
            "sha256": file.sha256,
        }
    )
