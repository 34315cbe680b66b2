from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dateline.publishing import publish_directory
from package.samples import release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a target with two versions. Tests only read it."""
    folder = tmp_path_factory.mktemp("original")
    for version in ("1.0.0", "1.1.0"):
        publish_directory(folder, release(version))
    return folder


@pytest.fixture
def target(original: Path, tmp_path: Path) -> Path:
    """Return a copy of that target, to be damaged."""
    shutil.copytree(original, tmp_path / "target")
    return tmp_path / "target"


@pytest.fixture
def package(target: Path) -> Path:
    """Return a release's folder, to be damaged."""
    return target / "harbour" / "1.1.0"
