"""Markdown to HTML: the dataset's own README, and the words of the codebook.

CommonMark with tables. Tags in the text are text, a picture is the words that stand for
it, and a link leads to a web address or is no link: what is written by the dataset's authors cannot run, load
or look like a part of the page.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from dateline.render.safe import html, terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_LINKS = ("link_open", "link_close")
_NO_LINK = "\u200b"
"""What `markdown.escape` puts between letters to keep a site from making links of them."""


class Section(NamedTuple):
    """A part of a text: its heading, empty before the first one, and what it says."""

    title: str
    body: Markup


def web(address: str | None) -> str | None:
    """Return an address that a page may link to, http or https, or None."""
    text = (address or "").strip()
    return text if _WEB.fullmatch(text) and terminal(text) == text else None


def inline(text: str) -> Markup:
    """Return one line of dateline's own Markdown as HTML."""
    # A bar is escaped for tables of Markdown, inside of code spans too, where here it must not be.
    plain = text.replace("\\|", "|")
    tokens = _reader().parseInline(plain)
    return Markup(_rendered(tokens).replace(_NO_LINK, ""))  # noqa: S704 - rendered with tags as text


def sections(text: str) -> list[Section]:
    """Cut a text at its headings of the second level; the title, and what is empty, is left out."""
    found: list[Section] = []
    for title, tokens in _cut(_reader().parse(_seen(text))):
        body = _rendered(tokens)
        if body.strip():
            found.append(Section(title, Markup(body)))  # noqa: S704 - as above
    return found


def _seen(text: str) -> str:
    """Show what cannot be seen, line by line."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "\n".join(terminal(line) for line in unified.split("\n"))


def _cut(tokens: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    held: list[Token] = []
    title, place = "", 0
    while place < len(tokens):
        each = tokens[place]
        if each.type == "heading_open" and each.tag in ("h1", "h2"):
            if each.tag == "h2":
                yield title, held
                title, held = tokens[place + 1].content, []
            place += 3
            continue
        held.append(each)
        place += 1
    yield title, held


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only a page needs it

    reader = MarkdownIt("commonmark", {"html": False})
    return reader.enable("table").disable(["reference"])


def _rendered(tokens: list[Token]) -> str:
    reader = _reader()
    for token in _all(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        if token.tag in ("th", "td"):
            token.attrs = {}  # an alignment would be a style, which the page's policy forbids
        if token.children:
            token.children = list(_linked(token.children))
    return (
        str(reader.renderer.render(tokens, reader.options, {}))
        .replace("<table>", '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>')
        .replace("</table>", "</table></div>")
    )


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _linked(tokens: list[Token]) -> Iterator[Token]:
    """Keep the links that lead to the web; of the others, and of pictures, keep the words."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "image":
            token.type, token.tag, token.children = "text", "", None  # its content is the words for it
        if token.type == "link_open":
            kept.append(web(str(token.attrs.get("href", ""))) is not None)
            token.attrs["rel"] = "noopener noreferrer"
        leads = (kept[-1] if token.type == "link_open" else kept.pop()) if token.type in _LINKS else True
        if leads:
            yield token


def paragraphs(text: str) -> Markup:
    """Return plain text as paragraphs, parted at blank lines."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    joined = (" ".join(part.split()) for part in parts)
    return Markup("").join(Markup("<p>{}</p>").format(html(part)) for part in joined if part)
