r"""citation.bib: a BibLaTeX entry of type @dataset.

Whatever LaTeX would act on is written as a command for the character itself, and no brace
of a text stands as a brace, so that no title can end its field, open another entry or run a
command. Letters of every script stay as they are, in UTF-8, which Biber reads.

Source: the biblatex manual, 2.1.1 (@dataset) and 2.3.3 (names).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.package.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.package.metadata.agents import Agent
    from dateline.package.metadata.facts import Facts

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "@": r"\symbol{64}",  # some readers look for @ alone to find the next entry
    **{character: f"\\{character}" for character in "#$%&_"},
}
_NAME_PART = re.compile(r"(?:[^\W\d_]|['.\- ])+")


def biblatex(facts: Facts) -> str:
    """Return the entry, with a final line feed."""
    fields = {
        "author": _names(facts.creators),
        "title": f"{{{latex(facts.title)}}}",
        "date": facts.day,
        "version": latex(facts.version or ""),
        "publisher": _names(facts.publishers),
        "abstract": latex(facts.description),
        "keywords": ", ".join(_keyword(each) for each in facts.keywords),
        "doi": facts.doi,
        "url": facts.homepage,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@dataset{{{_key(facts)},", *lines, "}"]) + "\n"


def latex(text: str) -> str:
    """Return a text on one line, as LaTeX that prints it."""
    return "".join(_COMMANDS.get(character, character) for character in plain(text))


def _key(facts: Facts) -> str:
    parts = (facts.name or "dataset", facts.version)
    return re.sub(r"[^A-Za-z0-9._-]", "-", "-".join(filter(None, parts)))


def _names(agents: Iterable[Agent]) -> str:
    return " and ".join(_name(each) for each in agents)


def _name(agent: Agent) -> str:
    """Return "Family, Given", or a title in braces, which no reader takes apart."""
    if agent.family and agent.given:
        return f"{_part(agent.family)}, {_part(agent.given)}"
    return f"{{{latex(agent.family or agent.full_name)}}}"


def _part(name: str) -> str:
    """Return a part of a name; in braces if it could be taken for more than one name."""
    words = plain(name)
    bare = _NAME_PART.fullmatch(words) and " and " not in f" {words.lower()} "
    return words if bare else f"{{{latex(words)}}}"


def _keyword(text: str) -> str:
    """Return a keyword; in braces if it has the comma that parts keywords."""
    return f"{{{latex(text)}}}" if "," in text else latex(text)
