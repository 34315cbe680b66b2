"""Serving a release's database with Datasette, as README.md and the page of a release say."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

import pytest

from clients.reading import surroundings
from dateline.package.metadata.datasette import datasette
from dateline.package.metadata.facts import facts
from package.metadata.described import EVIL, FULL, TINY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clients.reading import Told

pytest.importorskip("datasette", reason="install datasette (pip)")
SQLITE = {"dateline": {"files": [{"path": "d.sqlite", "format": "sqlite"}]}}


@contextmanager
def _served(told: Told) -> Iterator[str]:
    """Run the lines, on a free port; they may print nothing but what was asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    *fetch, serve = told.snippets["Datasette"].splitlines()
    environment = surroundings(told.folder)
    for line in fetch:
        subprocess.run(["bash", "-euc", line], cwd=told.folder, env=environment, check=True)
    with subprocess.Popen(
        ["bash", "-euc", f"exec {serve} --port {port}"],
        cwd=told.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield _answering(f"http://127.0.0.1:{port}", running)
        finally:
            running.terminate()
            said = running.communicate()[1]
    assert [line for line in said.splitlines() if not line.startswith("INFO:")] == []


def _answering(address: str, running: subprocess.Popen[str]) -> str:
    until = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < until:
        try:
            _asked(f"{address}/-/versions.json")
        except URLError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError(running.stderr.read() if running.stderr else "")


def _asked(address: str) -> Any:  # noqa: ANN401 - JSON
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=30) as answer:
        return json.loads(answer.read())


def test_datasette_shows_tables_with_their_titles_and_licence(told: Told) -> None:
    """Served with its metadata, the database answers with all rows; titles, columns and licence are told."""
    if told.folder.joinpath("README.md").is_file() is False and shutil.which("curl") is None:
        pytest.skip("install curl (Debian)")
    site = told.site
    descriptor = json.loads((site.folder / "datapackage.json").read_bytes())
    with _served(told) as address:
        page = f"{address}/{site.name}/{site.main}"
        answer = _asked(f"{page}.json?_size=5")
        metadata = _asked(f"{address}/-/metadata.json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        shown = opener.open(page, timeout=30).read().decode()
    assert answer["filtered_table_rows_count"] == site.rows
    assert metadata == json.loads((site.folder / "datasette.json").read_bytes())
    table = next(each for each in descriptor["resources"] if each["name"] == site.main)
    assert table["title"] in shown
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in shown
    said = metadata["databases"][site.name]["tables"][site.main]["columns"]
    assert said.keys() == {each["name"] for each in table["schema"]["fields"]}


def test_release_without_a_database_has_no_metadata_for_it() -> None:
    """There is no document if the descriptor names no SQLite database."""
    assert datasette(facts(TINY)) is None


def test_addresses_that_are_none_of_the_web_are_left_out() -> None:
    """What would become a link leads to the web, or is not there."""
    told = {
        **EVIL,
        **SQLITE,
        "homepage": "javascript:alert(1)",
        "sources": [{"title": "x", "path": "data:x"}],
    }
    found = datasette(facts(told))
    assert found is not None
    assert found["source"] == "x"
    assert {"about_url", "source_url"}.isdisjoint(found)


def test_several_licences_have_no_single_address() -> None:
    """Datasette has room for one licence's address: of several, only the titles are told."""
    found = datasette(facts({**FULL, **SQLITE}))
    assert found is not None
    assert found["license"].count(" AND ") == 2
    assert "license_url" not in found
    assert found["about_url"] == FULL["homepage"]
    assert found["databases"]["d"]["tables"] == {"odd": {}}
