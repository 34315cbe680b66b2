"""Whether what records cite still stands in the texts that the user holds.

The texts themselves are in no dataset; without them nothing here can be said, and the
report says so rather than passing in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dateline.checks.ask import TEXT, with_values
from dateline.checks.links import cited
from dateline.checks.source import BROKEN, FILE, RECORD
from dateline.evidence import Locator, Text, advise, digest, find, verify
from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.source import Place
    from dateline.checks.tables import Content
    from dateline.table import EvidenceFields, Table, TextFields


@dataclass(frozen=True, slots=True)
class Checked:
    """What was compared: texts found and missing, passages compared and left out."""

    findings: tuple[Finding, ...]
    texts: int
    passages: int


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One thing wrong with a row, before its place is known."""

    rule: str
    field: str
    message: str
    row: Mapping[str, Any]
    expected: str | None = None
    suggestion: str | None = None
    severity: str = "error"


def check_evidence(contents: Mapping[str, Content], texts: Mapping[str, str]) -> Checked:
    """Compare every cited text and passage with the texts at hand.

    Args:
        contents: tables by name.
        texts: raw texts by file name, as in the field that a table of texts names.

    """
    tables = {name: content.table for name, content in contents.items()}
    found: list[Finding] = []
    passages = 0
    read: dict[str, Text] = {}
    for content in contents.values():
        if content.table.text is not None:
            wrong = list(_texts(content, content.table.text, texts, read))
            found += _placed(content, wrong)
    for content in contents.values():
        fields, target = content.table.evidence, cited(content.table, tables)
        if fields is None or target is None or target.text is None:
            continue
        held = _held(contents[target.name], target, content.table, read)
        rows = [row for row in _rows(content) if row[fields.text] in held]
        passages += len(rows)
        found += _placed(content, [w for row in rows for w in _passage(held[row[fields.text]], row, fields)])
    return Checked(tuple(found), len(read), passages)


def _rows(content: Content) -> Iterator[dict[str, Any]]:
    frame = with_values(content.table, content.source.frame.filter(pl.col(BROKEN).not_()))
    return frame.collect().iter_rows(named=True)


def _texts(
    content: Content, fields: TextFields, texts: Mapping[str, str], read: dict[str, Text]
) -> Iterator[_Wrong]:
    """Compare each text with what its record says of it, and keep it for the passages."""
    for row in _rows(content):
        name = row[fields.file]
        if name is None:
            continue
        if name not in texts:
            yield _Wrong(
                "text-missing",
                fields.file,
                f"the text '{name}' is not at hand",
                row,
                severity="warning",
                expected="a file of this name in the folder of texts; its passages were not compared",
            )
            continue
        text = read.setdefault(name, Text.of(texts[name]))
        if row[fields.sha256] is not None and row[fields.sha256] != text.sha256:
            yield _Wrong(
                "text-hash",
                fields.sha256,
                f"the text '{name}' is not the one that was coded: its hash differs",
                row,
                expected=f"the text that was coded; or, if it was meant to change, {text.sha256}",
            )
        count = len(text.paragraphs)
        if row[fields.paragraphs] is not None and row[fields.paragraphs] != count:
            yield _Wrong(
                "text-paragraphs",
                fields.paragraphs,
                f"the text '{name}' has {count} paragraphs",
                row,
                expected=str(count),
                suggestion=str(count),
            )


def _held(content: Content, target: Table, table: Table, read: Mapping[str, Text]) -> dict[Any, Text]:
    """Return the texts at hand by the key under which `table` cites them."""
    assert target.text is not None
    assert table.evidence is not None
    key = next(key.references[0] for key in table.foreign_keys if key.fields == (table.evidence.text,))
    file = target.text.file
    return {row[key]: read[row[file]] for row in _rows(content) if row[file] in read}


def _passage(text: Text, row: Mapping[str, Any], fields: EvidenceFields) -> Iterator[_Wrong]:
    parts = (row[fields.paragraph], row[fields.start], row[fields.end], row[fields.sha256])
    if any(part is None for part in parts):
        return  # said by `required` or `type`
    locator = Locator(*parts)
    problems = verify(text, locator)
    moved = find(text, locator.sha256, locator.end - locator.start) if problems else []
    if moved and locator not in moved and not _stands(text, locator):
        message = "the passage does not stand there any more"
        start = str(moved[0].start) if len(moved) == 1 else None
        yield _Wrong("evidence-moved", fields.start, message, row, advise(moved), start)
        return
    for problem in problems:
        lost = problem.rule == "evidence-hash" and not moved
        help_ = advise([]) if lost else problem.help
        yield _Wrong(
            problem.rule, getattr(fields, problem.part), problem.message, row, help_, problem.suggestion
        )


def _stands(text: Text, locator: Locator) -> bool:
    """Tell whether the passage stands at the cited characters, in whichever paragraph."""
    if not 0 <= locator.start < locator.end <= len(text.text):
        return False
    return digest(text.span(locator.start, locator.end)) == locator.sha256


def _placed(content: Content, wrong: list[_Wrong]) -> Iterator[Finding]:
    table = content.table
    places = content.source.places({(w.row[FILE], w.row[RECORD], w.field) for w in wrong})
    for each in wrong:
        yield _finding(table, each, places[each.row[FILE], each.row[RECORD], each.field])


def _finding(table: Table, wrong: _Wrong, place: Place) -> Finding:
    key = "/".join(wrong.row[TEXT.format(name)] or "" for name in table.primary_key)
    return Finding(
        rule=wrong.rule,
        severity="warning" if wrong.severity == "warning" else "error",
        message=wrong.message,
        table=table.name,
        field=wrong.field,
        file=place.file,
        row=wrong.row[RECORD],
        line=place.line,
        column=place.column,
        field_number=table.names.index(wrong.field) + 1,
        key=key or None,
        value=wrong.row[TEXT.format(wrong.field)],
        expected=wrong.expected,
        suggestion=wrong.suggestion,
        snippet=place.snippet,
    )
