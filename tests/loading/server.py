"""A web server on this machine that serves a folder, well or badly."""

from __future__ import annotations

import http.server
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import ssl
    from pathlib import Path


@dataclass
class Server:
    """What is served, how, and what was asked for.

    Args:
        root: the folder.
        ranges: whether parts of files are served.
        tags: whether answers have an ETag.
        length: what to add to the Content-Length that is true; None leaves it out.
        cuts: after how many bytes of the body the next answers to a path are cut off.
        answers: statuses and headers with which the next requests for a path are answered.
        redirects: where a path leads.
        contents: what stands at a path instead of the file.
        login: the Authorization without which nothing is served.
        pause: seconds between the bytes of a body.
        only: a part of the paths that `pause` holds for; empty for all.
        silence: seconds before an answer begins.
        asked: the paths and headers of the requests so far.

    """

    root: Path
    ranges: bool = True
    tags: bool = True
    length: int | None = 0
    cuts: dict[str, list[int]] = field(default_factory=dict)
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    login: str | None = None
    pause: float = 0.0
    only: str = ""
    silence: float = 0.0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for path, _ in self.asked]

    def start(self, context: ssl.SSLContext | None = None) -> http.server.ThreadingHTTPServer:
        """Begin to serve, by HTTPS if there is a context; the caller ends it."""
        served = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"told": self})
        )
        served.daemon_threads = True
        if context is not None:
            served.socket = context.wrap_socket(served.socket, server_side=True)
        self.port = served.server_address[1]
        threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return served


class _Handler(http.server.BaseHTTPRequestHandler):
    told: Server

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        told = self.told
        path = unquote(urlsplit(self.path).path)
        told.asked.append((self.path, dict(self.headers.items())))
        time.sleep(told.silence)
        if told.login is not None and self.headers.get("Authorization") != told.login:
            self._end(401, {})
        elif told.answers.get(path):
            self._end(*told.answers[path].pop(0))
        elif path in told.redirects:
            self._end(302, {"Location": told.redirects[path]})
        elif (content := self._content(path)) is None:
            self._end(404, {})
        else:
            self._serve(path, content)

    def _content(self, path: str) -> bytes | None:
        if path in self.told.contents:
            return self.told.contents[path]
        place = self.told.root / path.lstrip("/")
        return place.read_bytes() if place.is_file() else None

    def _serve(self, path: str, content: bytes) -> None:
        told = self.told
        tag = f'"{hash(content):x}"'
        if told.tags and self.headers.get("If-None-Match") == tag:
            self._end(304, {"ETag": tag})
            return
        start = self._start(tag, len(content))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if told.length is not None:
            self.send_header("Content-Length", str(len(content) - start + told.length))
        if told.tags:
            self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(0, usegmt=True))
        self.end_headers()
        self._send(path, content[start:])

    def _start(self, tag: str, size: int) -> int:
        """Return where the part begins that is asked for: 0 if the whole is."""
        said = self.headers.get("Range", "")
        if not self.told.ranges or not said.startswith("bytes=") or self.headers.get("If-Range", tag) != tag:
            return 0
        return min(int(said[6:].rstrip("-")), size)

    def _send(self, path: str, body: bytes) -> None:
        cuts = self.told.cuts.get(path)
        if cuts:
            body = body[: cuts.pop(0)]
        step = 1 if self.told.pause and self.told.only in path else max(len(body), 1)
        try:
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                time.sleep(self.told.pause if step == 1 else 0)
        except OSError:
            return  # whoever asked has given up

    def _end(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
