"""codebook.md: every table, field, rule and code of a release, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.package import words
from dateline.package.markdown import Markdown, code
from dateline.package.templating import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dateline.dataset import Dataset
    from dateline.package.model import Summary, TableContent
    from dateline.table import Field, Table

_MOST_CODES = 1000
"""A longer list is a table for programs, not a page for people."""


def codebook(dataset: Dataset, contents: Sequence[TableContent], summaries: Mapping[str, Summary]) -> bytes:
    """Write the codebook, in Markdown."""
    return render(
        "codebook.md.j2",
        dataset=dataset,
        rows=sum(summary.rows for summary in summaries.values()),
        tables=[table_facts(each.table, summaries[each.table.name]) for each in contents],
        codes=code_lists(contents),
    )


def table_facts(table: Table, summary: Summary) -> dict[str, Any]:
    """Return what the codebook says of a table and its fields, for a template."""
    return {
        "table": table,
        "summary": summary,
        "missing": words.missing_words(table.missing_values),
        "references": words.key_words(table),
        "fields": [_field(table, field, summary) for field in table.fields],
    }


def _field(table: Table, field: Field, summary: Summary) -> dict[str, Any]:
    column = summary.columns.get(field.name)
    return {
        "name": field.name,
        "title": field.title,
        "type": words.type_words(field),
        "constraints": words.constraint_words(table, field),
        "missing": words.share(column.missing, summary.rows) if column else "not there",
        "distinct": f"{column.distinct:,}" if column else "",
        "example": words.example(field, column),
        "description": field.description,
    }


def code_lists(contents: Sequence[TableContent]) -> list[dict[str, Any]]:
    """Return the lists of codes that fields of the tables use, for a template."""
    return [one for each in contents for one in _lists(each, contents)]


def _lists(content: TableContent, contents: Sequence[TableContent]) -> list[dict[str, Any]]:
    """Return the lists of a code table that fields of the dataset use, in order of their names."""
    table = content.table
    if table.codes is None:
        return []
    used = _users(contents)
    others = [name for name in table.names if name not in (table.codes.list, table.codes.code)]
    columns = [table.codes.code, *others]
    rows = content.text.select(table.codes.list, *columns).collect().rows()
    found = {name: [row[1:] for row in rows if row[0] == name] for name in sorted(used)}
    return [
        {
            "name": name,
            "used": used[name],
            "columns": [table[column].title or column for column in columns],
            "rows": listed if len(listed) <= _MOST_CODES else [],
        }
        for name, listed in found.items()
    ]


def _users(contents: Sequence[TableContent]) -> dict[str, Markdown]:
    """Return, for each code list, the fields that use it."""
    found: dict[str, list[str]] = {}
    for each in contents:
        for field in each.table.fields:
            if field.codes:
                found.setdefault(field.codes, []).append(f"{each.table.name}.{field.name}")
    return {name: Markdown(", ".join(map(code, fields))) for name, fields in found.items()}
