"""A dataset's records as they are published: in order, gated, with the tables that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.checks.source import BROKEN
from dateline.compile.cast import typed
from dateline.package import TableContent, canonical, tables_of
from dateline.package.gate import public

if TYPE_CHECKING:
    from dateline.checks.content import Content
    from dateline.project.checking import Opened


def contents_of(opened: Opened) -> dict[str, TableContent]:
    """Return each table of records as it is published, by name: gated, then in order.

    The gate goes first: an order by what it takes away would leave a trace.

    Raises:
        PublishError: if a record is to be coarsened and cannot be.

    """
    raw = {name: _read(content) for name, content in opened.contents.items()}
    passed = public(raw, opened.folder.dataset)
    return {name: _ordered(each, small=opened.contents[name].small) for name, each in passed.items()}


def published_tables(opened: Opened) -> tuple[TableContent, ...]:
    """Return the tables of a release, in their order.

    Raises:
        PublishError: as `contents_of`.
        DatasetFileError: if the metadata cannot be published.

    """
    return tables_of(opened.folder.dataset, contents_of(opened), opened.folder.ledger)


def _read(content: Content) -> TableContent:
    """Take the records that could be read as such."""
    table = content.table
    text = content.source.frame.filter(pl.col(BROKEN).not_()).select(table.names)
    return TableContent(table, text, typed(table, text))


def _ordered(content: TableContent, *, small: bool) -> TableContent:
    """Put rows into the published order; few are held in memory."""
    text = canonical.ordered(content.table, content.text)
    if small:
        text = text.collect(engine="streaming").lazy()
    return TableContent(content.table, text, typed(content.table, text))
