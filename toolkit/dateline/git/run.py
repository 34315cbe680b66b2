"""Git, run without hooks, prompts, or what a repository's settings would start."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# A hook of git sets these to the repository it runs for; `folder` may lie in another.
_ABOUT_ANOTHER = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
# A repository's own settings can name programs that git would start. A partial clone
# would fetch what it lacks: a check never goes to the network.
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=", "-c", "core.untrackedCache=false")


def git(folder: Path, *arguments: str, given: Iterable[bytes] = ()) -> bytes | None:
    """Return what a git command prints; None if it fails or is not installed.

    Args:
        folder: where it runs.
        arguments: the command and its arguments.
        given: what it reads from standard input.

    """
    environment = {key: value for key, value in os.environ.items() if key not in _ABOUT_ANOTHER}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, a folder and checked names, no shell
            ["git", "--no-optional-locks", *_HARMLESS, "-C", str(folder), *arguments],  # noqa: S607 - git as installed
            capture_output=True,
            check=True,
            input=b"".join(given),
            env=environment,
        )
    except (OSError, subprocess.CalledProcessError, ValueError):  # ValueError: a NUL in the path
        return None
    return done.stdout
