"""Fixtures that several parts share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.pop("GITHUB_STEP_SUMMARY", None)  # what tests check is no part of a real step's summary
settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")  # how long an example takes is the machine's affair: no test is timed
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with a file below tests/golden; UPDATE_GOLDEN=1 in the environment writes it instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes()

    return compare
