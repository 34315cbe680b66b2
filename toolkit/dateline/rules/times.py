"""Rules for the clock time of an event: it has a day and a zone, and there was such a time.

Source: the IANA time zone database, in the edition that Polars holds. A zone is named, as
offsets change: Pyongyang stood at +08:30 from 2015-08-15 to 2018-05-04.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from dateline.rules.dates import part
from dateline.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.table import Field, Table
    from dateline.table.roles import Event

_NEEDED = "a zone of the IANA database, such as Asia/Pyongyang or Europe/Berlin"

_ENDS = ("first", "last")
_CLOCKS = {"first": pl.Int32, "last": pl.Int32, "skipped": pl.Boolean}
_MINUTE = 60
_START, _END = pl.time(0), pl.time(23, 59)


def time_rules(table: Table, *, shared: bool = False) -> list[Rule]:
    """Return the rules that the clock times of an event bring.

    `shared` as in `dates.part`.
    """
    event = table.roles.event
    return [] if event is None else list(_rules(table, event, shared=shared))


def _rules(table: Table, event: Event, *, shared: bool) -> Iterator[Rule]:
    date = None if event.date is None else table[event.date]
    if event.time is not None and date is not None:
        yield _has_day(event, date, shared=shared)
    if event.timezone is None:
        return
    yield _known(event.timezone)
    if event.time is not None:
        yield _has_zone(event)
    if date is not None and (event.time or event.offset):
        yield from _clock(event, _day(date, shared=shared))


def _has_day(event: Event, date: Field, *, shared: bool) -> Rule:
    assert event.time is not None
    assert event.date is not None
    broken = part(date, "valid", shared=shared).eq_missing(pl.lit(value=False))
    day = part(date, "precision", shared=shared).eq_missing(pl.lit("day"))
    return Rule(
        id="time-without-day",
        fields=(event.time, event.date),
        test=pl.col(event.time).is_null() | broken | day,
        message=f"{{value}} is a clock time, and {event.date} is not a day",
        expected=f"the day in {event.date}, or no clock time",
    )


def _has_zone(event: Event) -> Rule:
    assert event.time is not None
    assert event.timezone is not None
    return Rule(
        id="time-without-zone",
        fields=(event.timezone, event.time),
        test=pl.col(event.time).is_null() | pl.col(event.timezone).is_not_null(),
        message=f"{event.time} has no zone: a clock time is another moment in each",
        expected=_NEEDED,
    )


def _known(zone: str) -> Rule:
    return Rule(
        id="zone-unknown",
        fields=(zone,),
        test=pl.col(zone).map_batches(_zones_known, return_dtype=pl.Boolean, is_elementwise=True),
        message="{value} is not a time zone of the IANA database",
        expected=_NEEDED,
    )


def _clock(event: Event, day: pl.Expr) -> Iterator[Rule]:
    """Yield the rules that need to know what clocks showed: of the time, and of a stored offset.

    That is asked of records with a day, a time and a zone alone.
    """
    assert event.date is not None
    assert event.timezone is not None
    clocks, maybe = _clocks(_moments(event, day)), _told(event, day)
    stored = None if event.offset is None else _seconds(pl.col(event.offset))
    if event.time is not None:
        fields = (event.time, event.date, event.timezone)
        first, last = clocks.struct.field("first"), clocks.struct.field("last")
        told = pl.lit(value=False) if stored is None else _either(stored, clocks)
        yield Rule(
            id="time-skipped",
            fields=fields,
            test=clocks.struct.field("skipped").not_(),
            message="there was no {value} on that day in its zone: clocks were set forward over it",
            expected="a time that clocks showed, or another day or zone",
            maybe=maybe,
        )
        yield Rule(
            id="time-ambiguous",
            fields=fields,
            test=(first == last) | told,
            message="there was {value} twice on that day in its zone: clocks were set back",
            expected="a note of which is meant, or its offset from UTC where the table has a field for it",
            severity="warning",
            maybe=maybe,
        )
    if event.offset is not None and stored is not None:
        yield _offset(event, stored, clocks, maybe)


def _offset(event: Event, stored: pl.Expr, clocks: pl.Expr, maybe: pl.Expr) -> Rule:
    assert event.offset is not None
    first, last = clocks.struct.field("first"), clocks.struct.field("last")
    fields = [name for name in (event.offset, event.time, event.date, event.timezone) if name is not None]
    unknown = pl.col(event.offset).is_null() | first.is_null()
    return Rule(
        id="offset-differs",
        fields=tuple(fields),
        test=unknown | _either(stored, clocks),
        message=f"{{value}} is not the offset of {event.timezone} on that day",
        expected="the offset from UTC that the zone had then, as +HH:MM",
        suggestion=pl.when(first == last).then(_written(first)).fill_null(""),
        maybe=maybe,
    )


def _either(stored: pl.Expr, clocks: pl.Expr) -> pl.Expr:
    """Whether an offset is, to the minute, one of those that the clocks had (never null)."""
    near = [(stored - clocks.struct.field(name)).abs() < _MINUTE for name in _ENDS]
    return pl.any_horizontal(near).fill_null(value=False)


def _day(date: Field, *, shared: bool) -> pl.Expr:
    """Return the day of a date (Date); null where it is no day."""
    is_day = part(date, "precision", shared=shared) == "day"
    return pl.when(is_day).then(part(date, "earliest", shared=shared))


def _moments(event: Event, day: pl.Expr) -> pl.Expr:
    """Return between which times, by its zone, an event was: `zone`, `start` and `end`.

    The zone is null where the day, the time or the zone itself is not known.
    """
    assert event.timezone is not None
    start, end = (day.dt.combine(time) for time in _times(event))
    known = pl.when(start.is_not_null() & end.is_not_null()).then(pl.col(event.timezone))
    return pl.struct(zone=known, start=start, end=end)


def _told(event: Event, day: pl.Expr) -> pl.Expr:
    """Whether day and zone are known, and the time if nothing else has to agree (never null)."""
    assert event.timezone is not None
    known = day.is_not_null() & pl.col(event.timezone).is_not_null()
    return known if event.time is None or event.offset else known & pl.col(event.time).is_not_null()


def _clocks(moments: pl.Expr) -> pl.Expr:
    """Return the offsets from UTC that an event's clock may have had, in seconds.

    `first` and `last` differ for a time that there was twice, and between the start and
    the end of a day whose time is not known. `skipped` (Boolean) tells a time that there
    never was, which has no offset. All are null where day, time or zone is not known.
    """
    return moments.map_batches(_read_clocks, return_dtype=pl.Struct(_CLOCKS), is_elementwise=True)


def _times(event: Event) -> tuple[pl.Expr, pl.Expr]:
    """Return the times of day between which it was: the one that is given, else the whole day's."""
    whole = _START, _END
    if event.time is None:
        return whole
    time = _clock_time(event.time)
    if event.offset is None:
        return time, time
    given = pl.when(pl.col(event.time).is_not_null()).then(time)
    return given.otherwise(whole[0]), given.otherwise(whole[1])


