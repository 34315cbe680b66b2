"""A release for places without folders: the whole as one archive, and beside it what people look for.

The archive is a ZIP file whose members are stored as they are: compressed bytes would depend
on the zlib of the machine, and the same release must give the same archive, so that an
interrupted upload can go on elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, PublishError
from dateline.package import record, sums
from dateline.package.index import IndexedVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.publishing.staged import Staged

_BESIDE: Final = frozenset(
    {
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        "README.md",
        "SHA256SUMS",
        "codebook.html",
        "codebook.md",
        "datapackage.json",
        "delta.json",
        "release.json",
    }
)
_KINDS: Final = (".geojson", ".sqlite", ".xlsx")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP file knows
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


def archive_name(entry: IndexedVersion) -> str:
    """Return the name of a version's archive, which is also the folder in it."""
    return f"{entry.dataset}-{entry.version}.zip"


def is_beside(path: str) -> bool:
    """Tell whether a file of a release stands beside the archive, too."""
    return path in _BESIDE or ("/" not in path and path.endswith(_KINDS))


def flat_files(staged: Staged) -> dict[str, Path]:
    """Return the files to upload, by name, the archive first; it is made beside the release."""
    name = archive_name(staged.entry)
    archive = staged.folder.parent / name
    write_archive(staged, archive)
    return {
        name: archive,
        **{path: staged.folder / path for path in sorted(staged.written) if is_beside(path)},
    }


def write_archive(staged: Staged, to: Path) -> None:
    """Write the archive of a release: the same bytes for the same release, everywhere."""
    top = Path(archive_name(staged.entry)).stem
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(staged.written):
            member = zipfile.ZipInfo(f"{top}/{path}", _EPOCH)
            member.external_attr, member.create_system = _PLAIN_FILE, _UNIX
            member.file_size = staged.written[path].bytes
            with (staged.folder / path).open("rb") as source, archive.open(member, "w") as target:
                shutil.copyfileobj(source, target)


def described(read: Callable[[str], bytes], size: int) -> IndexedVersion | None:
    """Describe a published version by its own files; None if dateline did not write them.

    Args:
        read: returns a file that stands beside the archive.
        size: of all files, in bytes.

    """
    try:
        facts = json.loads(read(record.NAME))
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    texts = [facts.get(key) for key in ("dataset", "title", "version", "created")]
    if not all(isinstance(each, str) for each in texts):
        return None
    dataset, title, version, created = map(str, texts)
    return IndexedVersion(dataset, title, version, created, size, hashlib.sha256(read(sums.NAME)).hexdigest())


def getter(
    entry: IndexedVersion, download: Callable[[str, Path], None], spare: Path, place: str
) -> Callable[[str, Path], None]:
    """Return what copies one file of a version, from beside its archive or out of it.

    Args:
        entry: the version.
        download: copies an uploaded file, by name.
        spare: a folder for the archive.
        place: the version, for messages.

    """
    archive = spare / "archive.zip"

    def get(path: str, to: Path) -> None:
        if is_beside(path):
            download(path, to)
            return
        if not archive.exists():
            download(archive_name(entry), archive)
        _extract(archive, f"{Path(archive_name(entry)).stem}/{path}", to, place)

    return get


def _extract(archive: Path, member: str, to: Path, place: str) -> None:
    try:
        with (
            zipfile.ZipFile(archive) as opened,
            opened.open(member) as source,
            to.open("wb") as target,
        ):
            shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        message = f"the archive is damaged, or has no {member}"
        raise PublishError(Problem(message, place)) from None
