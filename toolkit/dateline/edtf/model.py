"""Values of the EDTF profile: what a date string says, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.errors import DatelineError, Problem

if TYPE_CHECKING:
    from datetime import date

Kind = Literal["date", "interval", "set"]
Qualifier = Literal["", "?", "~", "%"]
Unit = Literal["day", "month", "year"]
Precision = Literal[
    "day",
    "day_approx",
    "month",
    "month_approx",
    "year",
    "year_approx",
    "ten_day",
    "quarter",
    "interval_day",
    "interval_month",
    "interval_year",
    "open_interval",
    "bounded",
    "before",
    "after",
]
PRECISIONS: tuple[Precision, ...] = Precision.__args__  # type: ignore[attr-defined]  # typeshed hides __args__


@dataclass(frozen=True, slots=True)
class End:
    """One stated date: a whole date string, or one end of an interval or a set.

    Args:
        text: the date as written, with its qualifier.
        unit: the smallest unit stated.
        qualifier: "?" uncertain, "~" approximate, "%" both, "" neither.
        first: the first possible day, widened by one unit under "~" and "%".
        last: the last possible day, likewise.

    """

    text: str
    unit: Unit
    qualifier: Qualifier
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date string of the profile, read.

    A *date* or a *set* is one day, not known better than its bounds; an *interval*
    lasts, from a day its first end covers to a day its second end covers.

    Args:
        text: the string as written; `parse(str(x)) == x`.
        kind: "date", "interval" (`A/B`) or "set" (`[A..B]`, one day of a window).
        earliest: the first day covered; None where the date is open before.
        latest: the last day covered; None where the date is open after.
        precision: one of `PRECISIONS`.
        qualifier: of a date, its own; of an interval, what its ends say together
            ("%" for `2021?/2022~`); of a set, always "".
        ends: the stated dates, None where open; for a date the same one twice.

    """

    text: str
    kind: Kind
    earliest: date | None
    latest: date | None
    precision: Precision
    qualifier: Qualifier
    ends: tuple[End | None, End | None]

    def __str__(self) -> str:
        return self.text

    @property
    def lasts(self) -> bool:
        """Whether it is an interval, which covers all its days; else it is one of its days."""
        return self.kind == "interval"

    @property
    def latest_start(self) -> date | None:
        """The last day on which it can begin; None where there is no last one."""
        if not self.lasts:
            return self.latest
        return min(end.last for end in self.ends if end)

    @property
    def earliest_end(self) -> date | None:
        """The first day on which it can end; None where there is no first one."""
        if not self.lasts:
            return self.earliest
        return max(end.first for end in self.ends if end)


class EdtfError(DatelineError):
    """A text that is no date of the profile.

    `text` is what was found, `reason` says why it is none, and `suggestion` is what to
    write instead, or None where there is no one good answer.
    """

    def __init__(self, text: str, reason: str, suggestion: str | None = None) -> None:
        self.text, self.reason, self.suggestion = text, reason, suggestion
        shown = repr(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…")
        super().__init__(Problem(f"{shown}: {reason}", help=suggestion and f"write {suggestion}"))

    def __reduce__(self) -> tuple[type[EdtfError], tuple[str, str, str | None]]:
        """Survive pickling: a worker process may raise it."""
        return EdtfError, (self.text, self.reason, self.suggestion)


LONGEST_SHOWN = 60
