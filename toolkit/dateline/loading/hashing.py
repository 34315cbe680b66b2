"""Files that must be what their package says they are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from dateline.errors import PackageError, Problem

if TYPE_CHECKING:
    from pathlib import Path

BLOCK: Final = 1 << 20
"""Bytes read at once: 1 MiB."""


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal; memory does not grow with the file.

    Raises:
        PackageError: if the file cannot be read.

    """
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError as error:
        raise PackageError(Problem(f"this file cannot be read: {error.strerror}", str(path))) from error
    return digest.hexdigest()


def require(path: Path, expected: str) -> None:
    """Check that a file has this SHA-256.

    Raises:
        PackageError: naming the file, what was expected and what was found.

    """
    compare(sha256(path), expected, str(path))


def compare(found: str, expected: str, shown: str, help: str = "fetch the package again") -> None:
    """Check that two hashes are the same; `shown` is what to call the file.

    Raises:
        PackageError: naming the file, what was expected and what was found.

    """
    if found != expected:
        message = f"this file was changed: expected sha256:{expected}, found sha256:{found}"
        raise PackageError(Problem(message, shown, help=help))


def of_bytes(content: bytes) -> str:
    """Return the SHA-256 of a small file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
