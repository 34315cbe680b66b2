"""Whether a descriptor is valid by the official JSON Schema of a Data Package 2.0."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dateline.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MOST = 20
"""Faults that are told; a descriptor with more is none."""


def profile_findings(path: Path, descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    """Validate a descriptor by the profile that comes with dateline: nothing is fetched.

    Args:
        path: its file, for messages.
        descriptor: its content, as JSON values.

    """
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # noqa: PLC0415 - no stubs; only a verification needs it

    profile = json.loads((files("dateline.loading") / "profiles" / "data-package-2-0.json").read_bytes())
    found = sorted(
        Draft7Validator(profile).iter_errors(descriptor), key=lambda each: list(map(str, each.path))
    )
    for error in found[:_MOST]:
        where = "/".join(map(str, error.path)) or "the descriptor"
        message = f"{where} is not valid by the Data Package profile: {error.message[:200]}"
        yield Finding("profile-differs", "error", message, file=str(path))
