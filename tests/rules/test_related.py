"""Rules for the dates of related events."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.together import check, failed

SCHEMAS = {
    "floods": """
fields:
  - {name: flood, type: string}
  - {name: rose, type: string, dateline: {edtf: {}}}
  - {name: fell, type: string, dateline: {edtf: {continuing: true}}}
  - {name: kind, type: string}
primaryKey: [flood]
dateline: {event: {date: rose, end: fell, once: {kind: breach}}}
""",
    "ties": """
fields: [{name: one, type: string}, {name: tie, type: string}, {name: two, type: string}]
primaryKey: [one, tie, two]
foreignKeys:
  - {fields: [one], reference: {resource: floods, fields: [flood]}}
  - {fields: [two], reference: {resource: floods, fields: [flood]}}
dateline: {relation: {event: one, other: two, part: {tie: in}, after: {tie: after}}}
""",
}
START = date(2021, 11, 1)


def tied(tie: str, one: str, two: str) -> list[str]:
    """Check two events, given as "date,end,kind", of which one stands so to the other."""
    records = {
        "floods": f"flood,rose,fell,kind\nA,{one}\nB,{two}\n",
        "ties": f"one,tie,two\nA,{tie},B\n",
    }
    return [rule for rule, *_ in failed(check(SCHEMAS, records))]


def test_a_part_shares_a_day_with_its_whole() -> None:
    """Only what certainly lies outside is told; without an end nobody knows how long a thing lasted."""
    outside = ["part-outside-whole"]
    assert tied("in", "2021-11-09,,breach", "2021-11-01,2021-11-08,") == outside
    assert tied("in", "2021-10-31,,breach", "2021-11-01,,") == outside
    assert tied("in", "2021-10-31,,", "2021-11-01,,") == []
    assert tied("in", "2021-11-08,,breach", "2021-11-01,2021-11-08,") == []
    assert tied("in", "2021-11-08/2021-11-10,,", "2021-11-01,2021-11-08,") == []
    assert tied("in", "2021-11-09,,breach", "2021-11-01,,") == []
    assert tied("in", "2021-11-09,,breach", "2021-11-01,..,") == []
    assert tied("in", "2021-11-09,,breach", "2021-11-01,,breach") == outside
    assert tied("in", "2021-11-09,,breach", "2021-11-01/2021-11-08,,") == outside
    assert tied("in", "2021-11,,breach", "2021-11-01,2021-11-08,") == []
    assert tied("in", ",,breach", "2021-11-01,2021-11-08,") == []


def test_what_came_after_began_no_earlier() -> None:
    """Only a start that is certainly before the other's is told."""
    assert tied("after", "2021-11-01,,", "2021-11-02,,") == ["sequence-reversed"]
    assert tied("after", "2021-11-01,2021-12,", "2021-11-02,,") == ["sequence-reversed"]
    assert tied("after", "2021-11-02,,", "2021-11-02,,") == []
    assert tied("after", "2021-11,,", "2021-11-02,,") == []
    assert tied("after", "[..2021-11-01],,", "2021-11-02,,") == ["sequence-reversed"]
    assert tied("in", "2021-11-01,,", "2021-11-02,..,") == []


def test_both_events_are_named() -> None:
    """The message has both events and their dates, and points at the other event."""
    records = {
        "floods": "flood,rose,fell,kind\nA,2021-11-09,,breach\nB,2021-11-01,2021-11-08,\n",
        "ties": "one,tie,two\nA,in,B\n",
    }
    (found,) = check(SCHEMAS, records)
    assert (found.field, found.key, found.severity) == ("two", "A/in/B", "warning")
    assert found.message == (
        "A, of 2021-11-09, is said to be part of 'B', of 2021-11-01 until 2021-11-08, and they share no day"
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=2))
def test_known_days_are_compared_as_sets(ends: list[tuple[int, int]]) -> None:
    """Where every day is known, a part is outside if the sets of days are disjoint."""
    days = [range(min(pair), max(pair) + 1) for pair in ends]
    one, two = (f"{START + timedelta(each[0])},{START + timedelta(each[-1])}," for each in days)
    assert bool(tied("in", one, two)) is set(days[0]).isdisjoint(days[1])
