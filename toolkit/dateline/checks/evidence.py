"""Whether what records cite still stands in the texts that the user holds.

The texts themselves are in no dataset; without them nothing here can be said, and the
report says so rather than passing in silence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dateline.checks.ask import TEXT
from dateline.checks.copied import tell_copied
from dateline.checks.links import cited
from dateline.checks.told import Told, Wrong, rows_of
from dateline.evidence import Locator, Text, has_quotation_marks, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateline.checks.content import Content
    from dateline.checks.fix import Fix
    from dateline.evidence import Outcome, Verdict
    from dateline.findings import Finding, Severity
    from dateline.table import EvidenceFields, Table, TextFields

Row = dict[str, Any]


@dataclass(slots=True)
class Checked:
    """What was compared, and what came of it.

    Args:
        told: findings, and how many more there are.
        outcomes: by text, how many of its passages agree, moved, are lost.
        moved: passages that can be written anew without a choice.
        absent: passages whose text is not at hand.
        unreadable: passages whose locator has a cell that is empty or cannot be read.
        texts: texts that were compared with their record.
        records: rows read, by table.

    """

    told: Told = field(default_factory=Told)
    outcomes: dict[str, Counter[Outcome]] = field(default_factory=dict)
    moved: int = 0
    absent: int = 0
    unreadable: int = 0
    texts: int = 0
    records: dict[str, int] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is listed."""
        return tuple(self.told.findings)

    @property
    def fixes(self) -> Sequence[Fix]:
        """What of it has one answer."""
        return self.told.fixes

    @property
    def more(self) -> Mapping[tuple[str, Severity], int]:
        """How many more findings there are than are listed, by rule and severity."""
        return self.told.more

    @property
    def passages(self) -> int:
        """How many passages were compared with their text."""
        return sum(each.total() for each in self.outcomes.values())


def check_evidence(
    contents: Mapping[str, Content], texts: Mapping[str, str], examples: int | None = None
) -> Checked:
    """Compare every cited text and passage with the texts at hand, and all records with their words.

    Args:
        contents: tables by name.
        texts: raw texts by file name, as in the field that a table of texts names.
        examples: findings to list of each rule and table; None for all.

    """
    held = {name: Text.of(text) for name, text in texts.items()}
    checked = Checked()
    for content in contents.values():
        if content.table.text is not None:
            _check_texts(content, content.table.text, held, checked, examples)
    tables = {name: content.table for name, content in contents.items()}
    for content in contents.values():
        target = cited(content.table, tables)
        if target is not None:
            names = _names(contents[target.name], target, content.table)
            _Passages(content, names, held, checked).check(examples)
    tell_copied(contents, held, checked.told, examples)
    return checked


def _check_texts(
    content: Content, fields: TextFields, held: Mapping[str, Text], checked: Checked, examples: int | None
) -> None:
    rows = rows_of(content, (fields.file, fields.sha256, fields.paragraphs)).rows(named=True)
    checked.records[content.table.name] = len(rows)
    checked.texts += len({row[fields.file] for row in rows} & held.keys())
    checked.told.tell(content, (w for row in rows for w in _text(row, fields, held)), examples)


def _text(row: Row, fields: TextFields, held: Mapping[str, Text]) -> Iterator[Wrong]:
    """Compare a text with what its record says of it."""
    name = row[fields.file]
    if name is None:
        return
    if name not in held:
        message = f"the text '{name}' is not at hand"
        expected = "a file of this name in the folder of texts; its passages were not compared"
        yield Wrong("text-missing", fields.file, message, row, expected, severity="warning")
        return
    text, sha256, paragraphs = held[name], row[fields.sha256], row[fields.paragraphs]
    if sha256 is not None and sha256 != text.sha256:
        message = f"the text '{name}' is not the one that was coded: its hash differs"
        expected = f"the text that was coded; or, if it was meant to change, {text.sha256}"
        yield Wrong("text-hash", fields.sha256, message, row, expected)
    count = len(text.paragraphs)
    if paragraphs is not None and paragraphs != count:
        message = f"the text '{name}' has {count} paragraphs"
        coded = sha256 == text.sha256  # of another text, nobody wants the count
        cells = {fields.paragraphs: str(count)} if coded else None
        yield Wrong("text-paragraphs", fields.paragraphs, message, row, str(count), str(count), cells=cells)


