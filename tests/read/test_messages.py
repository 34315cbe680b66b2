"""Every finding about the text of a table, in the words that people see."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from dateline.read.faults import tell_fault
from dateline.read.layout import Layout
from dateline.read.notes import Notes
from dateline.read.records import RecordTooLongError
from dateline.read.table import read_table
from read.texts import FIELDS, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dateline.findings import Finding

LINES = b"a,b,c\n1,2,3\n"
TEXTS = [
    b"",
    b"\n1,2,3\n",
    b"1,2,3\n",
    b"a;b;c\n1;2;3\n",
    b"a,bb,c,c,\n1,2,3,4,5\n",
    b"c, a,b\n1,2,3\n",
    LINES + b"1,2\n\n1;2;3\n1,2,3,\n1,2,x, y\n",
    LINES + b'1,"2"x,3\n1,5" pipe,3\n1,"2\n3"x,4\n1,"2,3\n',
    LINES + b"1,\0,3\r\n",
    LINES + b"<<<<<<< HEAD\n1,2,3\n=======\n4,5,6\n>>>>>>> other\n",
    "a,b,c\n1,서울,3\n".encode("cp949"),
    "a,b,c\n1,2,3\n".encode("utf-16"),
    LINES + "1,é".encode()[:-1],
    b"PK\x03\x04",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
    gzip.compress(LINES)[:-5],
]


def test_every_finding_reads_like_this(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """The golden file holds the words, places, suggestions and lines of all rules of this part."""
    found = [finding for text in TEXTS for finding in read(tmp_path / "t.csv", text).findings]
    found += read_table(
        "table", [tmp_path / "none.csv", tmp_path], Layout(FIELDS), show=lambda _: "t.csv"
    ).findings
    notes = Notes("table")
    for quoted in (False, True):
        tell_fault(RecordTooLongError(3, 1, quoted=quoted), notes, "t.csv")
    found += notes.findings
    golden("read/findings.txt", "\n".join(map(shown, found)) + "\n")


def shown(finding: Finding) -> str:
    """Return a finding as lines: its place and words, what was expected, what to write, the line."""
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    parts = {"field": finding.field, "value": finding.value, "expected": finding.expected}
    parts |= {"suggestion": finding.suggestion, "snippet": finding.snippet}
    more = [f"    {name}: {part[:80]!r}" for name, part in parts.items() if part is not None]
    return "\n".join([f"{place} {finding.rule} ({finding.severity}): {finding.message}", *more])
