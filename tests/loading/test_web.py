"""What a web server may do to a download, done by a real one."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from dateline.errors import PackageError
from dateline.loading.web.address import Address
from dateline.loading.web.client import Client
from dateline.loading.web.download import fetch
from dateline.loading.web.model import Absent, Fetched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dateline.loading.settings import Settings
    from loading.server import Server

BODY = bytes(range(256)) * 40
LIMIT = 1_000_000


class Held:
    """A sink in memory that counts how often it was emptied."""

    def __init__(self, start: bytes = b"") -> None:
        self.content = start
        self.restarts = 0

    @property
    def size(self) -> int:
        """Return how many bytes it holds."""
        return len(self.content)

    def write(self, block: bytes, /) -> None:
        """Take bytes."""
        self.content += block

    def restart(self) -> None:
        """Forget them."""
        self.content = b""
        self.restarts += 1


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with one file."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.bin").write_bytes(BODY)
    return tmp_path / "files"


def get(
    server: Server, settings: Settings, sink: Held | None = None, path: str = "/a.bin", limit: int = LIMIT
) -> Held:
    """Fetch a file of the server."""
    address = Address.parse(server.url + path)
    held = sink or Held()
    fetch(Client(address, settings), address, held, limit=limit)
    return held


def test_file_is_fetched(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A file comes whole, with what tells its state; nothing encoded is asked for."""
    server = serve(files)
    address = Address.parse(f"{server.url}/a.bin")
    held = Held()
    found = fetch(Client(address, quick), address, held, limit=LIMIT)
    assert held.content == BODY
    assert found.etag is not None
    assert not found.unchanged
    ((_, headers),) = server.asked
    assert headers["Accept-Encoding"] == "identity"
    assert "Authorization" not in headers


@pytest.mark.parametrize("length", [0, None])
@pytest.mark.parametrize("ranges", [True, False])
def test_cut_download_is_whole_in_the_end(
    serve: Callable[..., Server], files: Path, quick: Settings, *, ranges: bool, length: int | None
) -> None:
    """A download that is cut twice goes on by Range where the server takes it, and starts anew where not."""
    server = serve(files, ranges=ranges, length=length, cuts={"/a.bin": [3000, 2000]})
    if length is None:
        server.cuts.clear()  # without a length nobody can tell that an answer was cut
    held = get(server, quick)
    assert held.content == BODY
    if length == 0:
        second, third = (headers for _, headers in server.asked[1:])
        assert second["Range"] == "bytes=3000-"
        assert second["If-Range"].startswith('"')
        assert third["Range"] == ("bytes=5000-" if ranges else "bytes=2000-")
        assert held.restarts == (0 if ranges else 2)


