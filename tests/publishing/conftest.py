from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dateline.publishing import publish_directory
from package.samples import release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a target that holds version 1.0.0 of the sample."""
    publish_directory(tmp_path / "target", release())
    return tmp_path / "target"
