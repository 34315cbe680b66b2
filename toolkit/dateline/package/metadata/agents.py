"""Who made a dataset: the contributors of a descriptor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.package.metadata.addresses import address

if TYPE_CHECKING:
    from collections.abc import Mapping

_AUTHORS = ("creator", "author")
_ORCID = re.compile(r"https://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organisation, and what they did. `roles` are in lower case."""

    title: str
    roles: tuple[str, ...] = ()
    family: str | None = None
    given: str | None = None
    organization: str | None = None
    email: str | None = None
    path: str | None = None

    @property
    def person(self) -> bool:
        """Whether the descriptor shows a human being: names, an ORCID iD, or a place of work.

        Whoever has only a title may be either; formats that know no third kind are told
        that it is an organisation, which a title names in full.
        """
        return bool(self.family or self.given or self.orcid or self.organization not in (None, self.title))

    @property
    def orcid(self) -> str | None:
        """The ORCID iD, as an address, if their path is one."""
        return self.path if self.path and _ORCID.fullmatch(self.path) else None

    @property
    def full_name(self) -> str:
        """The title, or else the names in their usual order."""
        return self.title or " ".join(filter(None, (self.given, self.family)))


def people(descriptor: Mapping[str, Any]) -> tuple[Agent, ...]:
    """Read the contributors, each once; whoever has no name at all is left out.

    A descriptor may be anybody's: what is no contributor, or no text, is passed over.
    """
    listed = descriptor.get("contributors") or ()
    found = (_agent(each) for each in listed if isinstance(each, dict))
    return tuple(dict.fromkeys(each for each in found if each.full_name))


def _agent(said: Mapping[str, Any]) -> Agent:
    texts = {key: value for key, value in said.items() if isinstance(value, str)}
    roles = said.get("roles") or said.get("role") or ()  # `role` in version 1 of the standard
    named = texts.get("familyName") or texts.get("givenName")
    organization = texts.get("organization")
    return Agent(
        title=texts.get("title") or ("" if named else organization) or "",
        roles=tuple(str(role).lower() for role in ([roles] if isinstance(roles, str) else roles)),
        family=texts.get("familyName"),
        given=texts.get("givenName"),
        organization=organization,
        email=texts.get("email"),
        path=address(texts.get("path")),
    )


def creators(agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """Return those whose role is creator or author, or everybody if there is none."""
    return with_role(agents, *_AUTHORS) or agents


def with_role(agents: tuple[Agent, ...], *roles: str) -> tuple[Agent, ...]:
    """Return those who have one of these roles."""
    return tuple(each for each in agents if any(role in roles for role in each.roles))
