from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import PackageError
from dateline.read.paths import inside, refusal

if TYPE_CHECKING:
    from pathlib import Path

EVIL = [
    "",
    "/etc/passwd",
    "//host/share",
    "~/x",
    "~root/x",
    "..",
    "../x",
    "a/../../x",
    "a/..",
    "./x",
    "a//b",
    "a/",
    "a\\b",
    "..\\x",
    "C:/x",
    "c:x",
    "file:///etc/passwd",
    "http://x/y",
    "s3://x/y",
    "data:text/csv,a",
    "a\0b",
    "a\nb",
]


@pytest.mark.parametrize("path", EVIL)
def test_path_that_leaves_is_refused(tmp_path: Path, path: str) -> None:
    """A path that could leave the package, on any system, is refused with the reason."""
    assert refusal(path)
    with pytest.raises(PackageError, match="which is refused"):
        inside(tmp_path, path)


@pytest.mark.parametrize(
    "path", ["x.csv", "data/x.csv", "a b/é.csv", "..x/y", "x..", "a/b/c.d.e", "a~b", "a:b/c"]
)
def test_path_inside_is_read(tmp_path: Path, path: str) -> None:
    """An ordinary relative path leads to its file."""
    if path == "a:b/c":
        assert refusal(path)  # a stream or a drive to Windows
        return
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).touch()
    assert inside(tmp_path, path) == (tmp_path / path).resolve()


PIECE = st.one_of(
    st.sampled_from(["..", ".", "", "/", "\\", "C:", "~", "a", "b.csv", "http:", "%2e%2e"]),
    st.text(max_size=3),
)


@given(st.lists(PIECE, min_size=1, max_size=5).map("/".join))
def test_accepted_path_stays_inside(path: str) -> None:
    """However a path is put together: if it is accepted, it names something below the folder, everywhere."""
    if refusal(path):
        return
    for system in (os.path, __import__("ntpath"), __import__("posixpath")):
        root = "C:\\package" if system.__name__ == "ntpath" else "/package"
        joined = system.normpath(system.join(root, path))
        assert joined.startswith(root + system.sep)
    assert not re.match(r"[a-zA-Z]+:", path)


def test_link_that_leaves_is_refused(tmp_path: Path) -> None:
    """A link out of the package is refused, a link within it is followed."""
    package = tmp_path / "package"
    package.mkdir()
    (tmp_path / "secret").write_text("secret")
    (package / "plain").write_text("plain")
    (package / "out").symlink_to("../secret")
    (package / "in").symlink_to("plain")
    (package / "up").symlink_to("..")
    assert inside(package, "in") == (package / "plain").resolve()
    for path in ("out", "up/secret"):
        with pytest.raises(PackageError, match="leaves the package"):
            inside(package, path)


def test_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    """A link to itself is an error like any other."""
    (tmp_path / "x").symlink_to("x")
    with pytest.raises(PackageError, match="cannot be read"):
        inside(tmp_path, "x")


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    """A folder or a pipe is refused; opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in ("pipe", "folder"):
        with pytest.raises(PackageError, match="not a plain file"):
            inside(tmp_path, path)


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A file that the package names and does not have is said as such."""
    with pytest.raises(PackageError, match="it is not there"):
        inside(tmp_path, "data/x.csv")
