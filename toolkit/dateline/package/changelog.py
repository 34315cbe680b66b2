"""CHANGELOG.md of a dataset: a section a release, the newest first.

What its people write stands under "Unreleased"; a release turns that into its own section,
under the sentences that follow from the records. Headings follow https://keepachangelog.com.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dateline.package.markdown import escape
from dateline.versions import version_key

if TYPE_CHECKING:
    from dateline.dataset.releases import Released

NAME: Final = "CHANGELOG.md"
_TITLE: Final = "# Changes in the data\n"
_HEADING: Final = re.compile(r"^## +\[?(?P<name>[^\]\s(]+).*$", re.MULTILINE)


def released(text: str, entry: Released) -> str:
    """Return the text with a section for a release; what was unreleased belongs to it.

    A text that has the section already is returned as it is.

    Args:
        text: the file's content; empty if there is none.
        entry: the release.

    """
    text = _unified(text) or _TITLE
    head, sections = _split(text)
    if entry.version in (name for name, _ in sections):
        return text
    notes = "".join(body for name, body in sections if name.lower() == "unreleased").strip("\n")
    lines = [f"- {escape(each)}" for each in entry.reasons]
    new = "\n".join(
        [f"## {entry.version} ({entry.timestamp[:10]})", "", *lines, *(["", notes] if notes else [])]
    )
    old = [_section(text, name) for name, _ in sections if name.lower() != "unreleased"]
    return "\n\n".join(part.strip("\n") for part in (head, "## Unreleased", new, *old) if part.strip()) + "\n"


def published(text: str, version: str) -> str:
    """Return the text as a release holds it: without what came after that version."""
    text = _unified(text)
    head, sections = _split(text)
    key = version_key(version) or ()
    kept = [_section(text, name) for name, _ in sections if not _is_later(name, key)]
    return "\n\n".join(part.strip("\n") for part in (head, *kept) if part.strip()) + "\n"


def _is_later(name: str, than: tuple[int, ...]) -> bool:
    return name.lower() == "unreleased" or (version_key(name) or ()) > than


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before the first section, and each section's name and body."""
    found = list(_HEADING.finditer(text))
    if not found:
        return text, []
    ends = [*(each.start() for each in found[1:]), len(text)]
    sections = [(each["name"], text[each.end() : end]) for each, end in zip(found, ends, strict=True)]
    return text[: found[0].start()], sections


def _section(text: str, name: str) -> str:
    """Return the whole of the first section of this name."""
    found = list(_HEADING.finditer(text))
    at = next(number for number, each in enumerate(found) if each["name"] == name)
    end = found[at + 1].start() if at + 1 < len(found) else len(text)
    return text[found[at].start() : end]