def test_file_that_changes_meanwhile_starts_anew(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """If another file stands there when a cut download goes on, If-Range brings that one, whole."""
    server = serve(files, cuts={"/a.bin": [3000]})
    other = BODY[::-1]

    def change() -> None:
        while len(server.asked) < 1:
            time.sleep(0.001)
        server.contents["/a.bin"] = other

    threading.Thread(target=change).start()
    assert get(server, replace(quick, pause=0.1)).content == other


def test_part_that_the_server_no_longer_has_is_forgotten(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """A server that refuses the range (416) is asked for the whole file."""
    server = serve(files, answers={"/a.bin": [(416, {})]})
    assert get(server, quick, Held(b"stale beginning")).content == BODY


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_busy_server_is_asked_again(
    serve: Callable[..., Server], files: Path, quick: Settings, status: int
) -> None:
    """An answer that may be another next time is followed by another request."""
    server = serve(files, answers={"/a.bin": [(status, {}), (status, {})]})
    assert get(server, quick).content == BODY
    assert len(server.asked) == 3


def test_attempts_have_a_limit(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A server that stays busy is given up, with its status and the number of attempts."""
    server = serve(files, answers={"/a.bin": [(503, {})] * 9})
    with pytest.raises(
        PackageError, match=r"a\.bin: the server answers 503 Service Unavailable; 5 attempts were made"
    ):
        get(server, quick)
    assert len(server.asked) == 5


@pytest.mark.parametrize("moment", [False, True])
def test_retry_after_is_kept_to(
    serve: Callable[..., Server], files: Path, quick: Settings, *, moment: bool
) -> None:
    """A server that asks to be left alone, for seconds or until a moment, is left alone so long."""
    said = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if moment else "1"
    server = serve(files, answers={"/a.bin": [(429, {"Retry-After": said})]})
    before = time.monotonic()
    assert get(server, quick).content == BODY
    assert time.monotonic() - before > 0.9


def test_long_retry_after_is_not_waited_for(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """Nobody waits for an hour: the error says how long the server asks for."""
    server = serve(files, answers={"/a.bin": [(503, {"Retry-After": "3600"})]})
    with pytest.raises(
        PackageError, match="asks to be left alone for 3,600 seconds\n  help: try again later"
    ):
        get(server, quick)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_absent_file_is_told_at_once(
    serve: Callable[..., Server], files: Path, quick: Settings, status: int
) -> None:
    """A file that is not there, or not shown, is not asked for again."""
    server = serve(files, answers={"/a.bin": [(status, {})]})
    with pytest.raises(Absent, match=f"the server answers {status}"):
        get(server, quick)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 418, 451, 501])
def test_other_refusal_is_an_error_at_once(
    serve: Callable[..., Server], files: Path, quick: Settings, status: int
) -> None:
    """What will not be another next time is an error, and not asked for again."""
    server = serve(files, answers={"/a.bin": [(status, {})]})
    with pytest.raises(PackageError, match=f"the server answers {status}") as caught:
        get(server, quick)
    assert not isinstance(caught.value, Absent)
    assert len(server.asked) == 1


def test_length_that_is_too_large_is_a_cut(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """A server that announces more bytes than it sends is taken for cut off, and given up in the end."""
    server = serve(files, length=10)
    with pytest.raises(
        PackageError, match=r"the connection was cut after 10,240 of 10,250 bytes; 5 attempts"
    ):
        get(server, quick)


def test_length_that_is_too_small_cuts_the_file(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """Of a server that announces fewer bytes than it sends, only those are read; a hash finds that."""
    assert get(serve(files, length=-40), quick).content == BODY[:-40]


@pytest.mark.parametrize("length", [0, None])
def test_too_large_a_file_is_not_read(
    serve: Callable[..., Server], files: Path, quick: Settings, length: int | None
) -> None:
    """More bytes than are expected are refused, announced or not."""
    words = "announces 10,240 bytes, and at most 10,000" if length == 0 else "has more than the 10,000 bytes"
    with pytest.raises(PackageError, match=words):
        get(serve(files, length=length), quick, limit=10_000)


def test_silent_server_is_given_up(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A server that does not answer within the time-out is given up."""
    server = serve(files, silence=5)
    with pytest.raises(PackageError, match="the server does not answer; 2 attempts"):
        get(server, replace(quick, attempts=2, timeout=0.2))


def test_trickling_server_is_given_up(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A server that sends a byte now and then, each in time, is given up as well."""
    server = serve(files, pause=0.02)
    with pytest.raises(PackageError, match="the server sends hardly anything; 2 attempts"):
        get(server, replace(quick, attempts=2, timeout=0.3))


def test_slow_server_is_waited_for(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A server that needs longer than the time-out for a file, and goes on, is waited for."""
    (files / "slow.bin").write_bytes(b"x" * 60)
    assert get(serve(files, pause=0.01), replace(quick, timeout=2), path="/slow.bin").size == 60


def test_nobody_there_is_said(quick: Settings) -> None:
    """An address at which nobody answers is said, with the way to what was fetched before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = Address.parse(f"http://127.0.0.1:{port}/x")
    with pytest.raises(
        PackageError, match=r"nobody answers at this address; 5 attempts.*\n.*DATELINE_OFFLINE=1"
    ):
        fetch(Client(address, quick), address, Held(), limit=9)


def test_host_that_is_none_is_said_at_once(quick: Settings) -> None:
    """A name that no host has is not looked up again."""
    address = Address.parse("http://no-such-host.invalid/x")
    with pytest.raises(PackageError, match=r"there is no such host|cannot be looked up"):
        fetch(Client(address, quick), address, Held(), limit=9)


@pytest.mark.parametrize("answer", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"])
def test_what_is_no_web_server_is_said(quick: Settings, answer: bytes) -> None:
    """Somebody who closes the line, speaks otherwise, or breaks off is an error, not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def reply() -> None:
            for _ in range(2):
                other, _ = listening.accept()
                with other:
                    other.recv(4096)
                    other.sendall(answer)

        thread = threading.Thread(target=reply, daemon=True)
        thread.start()
        address = Address.parse(f"http://127.0.0.1:{listening.getsockname()[1]}/x")
        with pytest.raises(PackageError, match=r"2 attempts were made"):
            fetch(Client(address, replace(quick, attempts=2)), address, Held(), limit=9)
        thread.join(5)


def test_unchanged_file_is_not_sent_again(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """With the tag of an earlier answer, the server says that nothing has changed, and sends nothing."""
    server = serve(files)
    address = Address.parse(f"{server.url}/a.bin")
    client = Client(address, quick)
    known = fetch(client, address, Held(), limit=LIMIT)
    held = Held()
    assert fetch(client, address, held, limit=LIMIT, known=known).unchanged
    assert held.content == b""
    assert not fetch(client, address, held, limit=LIMIT, known=Fetched('"other"', None)).unchanged
    assert held.content == BODY


def test_encoded_answer_is_refused(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A body that was compressed on the way, though nobody asked for that, is not taken for the file."""
    server = serve(files, answers={"/a.bin": [(200, {"Content-Encoding": "gzip"})]})
    with pytest.raises(PackageError, match="sends the file encoded, which nobody asked for"):
        get(server, quick)


def test_redirect_is_followed(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A redirect leads to the file, relative or whole."""
    server = serve(files, redirects={"/old": "/older", "/older": "a.bin"})
    assert get(server, quick, path="/old").content == BODY


def test_redirects_have_an_end(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """A circle of redirects is an error."""
    server = serve(files, redirects={"/x": "/y", "/y": "/x"})
    with pytest.raises(PackageError, match="the server redirects more than 10 times"):
        get(server, quick, path="/x")


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://example.org/x", "data:text/plain,x", "javascript:1"]
)
def test_redirect_to_another_scheme_is_refused(
    serve: Callable[..., Server], files: Path, quick: Settings, place: str
) -> None:
    """No redirect leaves the web: not to a file, not to any other scheme."""
    server = serve(files, redirects={"/x": place})
    with pytest.raises(PackageError, match=r"the server redirects to '.*:', which is refused"):
        get(server, quick, path="/x")


@pytest.mark.parametrize(
    "place", ["http://[::1", "http://a b:c/", "http://x:99999/", "\\\\evil", "https:///x"]
)
def test_redirect_to_what_is_no_address_is_said(
    serve: Callable[..., Server], files: Path, quick: Settings, place: str
) -> None:
    """A Location that cannot be read is an error like any other."""
    with pytest.raises(PackageError, match=r"no address|there is no such host|nobody answers|404"):
        get(serve(files, redirects={"/x": place}), quick, path="/x")


def test_length_that_is_no_number_is_not_believed(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """A Content-Length of thousands of digits is as good as none."""
    server = serve(files, answers={"/a.bin": [(200, {"Content-Length": "9" * 5000})]})
    assert get(server, quick).size == 0


def test_login_goes_to_its_own_host_alone(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """User and password are sent where they are meant for, never along a redirect to another origin."""
    other = serve(files)
    server = serve(
        files, login="Basic YWRhOnMzY3JldA==", redirects={"/here": "/a.bin", "/away": f"{other.url}/a.bin"}
    )
    address = Address.parse(f"http://ada:s3cret@127.0.0.1:{server.port}/here")
    for path in ("here", "away"):
        held = Held()
        asked = Address.parse(f"http://ada:s3cret@127.0.0.1:{server.port}/{path}")
        fetch(Client(asked, quick), asked, held, limit=LIMIT)
        assert held.content == BODY
    assert [path for path, headers in server.asked if "Authorization" in headers] == [
        "/here",
        "/a.bin",
        "/away",
    ]
    assert all("Authorization" not in headers for _, headers in other.asked)
    assert "s3cret" not in f"{address} {address!r} {address.key}"


def test_error_shows_no_secret(serve: Callable[..., Server], files: Path, quick: Settings) -> None:
    """Neither the password nor the values of a query stand in an error."""
    server = serve(files)
    address = Address.parse(f"http://ada:s3cret@127.0.0.1:{server.port}/nix?token=t0ken")
    with pytest.raises(PackageError) as caught:
        fetch(Client(address, quick), address, Held(), limit=9)
    assert str(caught.value) == f"http://127.0.0.1:{server.port}/nix?…: the server answers 404 Not Found"


def test_public_server_leads_to_no_private_one(
    serve: Callable[..., Server], files: Path, quick: Settings
) -> None:
    """Whoever began at a public address is led to none of a private network, unless that was allowed."""
    server = serve(files)
    address = Address.parse(f"{server.url}/a.bin")
    client = Client(address, quick, may_be_private=False)
    with pytest.raises(
        PackageError, match=r"leads to an address of a private network .*\n  help: .*allow_private=True"
    ):
        fetch(client, address, Held(), limit=LIMIT)
    assert server.asked == []
    allowed = Client(address, replace(quick, allow_private=True))
    fetch(allowed, address, Held(), limit=LIMIT)


def test_proxy_of_the_environment_is_used(
    serve: Callable[..., Server], files: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names is asked instead of the host; it is told the whole address."""
    proxy = serve(files)
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("http_proxy", proxy.url)
    address = Address.parse("http://packages.example/a.bin")
    held = Held()
    fetch(Client(address, quick), address, held, limit=LIMIT)
    assert held.content == BODY
    ((path, headers),) = proxy.asked
    assert path == "http://packages.example/a.bin"
    assert headers["Host"] == "packages.example"
