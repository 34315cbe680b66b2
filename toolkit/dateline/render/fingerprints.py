"""Findings known again in the next run: by what is wrong, not by where it stands.

A line number changes with every record added above; the rule, the table, the record's key,
the field and the wrong value do not. A problem of a file that belongs to no record is known
by the file. The recipe must not change: sites that keep findings would report all of them
as new.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.findings import Finding

NAME = "dateline/v1"
"""What the recipe is called where a format asks for its name."""


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return a SHA-256 (hex) for each finding, all different; of equal ones, the second has its number."""
    seen: Counter[str] = Counter()
    marks = []
    for each in findings:
        identity = _hash(_identity(each))
        seen[identity] += 1
        marks.append(identity if seen[identity] == 1 else _hash([identity, seen[identity]]))
    return marks


def _identity(finding: Finding) -> list[object]:
    file = finding.file if finding.key is None else None
    return [finding.rule, finding.table, finding.key, finding.field, finding.value, file]


def _hash(parts: list[object]) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()
