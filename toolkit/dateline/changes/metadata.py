"""What differs in what a dataset says of itself as a whole, and how much that means to its readers.

Source: as in `dateline.changes.schemas`. A name by which programs find the data, or a licence
that is taken away, is major; a licence that is added is minor; words, people and sources
are a patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.changes.schemas import Level


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """One property of a dataset's descriptor that differs.

    Args:
        what: its name in a Data Package: "title", "licenses".
        change: what became of it: "added", "removed" or "changed".
        level: what that is to a reader.

    """

    what: str
    change: str
    level: Level

    @property
    def message(self) -> str:
        """The change in words."""
        return f"the dataset's {self.what} {self.change}"


def compare_metadata(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[MetadataChange]:
    """Yield what differs between two descriptors' own properties, their tables left out.

    Args:
        old: the earlier properties, as JSON values.
        new: the later ones.

    """
    for what in dict.fromkeys([*old, *new]):
        before, after = old.get(what), new.get(what)
        if before != after:
            change = "added" if before is None else "removed" if after is None else "changed"
            yield MetadataChange(what, change, _level(what, before, after))


def _level(what: str, before: Any, after: Any) -> Level:  # noqa: ANN401 - JSON values
    if what == "name":
        return "major"
    if what == "licenses":
        return "minor" if _names(before) <= _names(after) else "major"
    return "patch"


def _names(licences: Any) -> set[str]:  # noqa: ANN401 - JSON values
    return {str(each.get("name")) for each in licences or () if isinstance(each, dict)}
