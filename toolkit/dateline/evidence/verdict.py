"""What became of a cited passage: it stands where it should, it moved, or it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.evidence.locator import Locator, LocatorProblem, advise, verify
from dateline.evidence.search import find, find_from_edge
from dateline.evidence.text import digest

if TYPE_CHECKING:
    from dateline.evidence.text import Text

Outcome = Literal["agrees", "moved", "astride", "lost"]
OUTCOMES: tuple[Outcome, ...] = Outcome.__args__  # type: ignore[attr-defined] # typeshed hides __args__
"""What can become of a passage; `astride` stands as cited, but in more than one paragraph."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one passage.

    Args:
        outcome: what became of it.
        problems: what is wrong with its locator, where it did not move as a whole.
        places: where it stands now, if that is not where it is cited.
        proposal: what to write instead, where there is but one answer: the one place, or
            the same characters with the right paragraph.

    """

    outcome: Outcome
    problems: tuple[LocatorProblem, ...] = ()
    places: tuple[Locator, ...] = ()
    proposal: Locator | None = None

    @property
    def advice(self) -> str:
        """What to write instead."""
        return advise(self.places)


def judge(text: Text, locator: Locator) -> Verdict:
    """Compare a locator with a text; where it is wrong, find its passage by the hash."""
    problems = tuple(verify(text, locator))
    if not problems:
        return Verdict("agrees")
    places = tuple(find(text, locator.sha256, locator.end - locator.start) or find_from_edge(text, locator))
    if _stands(text, locator):
        here = next((p for p in places if (p.start, p.end) == (locator.start, locator.end)), None)
        return Verdict("astride" if here is None else "moved", problems, proposal=here)
    if not places:
        return Verdict("lost", problems)
    return Verdict("moved", problems, places, places[0] if len(places) == 1 else None)


def _stands(text: Text, locator: Locator) -> bool:
    """Tell whether the passage stands at the cited characters, in whichever paragraph."""
    if not 0 <= locator.start < locator.end <= len(text.text):
        return False
    return digest(text.span(locator.start, locator.end)) == locator.sha256.lower()
