"""Releases and interruptions that the tests of several targets share."""

from __future__ import annotations

import atexit
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dateline.package import Provenance, Release, build
from dateline.publishing.staged import Staged, stage
from package.samples import CHANGELOG, CREATED, contents, dataset, release

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = [{"port": "busan", "name": "Pusan", "depth_m": "15.5"}]
"""Ports that differ from the sample's."""


class Stopped(BaseException):
    """The publisher ends here: nothing of it runs any more that could tidy up."""


def stopping(fatal: str) -> Callable[[str], None]:
    """Return what stops a publication at a step."""

    def step(name: str) -> None:
        if name == fatal:
            raise Stopped

    return step


def renewed(commit: str | None = "a" * 40) -> Release:
    """Return the sample release as a newer dateline would make it."""
    return build(dataset(version="1.0.0"), contents(), Provenance(CREATED, "9.9.9", commit), CHANGELOG)


_READY: dict[str, Staged] = {}
_PLACE = TemporaryDirectory(prefix="dateline-tests-")
atexit.register(_PLACE.cleanup)


def ready(version: str = "1.0.0", **rows: list[dict[str, str]]) -> Staged:
    """Return the sample release, finished on this disk; it is made once for all tests."""
    return _staged(f"{version} {json.dumps(rows, sort_keys=True)}", release(version, **rows))


def _staged(name: str, planned: Release) -> Staged:
    if name not in _READY:
        _READY[name] = stage(planned, Path(_PLACE.name) / str(len(_READY)) / "version", None)
    return _READY[name]


def ready_renewed(commit: str | None = "a" * 40) -> Staged:
    """Return the sample release as a newer dateline would make it, finished on this disk."""
    return _staged(f"renewed {commit}", renewed(commit))
