"""index.json: the datasets and versions of a target, newest first; what a client polls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from dateline.errors import PackageError, Problem
from dateline.package.serial import to_json
from dateline.versions import newest_first, version_key

NAME: Final = "index.json"
FORMAT: Final = "dateline-index/1"


@dataclass(frozen=True, slots=True)
class IndexedVersion:
    """A published version.

    Args:
        dataset: the dataset's name.
        title: the dataset's title in this version.
        version: its number.
        created: the moment it stands for, RFC 3339 in UTC.
        bytes: the size of all its files.
        sums: SHA-256 of its SHA256SUMS, which holds the hash of every other file.

    """

    dataset: str
    title: str
    version: str
    created: str
    bytes: int
    sums: str

    @property
    def path(self) -> str:
        """Its folder, relative to the target."""
        return f"{self.dataset}/{self.version}"


def index_text(versions: list[IndexedVersion]) -> bytes:
    """Write the index: datasets by name, versions newest first."""
    names = sorted({each.dataset for each in versions})
    datasets = [_dataset([each for each in versions if each.dataset == name]) for name in names]
    return to_json({"format": FORMAT, "datasets": datasets})


def _dataset(versions: list[IndexedVersion]) -> dict[str, object]:
    known = {each.version: each for each in versions}
    ordered = [known[number] for number in newest_first(list(known))]
    return {
        "name": ordered[0].dataset,
        "title": ordered[0].title,
        "latest": ordered[0].version,
        "versions": [_version(each) for each in ordered],
    }


def _version(each: IndexedVersion) -> dict[str, object]:
    return {
        "version": each.version,
        "created": each.created,
        "path": each.path,
        "bytes": each.bytes,
        "sha256sums": f"sha256:{each.sums}",
    }


def read_index(content: bytes, file: str) -> list[IndexedVersion]:
    """Read an index.

    Raises:
        PackageError: if it is not one of dateline's.

    """
    try:
        return _entries(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = f"its format would be '{FORMAT}'"
        raise PackageError(Problem("this is not an index of dateline's", file, help=hint)) from None


def _entries(value: dict[str, Any]) -> list[IndexedVersion]:
    if value["format"] != FORMAT:
        raise ValueError(value["format"])
    return [_read(each, one) for each in value["datasets"] for one in each["versions"]]


def _read(dataset: dict[str, Any], version: dict[str, Any]) -> IndexedVersion:
    name, title, number, created = dataset["name"], dataset["title"], version["version"], version["created"]
    size, sums = version["bytes"], version["sha256sums"].removeprefix("sha256:")
    texts = (name, title, number, created, sums)
    if not all(isinstance(each, str) for each in texts) or not isinstance(size, int):
        raise TypeError
    if version_key(number) is None or "/" in name or name in ("", ".", ".."):
        raise ValueError
    return IndexedVersion(name, title, number, created, size, sums)
