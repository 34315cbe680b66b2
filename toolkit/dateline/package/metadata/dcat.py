"""dcat.jsonld: the release as a dcat:Dataset, for data portals.

DCAT 3 with the properties that DCAT-AP 3 asks for. The context stands in the document, so
nothing is fetched to read it. The dataset and its files have ids relative to the document:
where it stands, they stand.

Source: https://www.w3.org/TR/vocab-dcat-3/; https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata.addresses import address, doi_address
from dateline.package.metadata.agents import with_role
from dateline.package.metadata.citing import citation_line
from dateline.package.metadata.period import xsd_type
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts, File, Licence, Origin
    from dateline.package.metadata.period import Period

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def dcat(facts: Facts) -> dict[str, Any]:
    """Return the document, as JSON values."""
    return {
        "@context": dict(_CONTEXT),
        **without_nothing(
            {
                "@id": "./",
                "@type": "dcat:Dataset",
                "dct:title": facts.title,
                "dct:description": facts.description,
                "dct:identifier": doi_address(facts.doi) if facts.doi else facts.name,
                "dct:issued": _typed(facts.moment, "xsd:dateTime"),
                "dcat:version": facts.version,
                "dcat:landingPage": _document(facts.homepage),
                "dcat:keyword": list(facts.keywords),
                **_rights(facts.licences),
                "dct:creator": [_agent(each) for each in facts.creators],
                "dct:contributor": [_agent(each) for each in facts.contributors],
                "dct:publisher": [_agent(each) for each in facts.publishers],
                "dcat:contactPoint": [_contact(each) for each in _contacts(facts)],
                "dct:bibliographicCitation": citation_line(facts.descriptor),
                "dct:temporal": _period(facts.period) if facts.period else None,
                "dct:spatial": [{"@type": "dct:Location", "skos:prefLabel": place} for place in facts.places],
                "dct:source": [_source(each) for each in facts.origins],
                "dct:conformsTo": {"@id": _PROFILE, "@type": "dct:Standard"},
                "dcat:distribution": [_distribution(each, facts) for each in facts.data],
            }
        ),
    }


def _typed(value: str | None, kind: str) -> dict[str, str] | None:
    return {"@value": value, "@type": kind} if value else None


def _document(page: str | None) -> dict[str, str] | None:
    return {"@id": page, "@type": "foaf:Document"} if page else None


def _rights(licences: tuple[Licence, ...]) -> dict[str, object]:
    """Return licences with an address as such, and others as statements."""
    return {
        "dct:license": [
            {"@id": each.address, "@type": "dct:LicenseDocument", "dct:title": each.title}
            for each in licences
            if each.address
        ],
        "dct:rights": [
            {"@type": "dct:RightsStatement", "rdfs:label": each.title}
            for each in licences
            if not each.address
        ],
    }


def _agent(agent: Agent) -> dict[str, object]:
    kind = "foaf:Person" if agent.person else "foaf:Agent"
    return without_nothing(
        {
            "@id": agent.orcid,
            "@type": kind,
            "foaf:name": agent.full_name,
            "foaf:givenName": agent.given,
            "foaf:familyName": agent.family,
            "foaf:mbox": _mail(agent.email),
            "foaf:homepage": None if agent.orcid else _document(agent.path),
        }
    )


def _mail(email: str | None) -> dict[str, str] | None:
    return {"@id": f"mailto:{address(email)}"} if email else None


def _contacts(facts: Facts) -> tuple[Agent, ...]:
    return tuple(
        each for each in with_role(facts.people, "contact", "contactperson", "contact person") if each.email
    )


def _contact(agent: Agent) -> dict[str, object]:
    return without_nothing(
        {"@type": "vcard:Kind", "vcard:fn": agent.full_name, "vcard:hasEmail": _mail(agent.email)}
    )


def _period(period: Period) -> dict[str, object]:
    """Describe the period; an end that is open is left out."""
    start, end = (each and _typed(each, xsd_type(each)) for each in (period.start, period.end))
    return without_nothing({"@type": "dct:PeriodOfTime", "dcat:startDate": start, "dcat:endDate": end})


def _source(origin: Origin) -> dict[str, object]:
    return without_nothing({"@id": origin.address, "@type": "rdfs:Resource", "dct:title": origin.title})


def _distribution(file: File, facts: Facts) -> dict[str, object]:
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": _typed(file.sha256, "xsd:hexBinary"),
    }
    return without_nothing(
        {
            "@id": f"#{file.address}",
            "@type": "dcat:Distribution",
            "dct:title": file.path,
            "dct:description": file.title,
            "dcat:accessURL": {"@id": file.address},
            "dcat:downloadURL": {"@id": file.address},
            **_media_type(file.mediatype),
            "dcat:byteSize": _typed(str(file.bytes), "xsd:nonNegativeInteger"),
            "spdx:checksum": checksum,
            "dct:license": [{"@id": each.address} for each in facts.licences if each.address],
        }
    )


def _media_type(name: str) -> dict[str, object]:
    """Name a media type by its page in IANA's registry, which holds none that begins with x-."""
    if "/x-" in name:
        return {"dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": name}}
    return {"dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{name}"}}
