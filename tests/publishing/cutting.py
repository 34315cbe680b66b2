"""A TCP proxy whose connections break: it stands between a publisher and a server."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Proxy:
    """Pass bytes on until `budget` bytes were sent to the server; then break all connections.

    `lasting` says whether it then takes no more connections, or goes on undisturbed.
    """

    def __init__(self, server: str, budget: int, *, lasting: bool = True) -> None:
        host, _, port = server.removeprefix("http://").partition(":")
        self._server = (host, int(port))
        self._budget, self._lasting = budget, lasting
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Take connections until the proxy is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.cuts and self._lasting:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._open += [client, server]
                for source, target, counted in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass, args=(source, target, counted), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:  # noqa: FBT001 - a thread's argument
        with suppress(OSError):
            while data := source.recv(4096):
                if counted and self._spent(len(data)):
                    self.cut()
                    return
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _spent(self, size: int) -> bool:
        with self._lock:
            before, self._budget = self._budget, self._budget - size
            return before >= 0 > self._budget

    def cut(self) -> None:
        """Break all connections, as a lost network does."""
        self.cuts += 1
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()


@contextmanager
def cutting(server: str, budget: int, *, lasting: bool = True) -> Iterator[Proxy]:
    """Run a proxy before a server."""
    proxy = Proxy(server, budget, lasting=lasting)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(timeout=10)
