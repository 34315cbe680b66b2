"""An HTTP server of our own that plays a service, records what it is asked, and fails on demand."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from publishing.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Answer:
    """What a service answers: JSON values, or bytes as they are."""

    status: int
    value: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Request:
    """What was asked; `token` is what the Authorization header said."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    token: str | None
    host: str

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """Return the body as JSON values."""
        return json.loads(self.body)


@dataclass
class Fault:
    """What goes wrong with the next requests that match "METHOD path", as a regular expression.

    `how` is a status or an answer; "cut" breaks the connection within the body; "lost"
    carries the request out and breaks the connection; "slow" says nothing for a second;
    "corrupt" changes a byte of the body.
    """

    pattern: str
    how: int | str | Answer
    times: int = 1


class Service(Protocol):
    """What is played."""

    def answer(self, request: Request) -> Answer:
        """Carry out a request."""
        ...


class Recorder:
    """A service's requests, and the faults that are still to come."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.lock = threading.Lock()

    def fault(self, request: str) -> Fault | None:
        """Return the fault of a request, once."""
        with self.lock:
            for each in self.faults:
                if each.times and re.search(each.pattern, request):
                    each.times -= 1
                    return each
        return None

    def asked(self, *methods: str) -> list[str]:
        """Return the requests of these methods, as "METHOD path"."""
        return [f"{each.method} {each.path}" for each in self.requests if each.method in methods]


def handler_of(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    """Return the handler that plays a recorder's service."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _any(self) -> None:
            fault = recorder.fault(f"{self.command} {self.path}")
            length = int(self.headers.get("Content-Length") or 0)
            if fault and fault.how == "cut":
                self.rfile.read(length // 2)
                self._break()
                return
            request = self._request(self.rfile.read(length))
            recorder.requests.append(request)
            answer = _refused(fault) or _carried_out(recorder, request, fault)
            if fault and fault.how == "lost":
                self._break()
            else:
                self._send(answer)

        def _request(self, body: bytes) -> Request:
            address = urlsplit(self.path)
            query = dict(parse_qsl(address.query))
            token, host = self.headers.get("Authorization"), self.headers["Host"]
            return Request(self.command, unquote(address.path), query, body, token, host)

        def _break(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def _send(self, answer: Answer) -> None:
            raw = answer.value if isinstance(answer.value, bytes) else json.dumps(answer.value).encode()
            body = b"" if answer.value is None else raw
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._any)  # noqa: SLF001 - the handler's own
    return Handler


def _refused(fault: Fault | None) -> Answer | None:
    """Return what a fault answers in place of the service."""
    if fault is None or isinstance(fault.how, str):
        return None
    if isinstance(fault.how, int):
        return Answer(fault.how, {"message": f"fault {fault.how}"})
    return fault.how


def _carried_out(recorder: Recorder, request: Request, fault: Fault | None) -> Answer:
    if fault and fault.how == "slow":
        time.sleep(1)
    if fault and fault.how == "corrupt":
        request.body = bytes([request.body[0] ^ 1]) + request.body[1:]
    with recorder.lock:
        return recorder.service.answer(request)


@contextmanager
def recording(service: Service) -> Iterator[tuple[Recorder, str]]:
    """Run a service; yield what records it, and its address."""
    recorder = Recorder(service)
    with serving(handler_of(recorder)) as address:
        yield recorder, address
