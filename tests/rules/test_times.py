"""Rules for clock times, their days and their zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.together import check, failed

STORMS = {
    "storms": """
fields:
  - {name: storm, type: string}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: clock, type: string}
  - {name: zone, type: string}
  - {name: utc, type: string}
primaryKey: [storm]
dateline: {event: {date: day, time: clock, timezone: zone, offset: utc}}
""",
}
WITHOUT_OFFSET = {"storms": STORMS["storms"].replace(", offset: utc", "")}


def of(schemas: dict[str, str], *rows: str) -> list[tuple[str, str | None, str | None]]:
    """Return rule, field and suggestion of what is found in rows of day, clock, zone and offset."""
    records = "storm,day,clock,zone,utc\n" + "".join(f"S{i},{row}\n" for i, row in enumerate(rows))
    return [(each.rule, each.field, each.suggestion) for each in check(schemas, {"storms": records})]


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("2018-01-20,09:00,Asia/Pyongyang,", []),
        ("2018-01-20?,09:00,Asia/Pyongyang,", []),
        ("2018-01-20~,09:00,Asia/Pyongyang,", ["time-without-day"]),
        ("2018-01,09:00,Asia/Pyongyang,", ["time-without-day"]),
        (",09:00,Asia/Pyongyang,", ["time-without-day"]),
        ("20 January,09:00,Asia/Pyongyang,", ["edtf-invalid"]),
        ("2018-01-20,09:00,,", ["time-without-zone"]),
        ("2018-01-20,,,", []),
        ("2018-01,,Asia/Pyongyang,", []),
        ("2018-01-20,09:00,Asia/Pyongyong,", ["zone-unknown"]),
        ("2018-01-20,09:00,asia/pyongyang,", ["zone-unknown"]),
        ("2018-01-20,09:00,+08:30,", ["zone-unknown"]),
        ("2018-01-20,09:00,아시아/평양,", ["zone-unknown"]),
        ("2018-01-20,\u0660\u0669:\u0660\u0660,Asia/Pyongyang,", []),
        ("2018-01-20,9 a.m.,Asia/Pyongyang,+09:00", []),
        ("2021-03-28,02:30,Europe/Berlin,", ["time-skipped"]),
        ("2021-03-28,03:00,Europe/Berlin,", []),
        ("2021-10-31,02:30,Europe/Berlin,", ["time-ambiguous"]),
        ("2021-10-31,03:00,Europe/Berlin,", []),
        ("2018-05-04,23:45,Asia/Pyongyang,", ["time-skipped"]),
        ("2015-08-14,23:45,Asia/Pyongyang,", ["time-ambiguous"]),
        ("2021-03-28,02:30:59,Europe/Berlin,", ["time-skipped"]),
        ("0001-01-01,00:00,Asia/Tokyo,", []),
        ("9999-12-31,23:59,America/Lima,", []),
    ],
)
def test_a_clock_time_has_a_day_and_a_zone_and_was(row: str, rules: list[str]) -> None:
    """A time without a day or a known zone, one that clocks left out, and one that they showed twice."""
    assert [rule for rule, *_ in of(STORMS, row)] == rules


@pytest.mark.parametrize(
    ("row", "suggestion"),
    [
        ("2018-01-20,09:00,Asia/Pyongyang,+09:00", "+08:30"),
        ("2015-08-14,09:00,Asia/Pyongyang,+08:30", "+09:00"),
        ("2018-05-05,09:00,Asia/Pyongyang,+08:30", "+09:00"),
        ("2018-01-20,,Asia/Pyongyang,+09:00", "+08:30"),
        ("2018-01-20,09:00,Asia/Pyongyang,8.5", "+08:30"),
        ("2021-07-01,09:00,America/New_York,+04:00", "-04:00"),
        ("2021-10-31,02:30,Europe/Berlin,+03:00", None),
        ("2021-10-31,,Europe/Berlin,+00:00", None),
    ],
)
def test_an_offset_is_the_one_of_its_zone_on_that_day(row: str, suggestion: str | None) -> None:
    """A stored offset is held against the zone's, and the right one is told where there is one."""
    assert ("offset-differs", "utc", suggestion) in of(STORMS, row)


@pytest.mark.parametrize(
    "row",
    [
        "2018-01-20,09:00,Asia/Pyongyang,+08:30",
        "2018-01-20,09:00,Asia/Pyongyang,+0830",
        "2018-01-20,,Asia/Pyongyang,+08:30",
        "2021-10-31,02:30,Europe/Berlin,+02:00",
        "2021-10-31,02:30,Europe/Berlin,+01",
        "2021-10-31,,Europe/Berlin,+01:00",
        "2021-07-01,09:00,UTC,Z",
        "2021-07,09:00,,+08:30",
    ],
)
def test_an_offset_that_the_zone_had_is_right(row: str) -> None:
    """Either of two offsets of one day will do, and tells which of two times is meant."""
    assert not {rule for rule, *_ in of(STORMS, row)} & {"offset-differs", "time-ambiguous", "time-skipped"}


ZONES = ["Asia/Pyongyang", "Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1970, 1, 1), date(2036, 1, 1)),
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
            st.sampled_from(ZONES),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_clocks_agree_with_the_standard_library(moments: list[tuple[date, time, str]]) -> None:
    """What was skipped and what was twice is what `zoneinfo` says."""
    rows = [f"{day},{clock:%H:%M},{zone}," for day, clock, zone in moments]
    records = "storm,day,clock,zone,utc\n" + "".join(f"{i},{row}\n" for i, row in enumerate(rows))
    found = failed(check(WITHOUT_OFFSET, {"storms": records}))
    wanted = {(str(i), rule) for i, moment in enumerate(moments) if (rule := expected(*moment))}
    assert {(key, rule) for rule, _, key in found} == wanted


def expected(day: date, clock: time, zone: str) -> str | None:
    """Return the rule that a moment breaks, by the standard library alone."""
    local = datetime.combine(day, clock)
    early, late = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return None
    back = early.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return "time-ambiguous" if back - local == timedelta(0) else "time-skipped"
