"""Finding a project's datasets on the disk, and reading what their files say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.dataset import Dataset, TableFiles, read_dataset
from dateline.dataset.releases import read_releases
from dateline.document import did_you_mean, quoted
from dateline.errors import DatasetFileError, Problem, SchemaFileError, UsageError
from dateline.project.documents import read_text
from dateline.project.ledger import ledger_of
from dateline.project.paths import is_inside, matching, root_of, show
from dateline.project.waivers import waivers_of
from dateline.table import Table, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dateline.dataset.ledger import Entry
    from dateline.dataset.releases import Released
    from dateline.dataset.waivers import Waiver

DATASET_FILE = "dataset.yaml"
LEDGER_FILE = "changes.yaml"
RELEASES_FILE = "releases.yaml"
WAIVER_FILE = "waivers.yaml"
PACKAGE_FILES = ("datapackage.json", "datapackage.yaml")
"""Names that a Data Package's descriptor has, by the standard and by frictionless."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A dataset on the disk: its folder, what its files say, and its tables' schemas."""

    path: Path
    dataset: Dataset
    tables: dict[str, Table]
    waivers: tuple[Waiver, ...] = ()
    ledger: tuple[Entry, ...] = ()
    """What became of records that others may have cited."""
    releases: tuple[Released, ...] = ()
    """The releases that there were, the oldest first."""

    @property
    def gazetteer(self) -> Path | None:
        """The folder of the other dataset whose places the records name; None if there is none."""
        name = self.dataset.gazetteer
        return None if name is None or name == self.dataset.name else self.path.resolve().parent / name

    def files(self, table: TableFiles) -> list[Path]:
        """Return the files that a table's pattern matches; see `matching`."""
        return matching(self.path, table.path, root_of(self.path))


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
    help_ = f"a dataset is a folder with a {DATASET_FILE}, a package one with a {PACKAGE_FILES[0]}"
    if path.is_file():
        help_ = "name its Table Schema with --schema"
    raise UsageError(Problem(f"no dataset found at '{show(path)}'", help=help_))


def package_at(path: Path) -> Path | None:
    """Return the descriptor of the Data Package that `path` means; None if it means none.

    That is a JSON file, or a folder with a `datapackage.json` which is no dataset and no
    project: a dataset's own records go before what may be published beside them.
    """
    if path.is_file() and (path.suffix.lower() == ".json" or path.name in PACKAGE_FILES):
        return path
    if not path.is_dir() or (path / DATASET_FILE).is_file() or (path / "datasets").is_dir():
        return None
    return next((path / name for name in PACKAGE_FILES if (path / name).is_file()), None)


def records_at(path: Path) -> Path:
    """Return the path of a file that is to be checked by a schema.

    Raises:
        UsageError: if there is no such file, or it is a folder or a package.

    """
    if path.is_dir() or path.name in PACKAGE_FILES:
        message = f"'{show(path)}' is no file of records"
        raise UsageError(
            Problem(message, help="--schema goes with the path of a CSV, TSV, JSON or NDJSON file")
        )
    return file_at(path)


def file_at(path: Path) -> Path:
    """Return the path of a file.

    Raises:
        UsageError: if there is none.

    """
    if path.is_dir() or not path.exists():
        raise UsageError(Problem(f"there is no file '{show(path)}'"))
    return path


def _looks_like_dataset(path: Path) -> bool:
    inside = (path / "records").is_dir() or path.resolve().parent.name == "datasets"
    return inside and not (path / DATASET_FILE).is_file()


def _all_in(datasets: Path) -> list[Path]:
    try:
        inside = sorted(datasets.iterdir())
    except OSError as fault:
        raise UsageError(Problem(f"the folder cannot be read: {fault.strerror}", show(datasets))) from None
    folders = [each for each in inside if each.is_dir() and not each.name.startswith(".")]
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
    problems = list(_untrue(path, dataset))
    tables: dict[str, Table] = {}
    for each in dataset.tables:
        where = _schema_path(path, each)
        if not is_inside(where, root_of(path)):
            message = f"the schema of table '{each.name}' lies outside the project"
            problems.append(_at(dataset, each, message, "put it into schemas/"))
            continue
        if not where.is_file():
            problems.append(_no_schema(dataset, each, where))
            continue
        try:
            schema = read_schema(read_text(where, SchemaFileError), show(where), each.name)
            tables[each.name] = replace(schema, private=dataset.private)
        except SchemaFileError as error:
            problems += error.problems
    if problems:
        raise (DatasetFileError if any(p.file == dataset.file for p in problems) else SchemaFileError)(
            *problems
        )
    waivers = waivers_of(path / WAIVER_FILE, tables)
    ledger = ledger_of(path / LEDGER_FILE, tables)
    return Folder(path, dataset, tables, waivers, ledger, _releases(path / RELEASES_FILE))


def _releases(file: Path) -> tuple[Released, ...]:
    """Read the ledger of releases; there are none if there is no such file."""
    return read_releases(read_text(file, DatasetFileError), show(file)) if file.is_file() else ()


def _schema_path(path: Path, table: TableFiles) -> Path:
    if table.schema is not None:
        return path / table.schema
    return root_of(path) / "schemas" / f"{table.name}.yaml"


def _no_schema(dataset: Dataset, table: TableFiles, where: Path) -> Problem:
    others = sorted(each.stem for each in where.parent.glob("*.yaml")) if where.parent.is_dir() else []
    help_ = did_you_mean(table.name, others) if others else "write one; docs/files.md says how"
    message = f"table '{table.name}' has no schema: there is no file '{show(where)}'"
    return _at(dataset, table, message, help_)


def _at(dataset: Dataset, table: TableFiles, message: str, help: str) -> Problem:
    return Problem(message, dataset.file, table.mark.line, table.mark.column, help)


def _untrue(path: Path, dataset: Dataset) -> Iterator[Problem]:
    """Yield what a dataset file says that is not so, or cannot be."""
    folder = path.resolve().name
    if dataset.name != folder:
        mark = dataset.marks["name"]
        message = f"the dataset is named '{dataset.name}', its folder '{folder}'"
        yield Problem(message, dataset.file, mark.line, mark.column, "give both one name")
    if dataset.gazetteer is not None:
        yield from _no_gazetteer(path, dataset, dataset.gazetteer)
    if dataset.coverage.temporal is not None:
        yield from _no_period(dataset, dataset.coverage.temporal)


def _no_period(dataset: Dataset, temporal: str) -> Iterator[Problem]:
    from dateline.edtf import read  # noqa: PLC0415 - many datasets say no period

    if read(temporal) is None:
        mark = dataset.marks["coverage"]
        message = f"the period '{temporal}' is not an EDTF date"
        yield Problem(message, dataset.file, mark.line, mark.column, "such as 2015-03/2024-11")


def _no_gazetteer(path: Path, dataset: Dataset, name: str) -> Iterator[Problem]:
    """Yield a problem where a dataset names another one as its gazetteer, and it is not there."""
    datasets = path.resolve().parent
    inside = is_inside(datasets / name, root_of(path))
    if not inside or not (datasets / name / DATASET_FILE).is_file():
        mark = dataset.marks["gazetteer"]
        others = sorted(each.parent.name for each in datasets.glob(f"*/{DATASET_FILE}"))
        message = f"there is no dataset {quoted(name)} beside this one to be its gazetteer"
        yield Problem(message, dataset.file, mark.line, mark.column, did_you_mean(name, others))
