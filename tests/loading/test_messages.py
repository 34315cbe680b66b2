"""The words of every error that a reader of packages may see."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.errors import DatelineError
from dateline.loading import load
from dateline.loading.ranges import wanted
from dateline.loading.start import load_with
from loading.test_strangers import lay, resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dateline.loading.settings import Settings
    from loading.server import Server


def _message(action: Callable[[], object]) -> str:
    """Return the words with which something fails; what differs from run to run is left out."""
    with pytest.raises(DatelineError) as caught:
        action()
    text = re.sub(r"127\.0\.0\.1:\d+", "SERVER", str(caught.value))
    text = re.sub(r"\S*/pytest-of-[^/]+/[^/]+/[^/]+", "FOLDER", text)
    return re.sub(r"[0-9a-f]{64}", "HASH", text)


class Story:
    """Things that go wrong between a reader and a server, in the order in which they are told."""

    def __init__(self, server: Server, settings: Settings, folder: Path) -> None:
        self.server, self.settings, self.folder = server, settings, folder
        self.told: list[str] = []

    def tell(self, title: str, action: Callable[[], object]) -> None:
        """Add what is said when something goes wrong."""
        self.told.append(f"# {title}\n{_message(action)}\n")

    def load(self, path: str = "", version: str | None = None, **how: object) -> object:
        """Open a package of the server, with settings that make nobody wait."""
        changed = replace(self.settings, **how)  # type: ignore[arg-type] # as the class has them
        return load_with(self.server.url + path, wanted(version), changed)


def _of_addresses(story: Story) -> None:
    story.tell("a path that leads nowhere", lambda: load(story.folder / "nowhere"))
    (story.folder / "x.csv").touch()
    story.tell("a file that is no package", lambda: load(story.folder / "x.csv"))
    story.tell("an address of another kind", lambda: load("ftp://ada:secret@example.org/x?y=z"))
    story.tell("no address", lambda: load("https://ada:p#ss@example.org/x"))
    story.tell("no address of a bucket", lambda: load("s3://ada:secret@shelf/x"))
    story.tell("no package at an address", lambda: story.load("/nix"))
    story.tell("no range of versions", lambda: story.load("", "one"))
    story.tell("no such version", lambda: story.load("", "^3"))
    story.tell("another version than asked for", lambda: story.load("/floods/1.0.0", "2"))
    story.tell("no version of a day", lambda: load(story.server.url, as_of="2020-01-01"))
    story.tell("no day", lambda: load(story.server.url, as_of="1 May"))
    story.tell("nothing in the cache", lambda: load(f"{story.server.url}/nix", offline=True))


def _of_servers(story: Story) -> None:
    index, server = "/index.json", story.server
    server.answers[index] = [(503, {})] * 5
    story.tell("a server that is busy", lambda: story.load(index))
    server.answers[index] = [(429, {"Retry-After": "900"})]
    story.tell("a server that wants peace", lambda: story.load(index))
    server.answers[index] = [(401, {})]
    story.tell("a server that wants a password", lambda: story.load(index))
    server.answers[index] = [(418, {})]
    story.tell("a server that answers otherwise", lambda: story.load(index))
    server.contents[index] = b" " * 17_000_000
    story.tell("too large an index", lambda: story.load(index))
    server.contents[index] = b"{}"
    story.tell("another index", lambda: story.load(index))
    del server.contents[index]
    server.cuts[index] = [9] * 5
    story.tell("a line that is cut", lambda: story.load(index))
    server.redirects[index] = "file:///etc/passwd"
    story.tell("a redirect to a file", lambda: story.load(index))
    server.redirects[index] = index
    story.tell("a circle of redirects", lambda: story.load(index))
    server.redirects.clear()
    server.silence = 0.4
    story.tell("a server that is silent", lambda: story.load(index, timeout=0.1, attempts=2))
    server.silence, server.pause = 0, 0.02
    story.tell("a server that trickles", lambda: story.load(index, timeout=0.2, attempts=1))
    server.pause = 0


def _of_files(story: Story) -> None:
    server, base = story.server, "/floods/2.0.0/"
    for name in ("SHA256SUMS", "datapackage.json"):
        server.contents[base + name] = b"{}"
        story.tell(f"{name} that was changed", lambda: load(server.url))
        del server.contents[base + name]
    package = load(server.url)
    server.contents[f"{base}data/floods.parquet"] = b"x"
    story.tell("a table that was changed", lambda: package["floods"])
    server.contents[f"{base}data/floods.parquet"] = b"x" * 100_000
    story.tell("a table that is too large", lambda: package["floods"])
    del server.contents[f"{base}data/floods.parquet"]
    server.answers[f"{base}data/floods.parquet"] = [(404, {})]
    story.tell("a table that is gone", lambda: package["floods"])
    story.tell("a table that is not in the cache", lambda: load(server.url, offline=True)["floods"])


def _of_tables(story: Story) -> None:
    package = load(story.server.url)
    story.tell("no such table", lambda: package["flods"])
    story.tell("no key between tables", lambda: package.join("notes", "rivers"))
    story.tell("several keys between tables", lambda: package.join("floods", "rivers"))
    story.tell("another key than there is", lambda: package.join("floods", "rivers", on="day"))
    story.tell("a retracted record", lambda: package.resolve("F2"))
    story.tell("a record that was split", lambda: package.resolve("floods", "F4"))
    story.tell("no such record", lambda: package.resolve("F99"))
    story.tell("no such record in a table", lambda: package.resolve("reports", "F1/9"))
    story.tell("no such earlier version", lambda: package.changes("0.9"))
    story.tell("no file in a format", lambda: package.path("floods", "arrow"))


def _of_strangers(story: Story) -> None:
    lay(story.folder / "gone", {}, resource())
    story.tell("a stranger's file that is gone", lambda: load(story.folder / "gone")["prices"])
    lay(story.folder / "out", {}, resource(path="../x.csv"))
    story.tell("a stranger's path that leaves", lambda: load(story.folder / "out")["prices"])
    lay(story.folder / "web", {}, resource(path="https://example.org/x.csv"))
    story.tell("a stranger's path to the web", lambda: load(story.folder / "web")["prices"])
    lay(story.folder / "hash", {"data/prices.csv": b"id\n"}, resource(hash="0" * 32))
    story.tell("a stranger's file with another hash", lambda: load(story.folder / "hash")["prices"])
    lay(story.folder / "odd", {}, {"name": "x", "path": "x.sav", "type": "table"})
    story.tell("a format that is not read", lambda: load(story.folder / "odd")["x"])
    lay(story.folder / "empty", {}, {"name": "x", "path": "x.pdf"})
    story.tell("a package without tables", lambda: load(story.folder / "empty"))
    with zipfile.ZipFile(story.folder / "x.zip", "w") as archive:
        archive.writestr("../x", b"")
    story.tell("an archive that leads out of itself", lambda: load(story.folder / "x.zip"))
    (story.folder / "y.zip").write_bytes(b"PK")
    story.tell("an archive that is none", lambda: load(story.folder / "y.zip"))


def test_every_error_is_told_in_plain_words(
    serve: Callable[..., Server],
    rivers: Path,
    quick: Settings,
    tmp_path: Path,
    golden: Callable[[str, str], None],
) -> None:
    """Each thing that may go wrong has its own words, which say where, what, and what to do."""
    story = Story(serve(rivers), quick, tmp_path)
    for part in (_of_addresses, _of_servers, _of_files, _of_tables, _of_strangers):
        part(story)
    assert not re.search("secret|p#ss", "".join(story.told))
    golden("loading/errors.txt", "\n".join(story.told))


def _blocks(descriptor: int) -> Iterator[bytes]:
    """Read until the other end is closed, which a pseudo-terminal tells by an error."""
    with contextlib.suppress(OSError):
        while block := os.read(descriptor, 4096):
            yield block


@pytest.mark.skipif(
    sys.platform == "win32", reason="a pseudo-terminal is needed, which Windows has otherwise"
)
@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_a_terminal_alone(
    serve: Callable[..., Server], tmp_path: Path, *, terminal: bool
) -> None:
    """A download of some megabytes has a bar on a terminal; in a pipe nothing is printed."""
    content = b"a\n" + b"1\n" * 2_500_000
    lay(tmp_path, {"large.csv": content}, {"name": "x", "path": "large.csv", "bytes": len(content)})
    url = serve(tmp_path).url
    fetch = f"load({url!r}).opened.store.file('large.csv', size={len(content)})"
    code = f"from dateline.loading import load; {fetch}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "toolkit"), "TERM": "xterm"}
    ours, theirs = os.openpty() if terminal else os.pipe()
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=theirs) as running:
        os.close(theirs)
        shown = b"".join(_blocks(ours))
        os.close(ours)
    assert running.returncode == 0
    assert (b"large.csv" in shown) is terminal
    assert terminal or shown == b""
