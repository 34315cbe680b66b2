r"""A schema.org Dataset, as Google Dataset Search and other harvesters read it from a page.

Addresses of files are relative: the page stands beside them, wherever that is. How to cite
the dataset itself is `creditText`; `citation` is for the works that it rests on, of which a
Data Package does not tell.

Source: https://schema.org/Dataset;
https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from dateline.package.metadata.addresses import doi_address
from dateline.package.metadata.citing import citation_line
from dateline.package.serial import without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts, File, Licence, Origin

_LONGEST: Final = 5000
"""Characters of a description that Google takes."""
_ACTS_IN_HTML = re.compile("[<>&\u2028\u2029]")


def dataset(facts: Facts) -> dict[str, Any]:
    """Return the Dataset, as JSON values."""
    return without_nothing(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": doi_address(facts.doi) if facts.doi else None,
            "name": facts.title,
            "alternateName": facts.name if facts.name != facts.title else None,
            "description": shortened(facts.description),
            "url": facts.homepage,
            "identifier": doi_address(facts.doi) if facts.doi else None,
            "version": facts.version,
            "datePublished": facts.day,
            "license": _one_or_all([licence(each) for each in facts.licences]),
            "isAccessibleForFree": True,
            "creator": [agent(each) for each in facts.creators],
            "contributor": [agent(each) for each in facts.contributors],
            "publisher": _one_or_all([agent(each) for each in facts.publishers]),
            "creditText": citation_line(facts.descriptor),
            "keywords": list(facts.keywords),
            "temporalCoverage": facts.period.interval if facts.period else None,
            "spatialCoverage": [{"@type": "Place", "name": place} for place in facts.places],
            "isBasedOn": [based_on(each) for each in facts.origins],
            "variableMeasured": list(_variables(facts)),
            "distribution": [download(each) for each in facts.data],
        }
    )


def shortened(text: str) -> str:
    """Return at most the 5,000 characters that Google takes, cut between words."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST - 1].rsplit(maxsplit=1)[0]}…"


def agent(agent: Agent) -> dict[str, object]:
    """Describe a person or an organisation."""
    workplace = agent.organization if agent.person and agent.organization != agent.title else None
    return without_nothing(
        {
            "@type": "Person" if agent.person else "Organization",
            "@id": agent.orcid,
            "name": agent.full_name,
            "givenName": agent.given,
            "familyName": agent.family,
            "affiliation": {"@type": "Organization", "name": workplace} if workplace else None,
            "email": agent.email,
            "url": agent.path,
        }
    )


def licence(licence: Licence) -> str | dict[str, object]:
    """Return where a licence can be read; one without an address is described by its name."""
    return licence.address or {"@type": "CreativeWork", "name": licence.title}


def based_on(origin: Origin) -> dict[str, object]:
    """Describe a source."""
    return without_nothing({"@type": "CreativeWork", "name": origin.title, "url": origin.address})


def download(file: File) -> dict[str, object]:
    """Describe a file."""
    return without_nothing(
        {
            "@type": "DataDownload",
            "name": file.path,
            "description": file.title,
            "contentUrl": file.address,
            "encodingFormat": file.mediatype,
            "contentSize": f"{file.bytes} B",
            "sha256": file.sha256,
        }
    )


def _variables(facts: Facts) -> Iterator[dict[str, object]]:
    """Yield every field of every table as a variable, by its name in its table."""
    for table in facts.tables:
        for field in (table.get("schema") or {}).get("fields") or ():
            yield without_nothing(
                {
                    "@type": "PropertyValue",
                    "propertyID": f"{table['name']}.{field['name']}",
                    "name": field.get("title") or field["name"],
                    "description": field.get("description"),
                }
            )


def _one_or_all(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def script_json(value: object) -> str:
    r"""Return a value as JSON for a `<script>` element of a page.

    What a browser would act on inside the element is written as an escape: no text can
    close it (`</script>`) or open a comment (`<!--`). Any JSON reader gives the value back.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return _ACTS_IN_HTML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