def _clock_time(name: str) -> pl.Expr:
    text = pl.col(name)
    whole = pl.when(text.str.contains("^[0-9]{2}:[0-9]{2}$")).then(text + ":00").otherwise(text)
    return whole.str.to_time("%H:%M:%S", strict=False)


def _read_clocks(moments: pl.Series) -> pl.Series:
    """Look up what clocks showed; of most records no time is known, and nothing is worked out."""
    asked = moments.struct.unnest().with_row_index("at").drop_nulls()
    zones = [zone for zone in dict.fromkeys(asked["zone"].to_list()) if _exists(zone)]
    nulls = (pl.Series(name, [None], dtype) for name, dtype in _CLOCKS.items())
    columns = [null.new_from_index(0, moments.len()) for null in nulls]
    for zone in zones:
        found = _in_zone(asked.filter(zone=zone), zone)
        columns = [column.scatter(found["at"], found[column.name]) for column in columns]
    return pl.DataFrame(columns).to_struct()


def _in_zone(rows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Return the offsets at the start and the end, and whether clocks were set forward over both."""
    first, last = _offset_at("start", zone, "earliest"), _offset_at("end", zone, "latest")
    either = pl.coalesce(first, last)
    return rows.select(
        "at",
        first=either.cast(pl.Int32),
        last=pl.coalesce(last, first).cast(pl.Int32),
        skipped=either.is_null(),
    )


def _offset_at(moment: str, zone: str, which: str) -> pl.Expr:
    local = pl.col(moment)
    there = local.dt.replace_time_zone(zone, ambiguous=which, non_existent="null")  # type: ignore[arg-type]  # one of Polars' words
    return (local - there.dt.convert_time_zone("UTC").dt.replace_time_zone(None)).dt.total_seconds()


def _zones_known(zones: pl.Series) -> pl.Series:
    """Tell the zones that exist (Boolean, never false of a null), each distinct name asked once."""
    unknown = [zone for zone in zones.drop_nulls().unique() if not _exists(zone)]
    return ~zones.is_in(unknown) if unknown else pl.Series([True]).new_from_index(0, zones.len())


@lru_cache(maxsize=4096)
def _exists(zone: str) -> bool:
    if not zone.isascii() or not 1 <= len(zone) <= 40:  # noqa: PLR2004 - the longest name has 32 letters
        return False
    try:
        pl.Series([], dtype=pl.Datetime("us")).dt.replace_time_zone(zone)
    except pl.exceptions.ComputeError:
        return False
    return True


def _seconds(offset: pl.Expr) -> pl.Expr:
    """Read an offset such as +08:30, +0830, +08 or Z; null for any other text."""
    parts = offset.str.extract_groups(r"^(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?$")
    hours, minutes = (parts.struct.field(name).cast(pl.Int32) for name in ("hours", "minutes"))
    sign = pl.when(parts.struct.field("sign") == "-").then(-1).otherwise(1)
    return pl.when(offset == "Z").then(0).otherwise(sign * (hours * 60 + minutes.fill_null(0)) * _MINUTE)


def _written(seconds: pl.Expr) -> pl.Expr:
    """Write an offset as +HH:MM."""
    minutes = seconds.abs() // _MINUTE
    sign = pl.when(seconds < 0).then(pl.lit("-")).otherwise(pl.lit("+"))
    two = [part.cast(pl.String).str.zfill(2) for part in (minutes // 60, minutes % 60)]
    return pl.concat_str(sign, two[0], pl.lit(":"), two[1])
