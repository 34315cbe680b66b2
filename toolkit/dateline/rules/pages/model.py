"""A page: what one rule checks, why, and what to do where it is broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dateline.table import RowRule

Severity = Literal["error", "warning", "error or warning"]
Form = Literal["csv", "json", "yaml", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    r"""What a person needs to know of a rule that their record broke.

    All texts are plain: words in backquotes are code, nothing else is markup. `bad`, `good`
    and `schema` hold whole lines, each ended. Where one of them shows several files, a line
    `# name/of/file` stands before each; without it a file is `records/events.csv`,
    `datapackage.json` or what is added to a `dataset.yaml`, by its form. One whose name
    begins with `earlier/` is a file as it was in the state that is compared with. What cannot be
    seen is shown: `␀`, `␍`, `\ufeff`.

    Args:
        id: the rule's id, as it stands in `dateline.rules.ids`.
        group: the group that the id stands in there, in lower case.
        severity: what the rule's findings are.
        summary: what is checked, as one line without a full stop.
        why: why it matters, in one or two sentences.
        bad: a small file that breaks the rule, made up.
        good: the same file as it should be.
        fix: how to repair a record.
        waive: whether a finding may be left as it is, and when that is right.
        property: what attaches the rule, as short YAML: a property of Table Schema or of
            `dateline`, F for a field's name, "…" for a value. None: it holds for every file.
        needs: what must be at hand for the check besides the table itself.
        schema: YAML that attaches the rule to the fields of `bad`, to copy into a schema
            file; fields that it leaves out are texts. A test runs it on `bad` and `good`.
        form: what `bad` and `good` are written in.

    """

    id: str
    group: str
    severity: Severity = "error"
    summary: str
    why: str
    bad: str
    good: str
    fix: str
    waive: str
    property: str | None = None
    needs: str | None = None
    schema: str | None = None
    form: Form = "csv"


@dataclass(frozen=True, slots=True)
class SchemaRule:
    """A rule that a schema brings, with what a finding does not tell of it.

    Args:
        rule: the rule as the schema has it; its `mark` is where its expression stands.
        table: the table's name.
        file: the schema file, as the person would type it.

    """

    rule: RowRule
    table: str
    file: str

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id
