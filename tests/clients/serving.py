"""A web server as hosts of static files are: it serves parts of files, and says what it has."""

from __future__ import annotations

import http.server
import re
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yield the address."""
    handler = type("Handler", (_Handler,), {"root": root})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: Path

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        file = self.root / unquote(urlsplit(self.path).path).lstrip("/")
        content = file.read_bytes() if file.is_file() else None
        if content is None:
            self._head(HTTPStatus.NOT_FOUND, 0)
            return
        part = _part(self.headers.get("Range"), len(content))
        if part is None:
            self._head(HTTPStatus.OK, len(content))
        else:
            said = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
            content = content[part.start : part.stop]
            self._head(HTTPStatus.PARTIAL_CONTENT, len(content), said)
        if body:
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, length: int, part: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(length))
        if part:
            self.send_header("Content-Range", part)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _part(said: str | None, size: int) -> range | None:
    """Return the bytes that a Range header asks for (RFC 9110, 14.1.2), None for all of them."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", said or "")
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last), size - 1) + 1 if last else size)
