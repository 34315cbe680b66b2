"""Colours for a terminal; plain text where none are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "frame": "bold blue",
    "help": "bold cyan",
    "strong": "bold",
    "good": "bold green",
}
"""What a part of the text is → how rich draws it. The sixteen basic colours suit every theme."""


def painter(*, color: bool) -> Callable[[str, str], str]:
    """Return a function that takes the name of a style and a text, and colours the text.

    Only whole styles are applied: no text is ever read for markup.
    """
    if not color:
        return lambda _, text: text
    from rich.color import ColorSystem  # noqa: PLC0415 - plain output need not wait for rich
    from rich.style import Style  # noqa: PLC0415 - as above

    styles = {name: Style.parse(style) for name, style in STYLES.items()}
    return lambda name, text: styles[name].render(text, color_system=ColorSystem.STANDARD)
