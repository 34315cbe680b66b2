"""A page of HTML that needs nothing else: what all of ours have in common.

It loads nothing and sends nothing: a content security policy in the page allows its own
style, and its own script if it has one, by their hashes alone. No text of a record ever
stands in the script or in an attribute that runs.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline.render.safe import html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment


def page(template: str, *, script: str | None = None, **values: object) -> Iterator[str]:
    """Yield the lines of a page.

    Args:
        template: the name of its template, which extends `page.html.j2`.
        script: the name of its script; None if it has none.
        values: what the template shows; every text is made harmless where it is printed.

    """
    environment = _environment()
    style = _inline(environment, "page.css")
    ours = None if script is None else _inline(environment, script)
    text = environment.get_template(template).render(
        style=style,
        style_hash=_hash(style),
        script=ours,
        script_hash=None if ours is None else _hash(ours),
        **values,
    )
    yield from text.rstrip("\n").split("\n")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only a page needs it

    environment = Environment(
        loader=PackageLoader("dateline.render", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment


def _shown(value: object) -> Markup:
    """Make whatever the template prints harmless: hidden characters are shown, then all is escaped."""
    return value if isinstance(value, Markup) else html(str(value))


def _inline(environment: Environment, name: str) -> Markup:
    """Return one of our own files as it is to stand in the page."""
    assert environment.loader is not None
    return Markup(environment.loader.get_source(environment, name)[0].strip())  # noqa: S704 - our own files


def _hash(text: str) -> Markup:
    """Return the hash of an inline element's text as a content security policy has it."""
    return Markup("sha256-") + b64encode(sha256(text.encode()).digest()).decode()
