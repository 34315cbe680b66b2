from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dateline.loading.settings import Settings
from dateline.publishing import publish_directory
from loading.floods import publish_floods
from loading.server import Server
from package.samples import release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a target with two versions. Tests only read it."""
    folder = tmp_path_factory.mktemp("original")
    for version in ("1.0.0", "1.1.0"):
        publish_directory(folder, release(version))
    return folder


@pytest.fixture(scope="session")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a target with three versions of another dataset. Tests only read it."""
    folder = tmp_path_factory.mktemp("rivers")
    publish_floods(folder)
    return folder


@pytest.fixture
def target(original: Path, tmp_path: Path) -> Path:
    """Return a copy of the first target, to be damaged."""
    shutil.copytree(original, tmp_path / "target")
    return tmp_path / "target"


@pytest.fixture
def package(target: Path) -> Path:
    """Return a release's folder, to be damaged."""
    return target / "harbour" / "1.1.0"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache of its own, and no proxy."""
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "*")
    for name in ("DATELINE_OFFLINE", "DATELINE_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache"


@pytest.fixture
def quick(cache: Path) -> Settings:
    """Return settings with which a test need not wait."""
    return Settings(cache=cache, timeout=0.5, pause=0.005, patience=2.0)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Serve folders until the test is over."""
    running = []

    def start(root: Path, **how: object) -> Server:
        server = Server(root, **how)  # type: ignore[arg-type] # as the class has them
        running.append(server.start())
        return server

    yield start
    for each in running:
        each.shutdown()
        each.server_close()
