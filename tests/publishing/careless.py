"""A server that takes S3's requests and no notice of their conditions, as some do."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit


class Careless(BaseHTTPRequestHandler):
    """Keep objects in memory; overwrite whatever is written."""

    protocol_version = "HTTP/1.1"
    objects: ClassVar[dict[str, bytes]] = {}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer an object, or the list of a bucket."""
        address = urlsplit(self.path)
        path = unquote(address.path)
        if "list-type" in parse_qs(address.query):
            self._answer(200, b"<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>")
        elif path in self.objects:
            self._answer(200, self.objects[path])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>")

    def do_PUT(self) -> None:
        """Write an object."""
        self.objects[unquote(self.path)] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Sat, 02 Nov 2024 03:04:05 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
