"""Changing a published package, as a stranger could."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a JSON file."""
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False))


def reseal(folder: Path) -> None:
    """Write SHA256SUMS anew, for the files that are there, as somebody would who forges a package."""
    files = sorted(each for each in folder.rglob("*") if each.is_file() and each.name != "SHA256SUMS")
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(folder).as_posix()}\n"
        for each in files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def restate(folder: Path, name: str) -> None:
    """Give a changed CSV file's size and hash in the descriptor and in release.json, and seal anew."""
    data = (folder / "data" / f"{name}.csv").read_bytes()
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"

    def describe(descriptor: dict[str, Any]) -> None:
        for each in descriptor["resources"]:
            if each["name"] == name:
                each.update(hash=digest, bytes=len(data))

    rewrite(folder / "datapackage.json", describe)
    rewrite(folder / "release.json", lambda each: each["tables"][name].update(content=digest))
    reseal(folder)
