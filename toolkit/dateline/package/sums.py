"""SHA256SUMS: the list of a release's files and their hashes, as `sha256sum -c` reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.errors import PackageError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def sums_text(hashes: Mapping[str, str]) -> bytes:
    """Write a line a file, sorted by path. `hashes` maps a path to its SHA-256."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def read_sums(content: bytes, file: str) -> dict[str, str]:
    """Read the hashes by path.

    Raises:
        PackageError: naming every line that is not a hash and a path, repeats a path or has no end.

    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    *lines, rest = content.decode("utf-8", "replace").split("\n")
    if rest:
        problems.append(Problem("the last line has no end", file, len(lines) + 1))
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Problem("this is not '<SHA-256>  <path>'", file, number))
        elif match[2] in found:
            problems.append(Problem(f"'{match[2]}' is listed twice", file, number))
        else:
            found[match[2]] = match[1]
    if problems:
        raise PackageError(*problems)
    return found
