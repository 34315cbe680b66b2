"""Which of a dataset's versions is meant: a number, the beginning of one, a range, or a day.

The words are those of npm (https://semver.org/, https://docs.npmjs.com/cli/using-npm/semver)
and of pip (https://peps.python.org/pep-0440/#version-specifiers), as far as they agree:
`1.2` is the newest 1.2.x, `^1.2` the newest below 2, `~1.2` the newest 1.2.x from 1.2.0 on,
`>=1.1,<2` the newest for which both hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from dateline.document import quoted
from dateline.errors import PackageError, Problem
from dateline.versions import newest_first, version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Number = tuple[int, int, int]
    Test = Callable[[Number], bool]

LATEST: Final = "latest"
_PART = re.compile(
    r"\s*(\^|~|>=|<=|==|=|!=|>|<|)\s*v?((?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,2})\s*"
)
_FULL = 3
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a version.

    Args:
        version: a number, a beginning of one, a range or `latest`; None for the newest.
        as_of: the last day on which it may have been created, in UTC; None for any day.

    """

    version: str | None = None
    as_of: date | None = None

    def __str__(self) -> str:
        said = [] if self.version in (None, LATEST) else [str(self.version)]
        said += [f"as of {self.as_of}"] if self.as_of else []
        return " ".join(said) or LATEST

    @property
    def anything(self) -> bool:
        """Whether any version would do."""
        return self.version in (None, LATEST) and self.as_of is None

    def allows(self, version: str, created: str) -> bool:
        """Tell whether this is a version that is meant.

        Args:
            version: its number.
            created: its moment in RFC 3339.

        Raises:
            PackageError: if what is asked for is no version and no range.

        """
        number = version_key(version)
        tests = _tests(self.version)
        return number is not None and all(test(number) for test in tests) and self._in_time(created)

    def _in_time(self, created: str) -> bool:
        if self.as_of is None:
            return True
        try:
            moment = datetime.fromisoformat(created.upper())
        except ValueError:
            return False
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date() <= self.as_of


def wanted(version: str | None, as_of: date | str | None = None) -> Wanted:
    """Read what is asked of a version.

    Raises:
        PackageError: if it is no version, no range or no day.

    """
    _tests(version)
    if isinstance(as_of, datetime):
        as_of = (as_of.astimezone(UTC) if as_of.tzinfo else as_of).date()
    return Wanted(version, _day(as_of) if isinstance(as_of, str) else as_of)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PackageError(Problem(f"{quoted(text)} is not a day", help="write it as 2027-01-31")) from None


def choose(asked: Wanted, created: Mapping[str, str], place: str) -> str:
    """Return the newest of the versions that is meant.

    Args:
        asked: what is asked for.
        created: the versions that there are, each with its moment.
        place: what to call the place in the error.

    Raises:
        PackageError: if none is; it lists those that there are.

    """
    ordered = newest_first(list(created))
    for version in ordered:
        if asked.allows(version, created[version]):
            return version
    message = f"there is no version {asked}" if ordered else "there is no version here"
    raise PackageError(Problem(message, place, help=_listed(asked, ordered, created)))


def _listed(asked: Wanted, ordered: list[str], created: Mapping[str, str]) -> str | None:
    if not ordered:
        return None
    shown = [f"{each} ({created[each][:10]})" if asked.as_of else each for each in ordered[:_SHOWN]]
    more = f" and {len(ordered) - _SHOWN} older" if len(ordered) > _SHOWN else ""
    return f"there are {', '.join(shown)}{more}"


def _tests(version: str | None) -> list[Test]:
    """Return what a version's number must pass.

    Raises:
        PackageError: if it is no version and no range.

    """
    if version is None or version == LATEST:
        return []
    matches = [_PART.fullmatch(part) for part in version.split(",")]
    if not all(matches):
        hint = "write 1.2.0, 1.2, ^1.2, '>=1.1,<2' or latest"
        raise PackageError(Problem(f"{quoted(version)} is no version and no range", help=hint))
    return [_test(match[1], tuple(map(int, match[2].split(".")))) for match in matches if match]


def _test(sign: str, said: tuple[int, ...]) -> Test:
    """Return the test that one part of a range is. `>1.2` is above all of 1.2, `<=1.2` takes them in."""
    size = len(said)
    if sign in ("", "=", "=="):
        return lambda number: number[:size] == said
    if sign == "!=":
        return lambda number: number[:size] != said
    if sign in ("^", "~"):
        kept = _kept(sign, said)
        return lambda number: number >= said and number[:kept] == said[:kept]
    return {
        ">=": lambda number: number[:size] >= said,
        ">": lambda number: number[:size] > said,
        "<=": lambda number: number[:size] <= said,
        "<": lambda number: number[:size] < said,
    }[sign]


def _kept(sign: str, said: tuple[int, ...]) -> int:
    """Return how many numbers may not change: `^` keeps the first that is not zero, `~` the first two."""
    if sign == "~":
        return min(len(said), 2)
    significant = next((place for place, each in enumerate(said, 1) if each), len(said))
    return min(significant, _FULL)
