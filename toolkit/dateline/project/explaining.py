"""The rules that the schemas of a project bring, for `dateline explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.dataset import read_dataset
from dateline.errors import DatasetFileError, DatelineError, SchemaFileError
from dateline.project.documents import read_text
from dateline.project.folder import DATASET_FILE, find
from dateline.project.paths import is_inside, root_of, show
from dateline.rules.pages import SchemaRule
from dateline.table import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.errors import Problem


def schema_rules(place: Path) -> tuple[list[SchemaRule], list[Problem]]:
    """Return the rules of all schemas found from a place upwards, by file and line.

    That is every file in the nearest `schemas/`, and those that datasets name elsewhere. No
    project, no rules.

    Returns:
        The rules, and what is wrong with the files that cannot be used.

    """
    rules: list[SchemaRule] = []
    problems: list[Problem] = []
    for file in sorted({*_beside(place), *_named(place, problems)}):
        try:
            table = read_schema(read_text(file, SchemaFileError), show(file), file.stem)
        except SchemaFileError as error:
            problems += error.problems
        else:
            rules += (SchemaRule(each, table.name, show(file)) for each in table.rules)
    return rules, problems


def _beside(place: Path) -> list[Path]:
    """Return the files of the nearest `schemas/` upwards."""
    here = place.resolve()
    for folder in (here, *here.parents):
        if (folder / "schemas").is_dir():
            return [each for each in (folder / "schemas").glob("*.yaml") if is_inside(each, folder)]
    return []


def _named(place: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the schemas that datasets name elsewhere; what cannot be read is noted."""
    try:
        folders = find(place)
    except DatelineError:
        return  # no dataset: there may be schemas all the same
    for folder in folders:
        file = folder / DATASET_FILE
        try:
            dataset = read_dataset(read_text(file, DatasetFileError), show(file))
        except DatasetFileError as error:
            problems += error.problems
            continue
        named = (folder / each.schema for each in dataset.tables if each.schema is not None)
        yield from (each.resolve() for each in named if each.is_file() and is_inside(each, root_of(folder)))
