"""Which version number follows from what changed.

Source: Semantic Versioning 2.0.0 (https://semver.org), as the Data Package recipe for versions
takes it over for data (https://datapackage.org/recipes/data-package-version/): a first
release is 1.0.0; a draft that is shown for comment begins at 0.1.0.

=========  ===================  =====================
what grew  from 1.0.0 on        before 1.0.0 (drafts)
=========  ===================  =====================
major      1.4.2 → 2.0.0        0.4.2 → 0.5.0
minor      1.4.2 → 1.5.0        0.4.2 → 0.5.0
patch      1.4.2 → 1.4.3        0.4.2 → 0.4.3
=========  ===================  =====================

A draft becomes 1.0.0 when its publisher asks for that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.errors import Problem, VersionError
from dateline.versions.number import version_key

if TYPE_CHECKING:
    from dateline.changes.schemas import Level
    from dateline.dataset.releases import Growth

POLICY: Final = "dateline-version/1"
"""The name of this policy, as releases record it."""
FIRST: Final = "1.0.0"
"""The number of a first release, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The number of a release.

    Args:
        version: the number.
        level: what the difference demanded; None if nothing differs.
        forced: whether a larger number was asked for than the one that follows.

    """

    version: str
    level: Growth | None
    forced: bool = False


def following(last: str, level: Level) -> str:
    """Return the number that follows another one.

    Raises:
        ValueError: if `last` is no version.

    """
    key = version_key(last)
    if key is None:
        raise ValueError(last)
    major, minor, patch = key
    if level == "patch":
        return f"{major}.{minor}.{patch + 1}"
    if level == "minor" or major == 0:
        return f"{major}.{minor + 1}.0"
    return f"{major + 1}.0.0"


def decide(last: str | None, level: Level | None, asked: str | None = None) -> Decision:
    """Return the number of the next release.

    Args:
        last: the number of the last release; None if there is none.
        level: what the difference from it demands; None if nothing differs.
        asked: a number that the publisher asks for; it may be larger than the one that
            follows, never smaller.

    Raises:
        VersionError: if `asked` is no version, or smaller than what follows.

    """
    if asked is not None and version_key(asked) is None:
        raise VersionError(Problem(f"'{asked}' is no version", help="write three numbers, such as 2.0.0"))
    if last is None:
        return Decision(asked or FIRST, "first", forced=asked not in (None, FIRST))
    least = last if level is None else following(last, level)
    if asked is None or asked == least:
        return Decision(least, level)
    if (version_key(asked) or ()) < (version_key(least) or ()):
        raise VersionError(_too_small(asked, least, last, level))
    return Decision(asked, level, forced=True)


def grown(last: str | None, version: str) -> Growth:
    """Return which part of a number grew to make another one, whatever the reason.

    Raises:
        ValueError: if one of them is no version.

    """
    if last is None:
        return "first"
    one, other = version_key(last), version_key(version)
    if one is None or other is None:
        raise ValueError(last, version)
    return "major" if one[0] != other[0] else "minor" if one[1] != other[1] else "patch"


def _too_small(asked: str, least: str, last: str, level: Level | None) -> Problem:
    why = f"nothing changed since {last}" if level is None else f"{least} follows from what changed"
    return Problem(f"{asked} is too small: {why}", help="leave --version out, or ask for a larger one")
