"""citation.ris: the format that EndNote, Zotero, Mendeley and RefWorks read.

A line is a tag, two spaces, a hyphen, a space and a value; a text is put on one line, so
that none can begin a tag. Source: the RIS format specification of Research Information
Systems (2011); type DATA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.package.markdown import plain
from dateline.package.metadata.addresses import doi_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts


def ris(facts: Facts) -> str:
    """Return the reference, with a final line feed."""
    lines = (f"{tag}  - {plain(value)}" for tag, value in _tags(facts) if value and plain(value))
    return "\n".join(["TY  - DATA", *lines, "ER  - "]) + "\n"


def _tags(facts: Facts) -> Iterator[tuple[str, str | None]]:
    for each in facts.creators:
        yield "AU", _name(each)
    yield "TI", facts.title
    yield "PY", facts.day[:4] if facts.day else None
    yield "DA", facts.day.replace("-", "/") if facts.day else None
    yield "ET", facts.version
    for each in facts.publishers:
        yield "PB", each.full_name
    yield "AB", facts.description
    for word in facts.keywords:
        yield "KW", word
    yield "DO", facts.doi
    yield "UR", facts.homepage or (doi_address(facts.doi) if facts.doi else None)


def _name(agent: Agent) -> str:
    """Return "Family, Given" where both are known, the name as it is otherwise."""
    if agent.family and agent.given:
        return f"{agent.family}, {agent.given}"
    return agent.family or agent.full_name
