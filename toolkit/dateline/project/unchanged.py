"""Files that stay as they are while they are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import DatasetFileError, Problem
from dateline.project.paths import show
from dateline.read.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.checks.content import Content


def insist_unchanged(contents: Mapping[str, Content]) -> None:
    """Refuse to report on files that were written to meanwhile: lines and values would not agree.

    Raises:
        DatasetFileError: naming each such file.

    """
    sources = [each.source for each in contents.values()]
    changed = [path for source in sources if isinstance(source, TextTable) for path in source.changed]
    if changed:
        message = "the file was written to while it was checked"
        raise DatasetFileError(*(Problem(message, show(path), help="run again") for path in changed))
