"""The texts that a user holds, which no dataset contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import Problem, UsageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 50_000_000
"""A text larger than this is no article."""


def read_texts(folder: Path) -> dict[str, str]:
    """Read a folder's `*.txt` files, by name.

    Raises:
        UsageError: if there is no such folder, it holds no text, or one cannot be read.

    """
    if not folder.is_dir():
        raise UsageError(Problem(f"there is no folder of texts '{folder}'"))
    texts = {path.name: read_text_file(path) for path in sorted(folder.glob("*.txt")) if path.is_file()}
    if not texts:
        raise UsageError(
            Problem(f"the folder '{folder}' holds no text", help="texts are files whose names end in .txt")
        )
    return texts


def read_text_file(path: Path) -> str:
    """Read one text.

    Raises:
        UsageError: if there is no such file, or it cannot be read.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(Problem(f"the text is larger than {MAX_BYTES // 1_000_000} MB", str(path)))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(Problem(f"the text cannot be read: {error.strerror}", str(path))) from None
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the text is not UTF-8"
        raise UsageError(Problem(message, str(path), help="save the file as UTF-8")) from None
