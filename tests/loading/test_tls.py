"""HTTPS, with a certificate made for the test."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from dateline.errors import PackageError
from dateline.loading.locate import locate
from dateline.loading.ranges import wanted
from dateline.loading.start import load_with
from dateline.loading.web import client
from loading.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.loading.settings import Settings

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None,
    reason="the program openssl makes the certificate: apt-get install openssl",
)


@pytest.fixture
def secure(original: Path, tmp_path: Path) -> Iterator[Server]:
    """Serve a target by HTTPS as `localhost`; the certificate stands in `tmp_path`."""
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    subprocess.run([*command, "-days", "2", *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server = Server(original)
    running = server.start(context)
    client.trusted.cache_clear()
    yield server
    client.trusted.cache_clear()
    running.shutdown()
    running.server_close()


def test_package_is_read_by_https(
    secure: Server, tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a certificate that the system trusts, a package is read by HTTPS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    package = load_with(f"https://localhost:{secure.port}", wanted("1"), quick)
    assert package["events"].collect().height == 3
    assert secure.asked[0][1]["Host"] == f"localhost:{secure.port}"


def test_certificate_that_nobody_trusts_is_refused(secure: Server, quick: Settings) -> None:
    """A server whose certificate the system does not trust is asked for nothing, once."""
    with pytest.raises(
        PackageError, match=r"the server's certificate cannot be trusted: self.signed certificate"
    ):
        locate(f"https://localhost:{secure.port}", wanted(None), quick)
    assert secure.asked == []


def test_certificate_of_another_host_is_refused(
    secure: Server, tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate for another name is refused, though the system trusts it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with pytest.raises(PackageError, match=r"cannot be trusted: IP address mismatch.*127\.0\.0\.1"):
        locate(f"https://127.0.0.1:{secure.port}", wanted(None), quick)
    assert secure.asked == []


def test_redirect_from_https_to_http_is_refused(
    secure: Server, tmp_path: Path, quick: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked for by HTTPS is not taken from anybody by HTTP."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    secure.redirects["/index.json"] = "http://localhost:1/index.json"
    with pytest.raises(
        PackageError, match=r"redirects from https to http \(http://localhost:1/index\.json\)"
    ):
        locate(f"https://localhost:{secure.port}/index.json", wanted(None), quick)
