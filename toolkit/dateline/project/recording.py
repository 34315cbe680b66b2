"""What a dataset's folder remembers of a release: the ledger's entry, the changelog's section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.dataset.releases import HEAD, read_releases, written
from dateline.errors import DatasetFileError, Problem
from dateline.package.changelog import NAME as CHANGELOG
from dateline.project.documents import read_text
from dateline.project.folder import RELEASES_FILE
from dateline.project.paths import show
from dateline.project.staging import put, stage_text

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.project.releasing import Plan
    from dateline.project.staging import Staged


def record(plan: Plan) -> tuple[Path, ...]:
    """Write a new release into its dataset's folder; return the files that were written.

    Both files are written, or none. A release that the ledger has already changes nothing.

    Raises:
        DatasetFileError: if a file cannot be written, or the ledger was written to since it
            was read.

    """
    if not plan.step.new:
        return ()
    folder = plan.step.folder
    ledger, changelog = folder.path / RELEASES_FILE, folder.path / CHANGELOG
    contents = {ledger: _with_entry(ledger, plan), changelog: plan.changelog.encode()}
    staged: list[Staged] = []
    try:
        staged += [stage_text(path, content) for path, content in contents.items()]
        put(staged)
    finally:
        for each in staged:
            each.written.unlink(missing_ok=True)
    return tuple(contents)


def _with_entry(file: Path, plan: Plan) -> bytes:
    """Return the ledger with an entry at its end; all that it has stays byte for byte."""
    old = file.read_bytes() if file.is_file() else HEAD.encode()
    text = read_text(file, DatasetFileError) if file.is_file() else HEAD
    before = plan.step.folder.releases
    if read_releases(text, show(file)) != before:
        raise DatasetFileError(
            Problem("the file was written to since it was read", show(file), help="run again")
        )
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else end
    added = gap + written(plan.entry, before[-1].seal if before else "").replace("\n", end)
    if read_releases(text + added, show(file)) != (*before, plan.entry):
        message = "an entry cannot be added to this file: its list does not stand in lines with dashes"
        raise DatasetFileError(Problem(message, show(file), help="put it back as the last commit has it"))
    return old + added.encode()
