from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.publishing import publish_directory
from package.samples import release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the sample release, published. Tests only read it."""
    return publish_directory(tmp_path_factory.mktemp("target"), release()).folder
