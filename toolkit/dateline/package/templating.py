"""The templates of a release's Markdown files; what they print is escaped unless it is Markdown."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dateline.package import markdown
from dateline.package.markdown import Markdown
from dateline.versions import version_key

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only a release needs it

    environment = Environment(  # noqa: S701 - Markdown, not HTML: `finalize` escapes what is printed
        loader=PackageLoader("dateline.package", "templates"),
        undefined=StrictUndefined,
        finalize=markdown.escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "anchor": _anchor,
        "cell": markdown.cell,
        "code": markdown.code,
        "link": markdown.link,
        "number": _number,
        "paragraphs": markdown.paragraphs,
        "version": _version,
        "word": markdown.word,
    }
    return environment


def render(name: str, **values: object) -> bytes:
    """Fill in a template of `dateline/package/templates`."""
    text = _environment().get_template(name).render(values)
    return f"{text.rstrip()}\n".encode()


def _anchor(name: str) -> Markdown:
    """Return the anchor that a heading of this name gets, as GitHub makes it."""
    return Markdown(re.sub(r"[^\w-]", "", name.lower()))


def _number(value: int) -> Markdown:
    """Group the digits by thousands, as 1,234,567."""
    return Markdown(f"{value:,}")


def _version(version: str) -> Markdown:
    """Pass on a version number, which can only be digits and dots, as it is."""
    return Markdown(version) if version_key(version) else markdown.escape(version)
