"""The frame of a page: templates, and the policy that lets nothing run or load but its own parts.

The page's one style and one script stand in it and are named by their hashes; data stand
in elements that browsers do not run. No text of a record gets into a script that runs, or
into an attribute that acts.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline.package.markdown import Markdown
from dateline.package.page.prose import inline, paragraphs, web
from dateline.render.safe import html, uri

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.environment import TemplateModule

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only a page needs it

    environment = Environment(
        loader=PackageLoader("dateline.package", "templates/page"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "fragment": lambda name: uri(f"-{name}")[1:],
        "lines": lambda text: Markup("\n").join(html(line) for line in text.split("\n")),
        "number": lambda value: f"{value:,}",
        "paragraphs": paragraphs,
        "path": uri,
        "size": size,
        "web": web,
    }
    return environment


def _shown(value: object) -> Markup | str:
    """Make whatever a template prints harmless: hidden characters are shown, then all is escaped."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return inline(value) if isinstance(value, Markdown) else html(str(value))


def render(name: str, **values: object) -> bytes:
    """Fill in a page's template, with the style, the script and their hashes."""
    style, script = _source("page.css"), _source("page.js")
    text = (
        _environment()
        .get_template(name)
        .render(**values, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script))
    )
    return f"{text.rstrip()}\n".encode()


@cache
def macros() -> TemplateModule:
    """Return the templates of a page's smaller parts, as functions."""
    return _environment().get_template("parts.html.j2").module


def data(value: object) -> Markup:
    """Return a value as JSON that can stand in a script element, whatever its texts hold."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - no character is left that HTML reads


def size(number: int) -> str:
    """Return a number of bytes with a unit, by thousands, as 12.3 kB."""
    value, unit = float(number), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:  # noqa: PLR2004 - what would be printed as 1000
        value, unit = value / 1000, unit + 1
    return f"{number} bytes" if unit == 0 else f"{value:.3g} {_UNITS[unit]}"


def _source(name: str) -> Markup:
    environment = _environment()
    assert environment.loader is not None
    return Markup(environment.loader.get_source(environment, name)[0].strip())  # noqa: S704 - our own files


def _hash(text: str) -> Markup:
    """Return the hash of an inline element's text as a content security policy has it."""
    return Markup("sha256-") + b64encode(sha256(text.encode()).digest()).decode()
