"""Releases in zip archives, sound and hostile."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from dateline.errors import PackageError
from dateline.loading import load
from dateline.loading.stores import archive as archives

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loading.server import Server


def pack(folder: Path, to: Path, prefix: str = "", compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Pack a folder into an archive, its files below `prefix`."""
    with zipfile.ZipFile(to, "w", compression) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, f"{prefix}{path.relative_to(folder).as_posix()}")
    return to


@pytest.mark.parametrize("prefix", ["", "harbour-1.1.0/", "a/b/"])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_release_in_an_archive_is_read(original: Path, tmp_path: Path, prefix: str, compression: int) -> None:
    """A release is read from an archive as from a folder, at its top or in its only folder, and verified."""
    file = pack(original / "harbour" / "1.1.0", tmp_path / "x.zip", prefix, compression)
    if prefix == "a/b/":
        with pytest.raises(PackageError, match=r"x\.zip/a: there is no package here"):
            load(file)
        return
    package = load(file)
    assert package.verified
    assert package.version == "1.1.0"
    assert_frame_equal(package["events"].collect(), load(original)["events"].collect())
    assert package.location == str(file / prefix).rstrip("/")


def test_target_in_an_archive_is_read(original: Path, tmp_path: Path) -> None:
    """An archive of a whole target gives any version, and what changed between two."""
    package = load(pack(original, tmp_path / "x.zip"), version="1.0")
    assert package.version == "1.0.0"
    assert package.at("1.1.0")["events"].collect().height == 3


def test_archive_on_the_web_is_read(serve: Callable[..., Server], original: Path, tmp_path: Path) -> None:
    """An archive on the web is fetched once; offline its copy is read."""
    pack(original / "harbour" / "1.0.0", tmp_path / "harbour.ZIP")
    server = serve(tmp_path)
    address = f"{server.url}/harbour.ZIP"
    assert load(address)["events"].collect().height == 3
    assert load(address).version == "1.0.0"
    assert load(address, offline=True)["ports"].collect().height == 2
    assert set(server.paths()) == {"/harbour.ZIP"}
    with pytest.raises(PackageError, match=r"/nix\.zip: the server answers 404"):
        load(f"{server.url}/nix.zip")


def test_changed_file_in_an_archive_is_refused(package: Path, tmp_path: Path) -> None:
    """A file of an archive that is not the published one is refused with both hashes."""
    (package / "data" / "events.parquet").write_bytes(b"x")
    file = pack(package, tmp_path / "x.zip")
    with pytest.raises(
        PackageError, match=r"x\.zip/data/events\.parquet: this file was changed: expected sha256:"
    ):
        load(file)["events"]


def _archive(tmp_path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "a/../../x", "C:/x", "a\\..\\x", "./datapackage.json", "a//b", "a\nb"],
)
def test_archive_with_a_path_that_leaves_it_is_refused(tmp_path: Path, name: str) -> None:
    """An archive that names a file outside itself is refused as a whole, whoever would ask for the file."""
    file = _archive(tmp_path, ("datapackage.json", b"{}"), (name, b"x"))
    with pytest.raises(PackageError, match=r"(?s)the archive holds '.*', which is refused"):
        load(file)


def test_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    """An archive with a link in it is refused."""
    link = zipfile.ZipInfo("datapackage.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(
        PackageError, match=r"'datapackage\.json', which is refused: it is a link, or no plain file"
    ):
        load(_archive(tmp_path, (link, b"/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    """Programs disagree on which of two files of a name is meant, so neither is read."""
    file = _archive(tmp_path, ("datapackage.json", b"{}"), ("datapackage.json", b"[]"))
    with pytest.raises(PackageError, match="the archive holds two files of the same name"):
        load(file)


def test_encrypted_archive_is_refused(tmp_path: Path) -> None:
    """An encrypted file is refused before anything is read."""
    file = _archive(tmp_path, ("datapackage.json", b"{}"))
    content = bytearray(file.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    file.write_bytes(content)
    with pytest.raises(PackageError, match="it is encrypted"):
        load(file)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_archive_is_said(tmp_path: Path, content: bytes) -> None:
    """A file that only has the name of an archive is an error."""
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(PackageError, match=r"x\.zip: this zip archive cannot be read"):
        load(tmp_path / "x.zip")


def test_damaged_archive_is_said(original: Path, tmp_path: Path) -> None:
    """A byte that was changed in an archive is found when the file is unpacked."""
    file = pack(original / "harbour" / "1.1.0", tmp_path / "x.zip", compression=zipfile.ZIP_STORED)
    content = file.read_bytes()
    file.write_bytes(content.replace(b"Harbour incidents", b"Harbour accidents"))
    with pytest.raises(PackageError, match="cannot be read: Bad CRC-32"):
        load(file)


def test_file_that_unpacks_to_more_than_it_says_is_refused(package: Path, tmp_path: Path) -> None:
    """What is unpacked is counted, whatever the archive says of its size."""
    (package / "data" / "events.parquet").write_bytes(b"x" * 5_000_000)
    file = pack(package, tmp_path / "x.zip")
    with pytest.raises(PackageError, match=r"has more than the [0-9,]+ bytes that are expected"):
        load(file)["events"]


def test_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to far more than any table does is refused while it is unpacked."""
    monkeypatch.setattr(archives, "_BOMB_SIZE", 1 << 20)
    said = b'{"resources": [{"name": "x", "path": "x.csv"}]}'
    file = _archive(tmp_path, ("datapackage.json", said), ("x.csv", b"0" * (8 << 20)))
    with pytest.raises(PackageError, match="unpacks to more than 200 times its size, which is refused"):
        load(file)["x"]


def test_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive with more files than any release has is refused."""
    monkeypatch.setattr(archives, "_MOST_FILES", 3)
    with pytest.raises(PackageError, match="more than 3 files"):
        load(_archive(tmp_path, *((f"{n}.csv", b"") for n in range(4))))


def test_sizes_that_an_archive_lies_about_are_no_way_in(tmp_path: Path) -> None:
    """A central directory that says another size than the file has ends in an error, not in other content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", b'{"resources": [{"name": "x", "path": "x.csv"}]}')
        archive.writestr("x.csv", b"a\n1\n2\n")
    content = bytearray(buffer.getvalue())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 4)
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(PackageError, match=r"cannot be read|more than the 4 bytes"):
        load(tmp_path / "x.zip")["x"]
