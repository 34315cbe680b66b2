"""What a program may write into records, because it follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.rules.tidy import GUARDS, STRAY_SPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.findings import Finding


@dataclass(frozen=True, slots=True)
class Fix:
    """The answer to one finding: new texts of cells of its record, all of them or none.

    Args:
        finding: as it is reported; what it tells of people is masked.
        cells: new texts by field.

    """

    finding: Finding
    cells: Mapping[str, str]

    @property
    def rule(self) -> str:
        """The rule by whose name the fix goes: a number with a space is fixed as a stray space."""
        return STRAY_SPACE if self.finding.rule in GUARDS else self.finding.rule

    @classmethod
    def of(cls, shown: Finding, found: Finding) -> Fix:
        """Make the fix of a finding that is about one cell; `found` is what nothing is masked in."""
        assert found.field is not None
        return cls(shown, {} if found.suggestion is None else {found.field: found.suggestion})
