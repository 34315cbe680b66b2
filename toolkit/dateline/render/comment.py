"""The Markdown page as a comment on a pull request, which GitHub refuses above 65,536 characters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.render import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.findings import Report
    from dateline.render.options import Options

LONGEST = 65_536
"""Characters of a comment. Bytes are counted in their place: there are never fewer."""


def lines(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines of the Markdown page, cut to what a comment may have."""
    return markdown.lines(report, replace(options, size=min(options.size, LONGEST)))