def _names(content: Content, target: Table, table: Table) -> dict[Any, str]:
    """Return the names of the texts by the key under which `table` cites them."""
    assert target.text is not None
    assert table.evidence is not None
    key = next(key.references[0] for key in table.foreign_keys if key.fields == (table.evidence.text,))
    rows = rows_of(content, (key, target.text.file)).select(key, target.text.file).drop_nulls()
    return dict(rows.iter_rows())


class _Passages:
    """The passages that the rows of one table cite."""

    def __init__(
        self, content: Content, names: Mapping[Any, str], held: Mapping[str, Text], checked: Checked
    ) -> None:
        assert content.table.evidence is not None
        self.content = content
        self.fields: EvidenceFields = content.table.evidence
        self.quoted = content.table.roles.claim.quoted if content.table.roles.claim else None
        self.names = names
        self.held = held
        self.checked = checked

    def check(self, examples: int | None) -> None:
        """Compare each row's passage with its text."""
        fields = self.fields
        wanted = [fields.text, fields.paragraph, fields.start, fields.end, fields.sha256]
        rows = rows_of(self.content, [*wanted, *([self.quoted.field] if self.quoted else [])])
        self.checked.records[self.content.table.name] = rows.height
        wrong = (w for row in rows.iter_rows(named=True) for w in self._row(row))
        self.checked.told.tell(self.content, wrong, examples)

    def _row(self, row: Row) -> Iterator[Wrong]:
        fields, name = self.fields, self.names.get(row[self.fields.text])
        if name is None or name not in self.held:
            self.checked.absent += 1
            return
        parts = (row[fields.paragraph], row[fields.start], row[fields.end], row[fields.sha256])
        if any(part is None for part in parts):
            self.checked.unreadable += 1  # said by `required` or `type`
            return
        text, locator = self.held[name], Locator(*parts)
        verdict = judge(text, locator)
        self.checked.outcomes.setdefault(name, Counter())[verdict.outcome] += 1
        self.checked.moved += verdict.proposal is not None
        yield from self._verdict(row, locator, verdict)
        if verdict.outcome == "agrees":
            yield from self._quotation(row, text, locator)

    def _cells(self, old: Locator, new: Locator) -> dict[str, str]:
        """Return the cells in which a passage's new place differs, by field."""
        fields = self.fields
        parts = (
            (fields.paragraph, old.paragraph, new.paragraph),
            (fields.start, old.start, new.start),
            (fields.end, old.end, new.end),
        )
        return {name: str(right) for name, wrong, right in parts if wrong != right}

    def _verdict(self, row: Row, locator: Locator, verdict: Verdict) -> Iterator[Wrong]:
        """Say what is wrong with a locator; of a passage that stands elsewhere, where."""
        answer = None if verdict.proposal is None else self._cells(locator, verdict.proposal)
        if verdict.places:
            new = self._cells(locator, verdict.places[0])
            name = next(
                name for name in (self.fields.start, self.fields.end, self.fields.paragraph) if name in new
            )
            alone = new[name] if verdict.proposal and len(new) == 1 else None  # else one cell of several
            message = "the passage does not stand there any more"
            yield Wrong("evidence-moved", name, message, row, verdict.advice, alone, cells=answer)
            return
        lost = verdict.outcome == "lost" and any(each.part == "sha256" for each in verdict.problems)
        for each in verdict.problems:
            if lost and each.part != "sha256":
                continue  # other words stand there: no paragraph makes them right
            advice = verdict.advice if lost else each.help
            yield Wrong(
                each.rule,
                getattr(self.fields, each.part),
                each.message,
                row,
                advice,
                each.suggestion,
                cells=answer,
            )

    def _quotation(self, row: Row, text: Text, locator: Locator) -> Iterator[Wrong]:
        """Ask for quotation marks around a passage that is said to be a source's own words."""
        quoted = self.quoted
        if quoted is None or row[TEXT.format(quoted.field)] not in quoted.values:
            return
        if not has_quotation_marks(text, locator.start, locator.end):
            message = "the passage is coded as a quotation, but no quotation marks stand in or around it"
            advice = "cite the words between the marks; or, if nobody is quoted, correct this cell"
            yield Wrong("quote-without-marks", quoted.field, message, row, advice, severity="warning")
