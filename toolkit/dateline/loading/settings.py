"""How packages from elsewhere are fetched: what the caller and the environment ask for."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dateline.document import quoted
from dateline.errors import Problem, UsageError

CACHE: Final = "DATELINE_CACHE"
OFFLINE: Final = "DATELINE_OFFLINE"
TIMEOUT: Final = "DATELINE_TIMEOUT"
_NO = ("", "0", "false", "no", "off")


def cache_folder() -> Path:
    """Return where fetched files are kept: DATELINE_CACHE, or the system's folder for such files.

    Source: XDG Base Directory Specification 0.8; Apple, File System Programming Guide;
    Microsoft, Known Folders (FOLDERID_LocalAppData).
    """
    said = os.environ.get(CACHE)
    if said:
        return Path(said).expanduser().absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "dateline" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dateline"
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "dateline"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fetch.

    Args:
        offline: whether nothing may be asked of the network: the cache has it, or it is missing.
        allow_private: whether an address on the web may lead to one of a private network.
        cache: the folder of the cache.
        timeout: seconds without an answer, or with hardly any, after which a server is given up.
        attempts: how often a request is made before it is given up.
        pause: seconds before the second attempt; they double from attempt to attempt.
        patience: the most seconds to wait because a server asks for it.

    """

    offline: bool = False
    allow_private: bool = False
    cache: Path = field(default_factory=cache_folder)
    timeout: float = 30.0
    attempts: int = 5
    pause: float = 0.5
    patience: float = 60.0


def settings(*, offline: bool | None = None, allow_private: bool = False) -> Settings:
    """Return the settings that the caller and the environment ask for; the caller's word counts.

    Raises:
        UsageError: if a variable of the environment cannot be read.

    """
    quiet = os.environ.get(OFFLINE, "").strip().lower() not in _NO
    return Settings(
        offline=quiet if offline is None else offline,
        allow_private=allow_private,
        timeout=_seconds(os.environ.get(TIMEOUT, "")),
    )


def _seconds(text: str) -> float:
    try:
        found = float(text) if text.strip() else 30.0
    except ValueError:
        found = 0.0
    if not 0 < found <= 86_400:  # noqa: PLR2004 - a day
        raise UsageError(
            Problem(f"{TIMEOUT} is {quoted(text)}, which is no number of seconds", help="write 30")
        )
    return found
