"""Processes run and measured from outside: time on the clock, time on the processors, largest memory.

This module and those that import it stay small on purpose: a process begins with its
parent's memory, and Linux counts that as its own largest.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process: seconds, seconds (user and system), megabytes (10⁶ bytes), and how it ended."""

    wall: float
    cpu: float
    peak: float
    code: int
    output: str
    errors: str


def run(command: Sequence[str | Path], folder: Path) -> Run:
    """Run a command to its end; `folder` takes what it prints."""
    out, err = folder / "stdout", folder / "stderr"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    redirect = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(out), flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, str(err), flags, 0o600),
    ]
    arguments = [str(part) for part in command]
    begun = time.perf_counter()
    child = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=redirect)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    return Run(
        wall,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * 1024 / 1e6,
        os.waitstatus_to_exitcode(status),
        out.read_text(encoding="utf-8"),
        err.read_text(encoding="utf-8"),
    )
