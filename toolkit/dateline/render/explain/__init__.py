"""Rules explained: their pages in full, or a list of them, as lines of text.

A format is a module with `whole(rules, options)`, each rule in full, and
`listed(rules, options)`, a line or a row each. What a schema's own rule says comes from a
stranger, and is made harmless like records.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from dateline.render.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.rules.pages import Page, SchemaRule

__all__ = ["FORMATS", "listed", "whole"]

FORMATS = {
    "text": "dateline.render.explain.text",
    "json": "dateline.render.explain.as_json",
    "markdown": "dateline.render.explain.markdown",
}
"""Format → the module that writes it."""

_DEFAULTS = Options()


class _Format(Protocol):
    def whole(self, rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]: ...

    def listed(self, rules: Sequence[Page | SchemaRule], options: Options) -> Iterator[str]: ...


def whole(
    rules: Sequence[Page | SchemaRule], format: str = "text", options: Options = _DEFAULTS
) -> Iterator[str]:
    """Return the lines that tell all there is to tell of each rule."""
    return _format(format).whole(rules, options)


def listed(
    rules: Sequence[Page | SchemaRule], format: str = "text", options: Options = _DEFAULTS
) -> Iterator[str]:
    """Return the lines of a list of rules by group: id, severity, what is checked."""
    return _format(format).listed(rules, options)


def _format(name: str) -> _Format:
    return cast("_Format", import_module(FORMATS[name]))
