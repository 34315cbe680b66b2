"""Which engine runs queries that name none, while few records are checked and afterwards."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import polars as pl
import pytest

from dateline.engine.affinity import in_memory

VARIABLE = "POLARS_ENGINE_AFFINITY"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_nothing_is_set_afterwards_however_it_ends() -> None:
    """Queries of the process that called run as before, also after an error."""
    with in_memory(), in_memory():
        assert os.environ[VARIABLE] == "in-memory"
    assert VARIABLE not in os.environ
    with pytest.raises(ZeroDivisionError), in_memory():
        raise ZeroDivisionError
    assert VARIABLE not in os.environ


def test_what_a_person_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever chose an engine for the process has it."""
    monkeypatch.setenv(VARIABLE, "streaming")
    with in_memory():
        assert os.environ[VARIABLE] == "streaming"
    assert os.environ[VARIABLE] == "streaming"


def test_who_leaves_last_sets_it_back() -> None:
    """Two checks that overlap, the first of which ends first, leave nothing behind."""
    first, second = ExitStack(), ExitStack()
    first.enter_context(in_memory())
    second.enter_context(in_memory())
    first.close()
    assert os.environ[VARIABLE] == "in-memory"
    second.close()
    assert VARIABLE not in os.environ


def test_checks_in_several_threads_leave_nothing_behind() -> None:
    """Threads that come and go together each find it set, and none leaves it set."""
    gate = Barrier(4)

    def work(_: int) -> int:
        gate.wait()
        with in_memory():
            return pl.LazyFrame({"a": [1, 2]}).select(pl.col("a").sum()).collect().item()  # type: ignore[no-any-return]  # an integer

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(40))) == [3] * 40
    assert VARIABLE not in os.environ
