"""The normal form of an article's text, which positions and hashes refer to.

Two people who save the same page get different bytes: line ends, indents, no-break
spaces, composed or decomposed letters. The normal form has none of these differences,
so that a character position means the same to everyone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

_BLANK_LINE = re.compile(r"\n\s*\n")
_BYTE_ORDER_MARK = "\ufeff"


def normalise(text: str) -> str:
    r"""Bring an article's text into the form that positions and hashes refer to.

    Unicode NFC; a byte order mark is dropped wherever it stands; CR LF and CR end a
    line as LF does; blank lines part paragraphs; white space inside a paragraph, a
    no-break space included, becomes one space; empty paragraphs vanish; paragraphs are
    joined by "\n\n". Doing it twice changes nothing.
    """
    text = unicodedata.normalize("NFC", text.replace(_BYTE_ORDER_MARK, ""))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (" ".join(part.split()) for part in _BLANK_LINE.split(lines))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.

    Half a surrogate pair, which no file in UTF-8 can hold, is hashed as it stands.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a text: its 0-based index and its characters, `end` exclusive."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text in normal form. Make it with `Text.of`.

    Args:
        text: the normal form; kept out of `repr`, as an article's words have no place in a log.
        sha256: the SHA-256 of the normal form.
        paragraphs: the paragraphs in order.

    """

    text: str = field(repr=False)
    sha256: str
    paragraphs: tuple[Paragraph, ...] = field(repr=False)

    @classmethod
    def of(cls, raw: str) -> Text:
        """Normalise a text as it was read from a file."""
        text = normalise(raw)
        paragraphs, start = [], 0
        for index, part in enumerate(text.split("\n\n") if text else ()):
            paragraphs.append(Paragraph(index, start, start + len(part)))
            start += len(part) + 2
        return cls(text, digest(text), tuple(paragraphs))

    def span(self, start: int, end: int) -> str:
        """Return the characters from `start` up to, not including, `end`.

        Raises:
            IndexError: the range is not inside the text, or ends before it begins.

        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"characters {start} to {end} are no range of a text of {len(self.text)}")
        return self.text[start:end]

    def paragraph_of(self, start: int) -> int | None:
        """Return the index of the paragraph that holds this character; None if none does."""
        index = bisect_right(self.paragraphs, start, key=lambda paragraph: paragraph.start) - 1
        return index if index >= 0 and start < self.paragraphs[index].end else None
