from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formats import samples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> samples.Written:
    """Return the formats of a table that has every type. Tests only read them."""
    folder: Path = tmp_path_factory.mktemp("everything")
    return samples.everything(folder)
