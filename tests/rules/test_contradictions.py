"""Rules for claims that contradict one another, and for events that may be one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.rules.graph import above
from rules.together import check

SCHEMAS = {
    "storms": """
fields:
- {name: storm, type: string}
- {name: day, type: string, dateline: {edtf: {}}}
- {name: until, type: string, dateline: {edtf: {continuing: true}}}
- {name: low, type: integer}
- {name: high, type: integer}
- {name: of, type: string}
- {name: state, type: string}
primaryKey: [storm]
dateline: {event: {date: day, end: until, low: low, high: high, unit: of, contested: {state: disputed}}}
""",
    "lines": """
fields:
- {name: nr, type: integer}
- {name: storm, type: string}
- {name: stance, type: string}
- {name: day, type: string, dateline: {edtf: {}}}
- {name: n, type: integer}
- {name: of, type: string}
- {name: main, type: boolean}
primaryKey: [nr]
foreignKeys: [{fields: [storm], reference: {resource: storms, fields: [storm]}}]
dateline:
  claim:
    date: day
    number: n
    unit: of
    asserts: {stance: "yes"}
    denies: {stance: "no"}
    uncertain: {stance: maybe}
    occurrence: {main: true}
""",
}


def said(storm: str, *lines: str) -> list[str]:
    """Check one storm and the claims of it, as `stance,day,n,of`; return messages."""
    rows = "".join(
        f"{nr},S,{each},{'' if each.count(',') > 3 else 'true'}\n" for nr, each in enumerate(lines)
    )
    lines_ = f"nr,storm,stance,day,n,of,main\n{rows}"
    found = check(SCHEMAS, {"storms": f"storm,day,until,low,high,of,state\nS,{storm}\n", "lines": lines_})
    assert {each.severity for each in found} <= {"warning"}
    assert {each.field for each in found} <= {"state"}
    return [f"{each.rule}: {each.message}" for each in found]


PLAIN = ",,,,,quiet"
DISPUTED = ",,,,,disputed"


def test_what_one_asserts_and_another_denies_is_found() -> None:
    """Both speak of the event itself; who is unsure denies nothing."""
    assert said(PLAIN, "yes,,,", "no,,,") == [
        "claims-disagree: its claims disagree: one asserts what another denies; but it is marked as 'quiet'"
    ]
    assert said(PLAIN, "yes,,,", "maybe,,,") == []
    assert said(DISPUTED, "yes,,,", "no,,,") == []


def test_a_detail_that_is_denied_denies_no_event() -> None:
    """Claims of the background are left out."""
    lines = "nr,storm,stance,main\n1,S,yes,true\n2,S,no,false\n"
    assert check(SCHEMAS, {"storms": "storm,state\nS,quiet\n", "lines": lines}) == []


def test_numbers_outside_the_range_are_found() -> None:
    """Within low and high they may differ; of another unit they count something else."""
    assert said(",,3,7,dead,quiet", "yes,,3,dead", "yes,,7,dead") == []
    assert said(",,3,,dead,quiet", "yes,,3,dead", "yes,,99,dead") == []
    assert said(",,3,6,dead,quiet", "yes,,3,dead", "yes,,7,dead") == [
        "claims-disagree: its claims disagree: they count 3 and 7; but it is marked as 'quiet'"
    ]
    assert said(",,3,6,dead,quiet", "yes,,3,dead", "yes,,7,houses") == []
    assert said(",,3,6,dead,quiet", "yes,,7,dead", "yes,,7,dead") == []
    assert said(",,1,9,dead,quiet", "yes,,3,houses", "yes,,7,houses") != []
    assert said(",,3,6,dead,quiet", "yes,,3,dead", "maybe,,7,dead") == []


def test_days_that_are_certainly_apart_are_found() -> None:
    """What may be one day agrees; what lasts may have many."""
    days = "one has 2024-05-03 or before, another 2024-05-04 or after"
    assert said("2024-05,,,,,quiet", "yes,2024-05-03,,", "yes,2024-05-04,,") == [
        f"claims-disagree: its claims disagree: {days}; but it is marked as 'quiet'"
    ]
    assert said("2024-05,,,,,quiet", "yes,2024-05,,", "yes,2024-05-04,,") == []
    assert said("2024-05,,,,,quiet", "yes,[2024-05-04..],,", "yes,[..2024-05-04],,") == []
    assert said("2024-05,..,,,,quiet", "yes,2024-05-03,,", "yes,2024-05-04,,") == []
    assert said("2024-05-03/2024-05-04,,,,,quiet", "yes,2024-05-03,,", "yes,2024-05-04,,") == []
    assert said("2024-05,,,,,quiet", "yes,2024-05-03,,", "maybe,2024-05-04,,") == []


def test_a_dispute_without_two_sides_is_found() -> None:
    """Of a contested event some claims differ, in any way that can be seen."""
    (found,) = said(DISPUTED, "yes,,3,dead", "yes,,3,dead")
    assert found.startswith("contested-without-dispute: it is marked as 'disputed', but no claim denies it")
    assert said(DISPUTED, "yes,,3,dead", "maybe,,4,dead") != []
    assert said(DISPUTED, "yes,,3,dead", "yes,,4,dead") == []
    assert said(DISPUTED, "yes,2024-05-03,,", "maybe,2024-05-04,,") == []


ALIKE = {
    "areas": """
