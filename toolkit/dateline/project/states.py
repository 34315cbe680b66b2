"""An earlier state of a dataset: at a commit, in a folder, in a published package."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dateline.document import quoted
from dateline.errors import DatasetFileError, Problem, SchemaFileError, UsageError
from dateline.package.descriptor import head, head_of
from dateline.package.index import NAME as INDEX
from dateline.project.checking import open_dataset
from dateline.project.folder import DATASET_FILE, package_at
from dateline.project.paths import root_of, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dateline.checks.content import Content
    from dateline.project.checking import Opened


@dataclass(frozen=True, slots=True)
class State:
    """A dataset as it was.

    Args:
        since: what was asked for, as it is named to people.
        contents: its tables by name.
        opened: the whole dataset, where it is more than a package.
        notes: what of it could not be looked at.
        root: the folder to which paths of its files are relative.
        metadata: what it said of itself as a whole, as a descriptor does; empty if it was not there.
        at_commit: whether `root` holds the files of a commit, for as long as they are used.

    """

    since: str
    contents: Mapping[str, Content]
    opened: Opened | None
    notes: tuple[str, ...]
    root: Path
    metadata: Mapping[str, Any]
    at_commit: bool = False


@contextmanager
def earlier(dataset: Path, since: str) -> Iterator[State]:
    """Open the earlier state of a dataset, for as long as it is used.

    Args:
        dataset: the dataset's folder as it is now.
        since: a commit of its repository (branch, tag, hash); or the path of another copy
            of the dataset, of a package, or of a folder with published versions.

    Raises:
        UsageError: if there is no such commit or path.
        DatasetFileError, SchemaFileError: if the earlier state cannot be read.

    """
    with ExitStack() as stack:
        place = Path(since)
        if place.exists():
            yield _at_path(place, dataset, stack)
        else:
            yield _at_commit(dataset, since, stack)


def _at_path(place: Path, dataset: Path, stack: ExitStack) -> State:
    if (place / DATASET_FILE).is_file():
        opened = open_dataset(place)
        return State(show(place), opened.contents, opened, (), place, head(opened.folder.dataset))
    name = dataset.resolve().name
    candidates = (place, place / name / "latest", place / "latest")
    descriptor = next((found for each in candidates if (found := package_at(each)) is not None), None)
    if descriptor is None and (place / INDEX).is_file():
        note = f"there was no dataset {name} at {show(place)}: every record is new"
        return State(show(place), {}, None, (note,), place, {})
    if descriptor is None:
        help_ = f"name a commit, a folder with a {DATASET_FILE}, a datapackage.json, or a folder of releases"
        raise UsageError(Problem("there is no earlier state here", show(place), help=help_))
    from dateline.project.foreign import opened_package  # noqa: PLC0415 - most comparisons are with a commit

    _insist_of(descriptor, name)
    contents, ledger = stack.enter_context(opened_package(descriptor))
    problems = [each.message for each in ledger.findings]
    if problems and not contents:
        raise UsageError(Problem(f"the package cannot be read: {problems[0]}", show(descriptor)))
    recorded = {name: each for name, each in contents.items() if not each.table.derived}
    return State(
        show(place), recorded, None, tuple(ledger.notes), descriptor.parent, head_of(_said(descriptor))
    )


def _insist_of(descriptor: Path, name: str) -> None:
    """Refuse another dataset's package: nothing of it could be compared."""
    other = _said(descriptor).get("name")
    if isinstance(other, str) and other != name:
        help_ = f"name the path of the dataset {quoted(other)} as well, or another package"
        raise UsageError(
            Problem(f"this is no package of the dataset {quoted(name)}", show(descriptor), help=help_)
        )


def _said(descriptor: Path) -> dict[str, Any]:
    """Read a descriptor as far as it is JSON; what is wrong with it is told where the package is read."""
    try:
        said = json.loads(descriptor.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _at_commit(dataset: Path, since: str, stack: ExitStack) -> State:
    from dateline.git import base, write_tree  # noqa: PLC0415 - most checks compare nothing

    found = base(dataset, since)
    here, project = dataset.resolve(), root_of(dataset)
    folders = [here, project / "schemas", project / "datasets"]
    wanted = [
        PurePosixPath(each.relative_to(found.root.resolve())) for each in folders if _inside(each, found.root)
    ]
    to = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-")))
    notes = [str(each) for each in write_tree(found, _without_nested(wanted), to)]
    place = to / here.relative_to(found.root.resolve())
    if not (place / DATASET_FILE).is_file():
        notes.append(f"there was no dataset {here.name} at {since}: every record is new")
        return State(since, {}, None, tuple(notes), place, {}, at_commit=True)
    opened = _opened(place, since)
    metadata = head(opened.folder.dataset)
    return State(since, opened.contents, opened, tuple(notes), place, metadata, at_commit=True)


def _opened(place: Path, since: str) -> Opened:
    """Open the dataset of a commit; what is wrong with it is told as of that commit."""
    try:
        return open_dataset(place)
    except (DatasetFileError, SchemaFileError) as error:
        raise type(error)(*(_told(each, place, since) for each in error.problems)) from None


def _told(problem: Problem, place: Path, since: str) -> Problem:
    file = problem.file
    if file is not None:
        inside = Path(file)
        file = inside.relative_to(place).as_posix() if inside.is_relative_to(place) else inside.name
    message = f"at {since}: {problem.message}"
    return Problem(message, file, problem.line, problem.column, problem.help)


def _inside(path: Path, root: Path) -> bool:
    return path.is_dir() and path.resolve().is_relative_to(root.resolve())


def _without_nested(folders: list[PurePosixPath]) -> list[PurePosixPath]:
    """Leave out folders that lie in another of the list: git would name their files twice."""
    unique = list(dict.fromkeys(folders))
    return [each for each in unique if not any(other in each.parents for other in unique)]
