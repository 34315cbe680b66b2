"""Finding a project's datasets on the disk, and reading what their files say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.dataset import Dataset, TableFiles, read_dataset
from dateline.document import did_you_mean
from dateline.errors import DatasetFileError, DatelineError, Problem, SchemaFileError, UsageError
from dateline.table import Table, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

DATASET_FILE = "dataset.yaml"
MAX_BYTES = 10_000_000
"""A dataset or schema file larger than this is not read: it is something else."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A dataset on the disk: its folder, what its files say, and its tables' schemas."""

    path: Path
    dataset: Dataset
    tables: dict[str, Table]

    def files(self, table: TableFiles) -> list[Path]:
        """Return the files that a table's pattern matches, in the order of their paths."""
        return sorted(each for each in self.path.glob(table.path) if not each.is_dir())


def find(path: Path) -> list[Path]:
    """Return the dataset folders that `path` means, sorted.

    `path` is a dataset's folder, its `dataset.yaml`, a project, or any place inside one:
    then the nearest dataset or project upwards is meant.

    Raises:
        UsageError: if there is nothing at `path`, or no dataset.
        DatasetFileError: if a dataset's folder lacks its `dataset.yaml`.

    """
    if not path.exists():
        raise UsageError(Problem(f"there is no file or folder '{show(path)}'"))
    if path.is_dir() and _looks_like_dataset(path):
        raise _without_file([path])
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.resolve().parents):
        if (folder / DATASET_FILE).is_file():
            return [folder]
        if (folder / "datasets").is_dir():
            return _all_in(folder / "datasets")
    raise UsageError(
        Problem(f"no dataset found at '{show(path)}'", help=f"a dataset is a folder with a {DATASET_FILE}")
    )


def _looks_like_dataset(path: Path) -> bool:
    inside = (path / "records").is_dir() or path.resolve().parent.name == "datasets"
    return inside and not (path / DATASET_FILE).is_file()


def _all_in(datasets: Path) -> list[Path]:
    folders = sorted(each for each in datasets.iterdir() if each.is_dir() and not each.name.startswith("."))
    lacking = [each for each in folders if not (each / DATASET_FILE).is_file()]
    if lacking:
        raise _without_file(lacking)
    if not folders:
        raise UsageError(
            Problem("there is no dataset here", show(datasets), help=f"make a folder with a {DATASET_FILE}")
        )
    return folders


def _without_file(folders: Iterable[Path]) -> DatasetFileError:
    help_ = "add one; docs/files.md says what it holds"
    problems = [
        Problem(f"this dataset's folder has no {DATASET_FILE}", show(each), help=help_) for each in folders
    ]
    return DatasetFileError(*problems)


def open_folder(path: Path) -> Folder:
    """Read a dataset's file and its tables' schemas.

    Raises:
        DatasetFileError: if the dataset file cannot be used, or names a schema that is
            not there.
        SchemaFileError: if a schema cannot be used, or they do not fit together.

    """
    file = path / DATASET_FILE
    dataset = read_dataset(read_text(file, DatasetFileError), show(file))
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for each in dataset.tables:
        where = _schema_path(path, each)
        if not where.is_file():
            problems.append(_no_schema(dataset, each, where))
            continue
        try:
            tables[each.name] = read_schema(read_text(where, SchemaFileError), show(where), each.name)
        except SchemaFileError as error:
            problems += error.problems
    if problems:
        raise (DatasetFileError if any(p.file == dataset.file for p in problems) else SchemaFileError)(
            *problems
        )
    return Folder(path, dataset, tables)


def _schema_path(path: Path, table: TableFiles) -> Path:
    if table.schema is not None:
        return path / table.schema
    for folder in path.resolve().parents:
        if (folder / "schemas").is_dir():
            return folder / "schemas" / f"{table.name}.yaml"
    return path / "schemas" / f"{table.name}.yaml"


def _no_schema(dataset: Dataset, table: TableFiles, where: Path) -> Problem:
    others = sorted(each.stem for each in where.parent.glob("*.yaml")) if where.parent.is_dir() else []
    help_ = did_you_mean(table.name, others) if others else "write one; docs/files.md says how"
    message = f"table '{table.name}' has no schema: there is no file '{show(where)}'"
    return Problem(message, dataset.file, table.mark.line, table.mark.column, help_)


def read_text(path: Path, error: type[DatelineError]) -> str:
    """Read a small UTF-8 file, with or without a byte-order mark."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise error(Problem(f"the file is larger than {MAX_BYTES // 1_000_000} MB", show(path)))
        data = path.read_bytes()
    except OSError as fault:
        raise error(Problem(f"the file cannot be read: {fault.strerror}", show(path))) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        message = f"byte {data[fault.start]:#04x} is not UTF-8"
        raise error(Problem(message, show(path), line, help="save the file as UTF-8")) from None


def show(path: Path) -> str:
    """Return a path as the person would type it: relative to where they are, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except (ValueError, OSError):
        return os.fspath(path)