fields: [{name: area, type: string}, {name: within, type: string}]
primaryKey: [area]
foreignKeys: [{fields: [within], reference: {fields: [area]}}]
dateline: {places: {id: area, name: area, parent: within}}
""",
    "papers": "fields: [{name: paper, type: string}]\nprimaryKey: [paper]\ndateline: {article: {}}\n",
    "marches": """
fields:
- {name: march, type: string}
- {name: kind, type: string}
- {name: day, type: string, dateline: {edtf: {}}}
- {name: area, type: string}
primaryKey: [march]
foreignKeys: [{fields: [area], reference: {resource: areas, fields: [area]}}]
dateline: {event: {type: kind, date: day, place: area}}
""",
    "links": """
fields: [{name: one, type: string}, {name: two, type: string}]
foreignKeys:
- {fields: [one], reference: {resource: marches, fields: [march]}}
- {fields: [two], reference: {resource: marches, fields: [march]}}
dateline: {relation: {event: one, other: two}}
""",
    "lines": """
fields: [{name: march, type: string}, {name: paper, type: string}]
foreignKeys:
- {fields: [march], reference: {resource: marches, fields: [march]}}
- {fields: [paper], reference: {resource: papers, fields: [paper]}}
dateline: {claim: {}}
""",
}
AREAS = {"land": "", "coast": "land", "bay": "coast", "hills": "land"}


def alike(
    marches: list[tuple[str, str, str, str]], links: list[tuple[str, str]] | None = None
) -> list[tuple[str | None, str]]:
    """Return which marches, as (kind, day, area, paper), may be the same as which before them."""
    records = {
        "areas": "area,within\n" + "".join(f"{a},{b}\n" for a, b in AREAS.items()),
        "papers": "paper\nP\nQ\nR\n",
        "marches": "march,kind,day,area\n"
        + "".join(f"M{n},{kind},{day},{area}\n" for n, (kind, day, area, _) in enumerate(marches)),
        "links": "one,two\n" + "".join(f"{a},{b}\n" for a, b in links or []),
        "lines": "march,paper\n" + "".join(f"M{n},{each[3]}\n" for n, each in enumerate(marches) if each[3]),
    }
    found = [each for each in check(ALIKE, records) if each.rule == "likely-duplicate"]
    return [
        (each.key, each.message.removeprefix("it may be the same as ").partition(":")[0]) for each in found
    ]


FIRST = ("strike", "2024-05-03", "bay", "P")


def test_the_same_told_twice_is_found_at_the_later() -> None:
    """Same type, a day that may be the same, one place in the other, another article."""
    assert alike([FIRST, ("strike", "2024-05", "coast", "Q")]) == [("M1", "M0")]
    assert alike([("strike", "2024-05", "land", "Q"), FIRST]) == [("M1", "M0")]
    assert alike([FIRST, ("strike", "[..2024-06]", "bay", "Q")]) == [("M1", "M0")]
    assert alike([FIRST, ("strike", "2024-05-03", "bay", "Q"), ("strike", "2024-05", "bay", "R")]) == [
        ("M1", "M0"),
        ("M2", "M0, M1"),
    ]


def test_what_differs_in_one_thing_is_not_found() -> None:
    """Another type, another day, another place, the same article, no article, a known relation."""
    others = [
        ("march", "2024-05-03", "bay", "Q"),
        ("strike", "2024-05-04", "bay", "Q"),
        ("strike", "2024-05-03", "hills", "Q"),
        ("strike", "2024-05-03", "bay", "P"),
        ("strike", "2024-05-03", "bay", ""),
        ("strike", "", "bay", "Q"),
    ]
    assert [alike([FIRST, other]) for other in others] == [[]] * len(others)
    same = ("strike", "2024-05-03", "bay", "Q")
    assert alike([FIRST, same], [("M0", "M1")]) == alike([FIRST, same], [("M1", "M0")]) == []


def test_a_long_one_is_found_behind_many_short_ones() -> None:
    """What began long before and is not over is compared as well as what began last."""
    days = [f"2024-{month:02}-01" for month in range(1, 13)]
    short = [("strike", day, "bay", "Q") for day in days]
    assert alike([("strike", "2023-01/2024-12", "bay", "P"), *short])[-1] == ("M12", "M0")


WINDOWS = st.tuples(st.integers(0, 9), st.integers(0, 3))
MARCHES = st.tuples(
    st.sampled_from(["strike", "march"]), WINDOWS, st.sampled_from(sorted(AREAS)), st.sampled_from("PQR")
)


@settings(deadline=None, max_examples=30)
@given(st.lists(MARCHES, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3))
def test_few_events_are_compared_each_with_each(
    marches: list[tuple[str, tuple[int, int], str, str]], links: list[tuple[int, int]]
) -> None:
    """Ordering and looking back finds what comparing every two would."""
    day = date(2024, 5, 1)
    first = [day + timedelta(each[1][0]) for each in marches]
    last = [day + timedelta(sum(each[1])) for each in marches]
    related = {frozenset(pair) for pair in links if max(pair) < len(marches)}
    expected: dict[int, set[str]] = {}
    for a, b in combinations(range(len(marches)), 2):
        (kind, _, area, paper), (kind_, _, area_, paper_) = marches[a], marches[b]
        near = area in _above(area_) or area_ in _above(area)
        meet = first[a] <= last[b] and first[b] <= last[a]
        if kind == kind_ and paper != paper_ and near and meet and frozenset((a, b)) not in related:
            expected.setdefault(b, set()).add(f"M{a}")
    rows = [
        (kind, f"[{f}..{u}]", area, paper)
        for (kind, _, area, paper), f, u in zip(marches, first, last, strict=True)
    ]
    named = [(f"M{a}", f"M{b}") for a, b in links if max(a, b) < len(marches)]
    found = {key: set(names.partition(" and ")[0].split(", ")) for key, names in alike(rows, named)}
    assert found == {f"M{b}": set(sorted(others)[:3]) for b, others in expected.items()}


def _above(area: str) -> list[str]:
    found = [area]
    while AREAS[found[-1]]:
        found.append(AREAS[found[-1]])
    return found


def test_a_circle_of_places_ends() -> None:
    """Places that lie in one another are gone round, and no more."""
    frame = pl.DataFrame({"node": ["a", "b", "c"], "next": ["b", "a", "c"]})
    assert set(above(frame).iter_rows()) == {("a", "a"), ("a", "b"), ("b", "b"), ("b", "a"), ("c", "c")}
