from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.publishing import publish_directory
from package.samples import release
from publishing import seaweed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a target that holds version 1.0.0 of the sample."""
    publish_directory(tmp_path / "target", release())
    return tmp_path / "target"


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a real S3 server."""
    with seaweed.running(tmp_path_factory.mktemp("seaweed")) as endpoint:
        yield endpoint
