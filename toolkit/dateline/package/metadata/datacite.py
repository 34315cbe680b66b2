"""datacite.json: what a DOI needs, as the `attributes` that the REST API of DataCite takes.

Made for version 4.5 of the DataCite Metadata Schema. The schema demands creators and a
publisher; where the descriptor names none, its own word for "value unavailable" stands.
The prefix under which a DOI is to be made is the registrant's to add.

Source: https://datacite-metadata-schema.readthedocs.io/, Appendix 3 for `:unav`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata.addresses import doi
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts, Licence, Origin
    from dateline.package.metadata.period import Period

UNAVAILABLE: Final = ":unav"
_TYPES: Final = (
    "ContactPerson",
    "DataCollector",
    "DataCurator",
    "DataManager",
    "Distributor",
    "Editor",
    "HostingInstitution",
    "Producer",
    "ProjectLeader",
    "ProjectManager",
    "ProjectMember",
    "RegistrationAgency",
    "RegistrationAuthority",
    "RelatedPerson",
    "Researcher",
    "ResearchGroup",
    "RightsHolder",
    "Sponsor",
    "Supervisor",
    "WorkPackageLeader",
)
_ROLES: Final = {each.lower(): each for each in _TYPES} | {
    "contact": "ContactPerson",
    "collector": "DataCollector",
    "curator": "DataCurator",
    "funder": "Sponsor",
    "maintainer": "DataManager",
    "wrangler": "DataCurator",
}
"""Contributor types of DataCite by a role's letters; any other role is Other."""


def datacite(facts: Facts) -> dict[str, Any]:
    """Return the attributes, as JSON values."""
    return without_nothing(
        {
            "doi": facts.doi,
            "url": facts.homepage,
            "types": {"resourceType": "Data package", "resourceTypeGeneral": "Dataset"},
            "creators": [_agent(each) for each in facts.creators] or [{"name": UNAVAILABLE}],
            "titles": [{"title": facts.title}],
            "publisher": {"name": ", ".join(each.full_name for each in facts.publishers) or UNAVAILABLE},
            "publicationYear": facts.day[:4] if facts.day else None,
            "subjects": [{"subject": word} for word in facts.keywords],
            "contributors": list(_contributors(facts)),
            "dates": list(_dates(facts)),
            "relatedIdentifiers": [_derived(each) for each in facts.origins if each.address],
            "sizes": list(_sizes(facts)),
            "formats": list(dict.fromkeys(each.mediatype for each in facts.data)),
            "version": facts.version,
            "rightsList": [_rights(each) for each in facts.licences],
            "descriptions": [{"description": facts.description, "descriptionType": "Abstract"}],
            "geoLocations": [{"geoLocationPlace": place} for place in facts.places],
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def _agent(agent: Agent) -> dict[str, object]:
    """Describe a person or organisation; of whom only a title is known, it is not said which."""
    named = agent.family and agent.given
    orcid = {
        "nameIdentifier": agent.orcid,
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    workplace = agent.organization if agent.organization != agent.title else None
    return without_nothing(
        {
            "name": f"{agent.family}, {agent.given}" if named else agent.full_name,
            "nameType": "Personal" if agent.person else None,
            "givenName": agent.given,
            "familyName": agent.family,
            "nameIdentifiers": [orcid] if agent.orcid else [],
            "affiliation": [{"name": workplace}] if workplace else [],
        }
    )


def _contributors(facts: Facts) -> Iterator[dict[str, object]]:
    """Yield what else people did: each further role of an author, and every role of the others."""
    for agent in facts.people:
        done = [role for role in agent.roles if role not in ("creator", "author", "publisher")]
        kinds = [_ROLES.get(re.sub(r"[^a-z]", "", role), "Other") for role in done]
        if not agent.roles and agent not in facts.creators:
            kinds = ["Other"]
        for kind in dict.fromkeys(kinds):
            yield {**_agent(agent), "contributorType": kind}


def _dates(facts: Facts) -> Iterator[dict[str, object]]:
    if facts.day:
        yield {"date": facts.day, "dateType": "Issued"}
    if facts.period:
        told = f"Period that the records speak of; in EDTF: {facts.period.edtf}"
        yield {"date": _range(facts.period), "dateType": "Other", "dateInformation": told}


def _range(period: Period) -> str:
    """Return an interval as RKMS-ISO8601 has it, which leaves an open end empty."""
    if period.start == period.end:
        return period.start or ""
    return f"{period.start or ''}/{period.end or ''}"


def _derived(origin: Origin) -> dict[str, object]:
    identifier = doi(origin.address)
    return {
        "relatedIdentifier": identifier or origin.address,
        "relatedIdentifierType": "DOI" if identifier else "URL",
        "relationType": "IsDerivedFrom",
    }


def _sizes(facts: Facts) -> Iterator[str]:
    for each in facts.tables:
        if isinstance(each.get("rows"), int):
            yield f"{each['name']}: {each['rows']} rows"
    if facts.data:
        yield f"{sum(each.bytes for each in facts.data)} bytes"


def _rights(licence: Licence) -> dict[str, object]:
    known = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    return without_nothing(
        {
            "rights": licence.title,
            "rightsUri": licence.address,
            **({"rightsIdentifier": licence.name, **known} if licence.spdx else {}),
        }
    )
