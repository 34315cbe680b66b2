"""Small text files of a project: datasets, schemas, waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import Problem
from dateline.project.paths import show

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.errors import DatelineError

MAX_BYTES = 10_000_000
"""A dataset or schema file larger than this is not read: it is something else."""


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
        before = data[: fault.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"byte {data[fault.start]:#04x} is not UTF-8"
        raise error(Problem(message, show(path), line, column, "save the file as UTF-8")) from None


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file in one step: whoever reads meanwhile finds the old file or the new one.

    Raises:
        DatasetFileError: if it cannot be written; nothing is changed then.

    """
    from dateline.project.staging import write  # noqa: PLC0415 - most commands write nothing

    write(path, text.encode())
