"""Locators: which passage of an article a record rests on, and whether it still stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.evidence.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateline.evidence.text import Text

Part = Literal["paragraph", "start", "end", "sha256"]
Rule = Literal["evidence-outside", "evidence-order", "evidence-paragraph", "evidence-hash"]

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_NAMED = 3
"""How many places a message names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Locator:
    """A passage of a text in normal form.

    This is a TextPositionSelector with a State (W3C Web Annotation Data Model, sections
    4.2.5 and 4.3): positions say where, the hash says what stood there. Positions count
    Unicode code points from 0, not bytes and not UTF-16 units.

    Args:
        paragraph: 0-based index of the paragraph that holds the passage.
        start: position of its first character in the whole text.
        end: position after its last character.
        sha256: SHA-256 of the passage, hexadecimal.

    """

    paragraph: int
    start: int
    end: int
    sha256: str

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}, start {self.start}, end {self.end}"


@dataclass(frozen=True, slots=True)
class LocatorProblem:
    """One thing wrong with a locator.

    Args:
        rule: the rule it breaks.
        part: the part of the locator to point at.
        message: what was found, in one sentence, without a word of the article.
        help: what to write instead.
        suggestion: the value to write, where there is one good answer.

    """

    rule: Rule
    part: Part
    message: str
    help: str
    suggestion: str | None = None


def verify(text: Text, locator: Locator) -> list[LocatorProblem]:
    """Say what is wrong with a locator; an empty list means that the passage stands there.

    Where the hash differs, or the range lies outside the text, `find` looks for the
    passage elsewhere and `advise` puts the outcome into words.
    """
    outside = list(_range_problems(text, locator))
    if outside:
        return [*outside, *_missing_paragraph(text, locator, None)]
    problems = list(_paragraph_problems(text, locator))
    if not any(problem.part in ("start", "end") for problem in problems):
        problems += _hash_problems(text, locator)  # of a range that is wrong anyway a hash says nothing
    return problems


def advise(found: Sequence[Locator]) -> str:
    """Say what to write for a passage that no longer stands where a record has it.

    Args:
        found: the places where `find` saw the passage.

    """
    if not found:
        return "the passage is nowhere in this text: cite it anew"
    if len(found) == 1:
        return f"write {found[0]}: the passage stands there now"
    places = "; ".join(map(str, found[:_NAMED]))
    rest = f"; and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return f"the passage stands in several places, write the one you mean: {places}{rest}"


def _range_problems(text: Text, locator: Locator) -> Iterable[LocatorProblem]:
    start, end, length = locator.start, locator.end, len(text.text)
    if not 0 <= start < max(length, 1):
        message = f"the passage begins at character {start:,}, outside a text of {length:,} characters"
        yield LocatorProblem(
            "evidence-outside", "start", message, f"write a start from 0 to {max(length - 1, 0)}"
        )
    if end > length:
        message = f"the passage ends at character {end:,}, past the end of a text of {length:,} characters"
        yield LocatorProblem("evidence-outside", "end", message, f"write an end of at most {length}")
    if end <= start:
        found = "is empty" if end == start else "ends before it begins"
        message = f"the passage {found}: it runs from character {start:,} to {end:,}"
        advice = f"write an end greater than {start}: it is the position after the last character"
        yield LocatorProblem("evidence-order", "end", message, advice)


def _paragraph_problems(text: Text, locator: Locator) -> Iterable[LocatorProblem]:
    holder = text.paragraph_of(locator.start)
    yield from _missing_paragraph(text, locator, holder)
    if holder is None:
        after = next(paragraph.start for paragraph in text.paragraphs if paragraph.start > locator.start)
        message = f"the passage begins at character {locator.start:,}, between two paragraphs"
        yield LocatorProblem(
            "evidence-paragraph", "start", message, f"write {after}, where the next one begins", str(after)
        )
        return
    if holder != locator.paragraph and 0 <= locator.paragraph < len(text.paragraphs):
        message = f"the passage stands in paragraph {holder}, not in paragraph {locator.paragraph}"
        advice = f"write {holder}; paragraphs are counted from 0"
        yield LocatorProblem("evidence-paragraph", "paragraph", message, advice, str(holder))
    last = text.paragraphs[holder].end
    if locator.end > last:
        message = f"the passage runs on past paragraph {holder}, which ends at character {last:,}"
        advice = f"write an end of at most {last}, or cite two passages"
        yield LocatorProblem("evidence-paragraph", "end", message, advice)


def _missing_paragraph(text: Text, locator: Locator, holder: int | None) -> Iterable[LocatorProblem]:
    count = len(text.paragraphs)
    if 0 <= locator.paragraph < count:
        return
    message = f"there is no paragraph {locator.paragraph:,} in this text, which has {count:,}"
    advice = f"write a paragraph from 0 to {count - 1}: the first one is 0" if count else "cite another text"
    suggestion = None if holder is None else str(holder)
    yield LocatorProblem("evidence-paragraph", "paragraph", message, advice, suggestion)


def _hash_problems(text: Text, locator: Locator) -> Iterable[LocatorProblem]:
    actual = digest(text.span(locator.start, locator.end))
    if locator.sha256.lower() == actual:
        return
    where = f"characters {locator.start:,} to {locator.end:,}"
    if not _SHA256.fullmatch(locator.sha256):
        message = f"the hash of {where} is not a SHA-256, which is 64 hexadecimal digits"
    else:
        message = f"the text at {where} is not the passage that was cited: its hash differs"
    advice = f"find the passage again; or, if {where} are what you mean, write {actual}"
    yield LocatorProblem("evidence-hash", "sha256", message, advice)
