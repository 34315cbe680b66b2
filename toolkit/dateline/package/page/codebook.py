"""codebook.html: every field, rule and code of a release as a page for people.

The facts are those of codebook.md, with a bar for how each column's values are spread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.package import codebook
from dateline.package.page import shell
from dateline.package.page.distribution import distributions

if TYPE_CHECKING:
    from dateline.package.page.model import PageInput

NAME: Final = "codebook.html"


def codebook_page(page: PageInput) -> bytes:
    """Write the page: self-contained, the same bytes for the same input."""
    return shell.render(
        "codebook.html.j2",
        page=page,
        dataset=page.dataset,
        tables=tables(page),
        codes=codebook.code_lists(page.contents),
        rows=sum(each.rows for each in page.summaries.values()),
    )


def tables(page: PageInput) -> list[dict[str, Any]]:
    """Return what the codebook says of each table, with the bars and the versions of its fields."""
    found = []
    for content in page.contents:
        summary = page.summaries[content.table.name]
        bars = distributions(content, summary.rows)
        since = page.since.get(content.table.name, {})
        described = codebook.table_facts(content.table, summary)
        for each in described["fields"]:
            each |= {"bar": bars.get(each["name"]), "since": since.get(each["name"], "")}
        found.append(described)
    return found
