"""Publish the sample, in a process that dies at a given step: killed.py TARGET VERSION STEP SWAP."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from dateline.publishing import exchange, publish_directory
from package.samples import MORE_PORTS, release

target, version, fatal, swap = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]


def step(name: str) -> None:
    """Die, as by `kill -9`, when the step is the fatal one; report it otherwise."""
    if name == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdout.write(f"{name}\n")


def cannot(one: Path, other: Path) -> bool:
    """Be a system that cannot swap two folders in one step."""
    assert one.exists()
    assert other.exists()
    return False


if swap == "two-renames":
    exchange.swap = cannot
publish_directory(target, release(version, ports=MORE_PORTS), step=step)
