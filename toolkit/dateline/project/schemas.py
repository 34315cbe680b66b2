"""A schema file as a pandera schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dateline.compile.schema import compile_table
from dateline.errors import SchemaFileError
from dateline.project.documents import read_text
from dateline.project.paths import show
from dateline.table import read_schema

if TYPE_CHECKING:
    from dateline.engine.schema import Schema


def schema(path: str | Path) -> Schema:
    """Return a schema file as a `pandera.polars.DataFrameSchema`, to use by itself.

    It checks typed frames: what needs other tables (foreign keys, code lists) is not in it.

    Raises:
        SchemaFileError: if the file cannot be used.

    """
    file = Path(path)
    return compile_table(read_schema(read_text(file, SchemaFileError), show(file), file.stem)).schema
