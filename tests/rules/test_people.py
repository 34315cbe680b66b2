"""Records about private people: how finely they may tell, and that nothing withheld is there."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.together import check, failed

SCHEMAS = {
    "arrests": """
fields:
  - {name: nr, type: string}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: until, type: string, dateline: {edtf: {continuing: true}}}
  - {name: clock, type: string, constraints: {pattern: "[0-9:]+"}}
  - {name: town, type: string, dateline: {place: {precision: near}}}
  - {name: near, type: string}
  - {name: sort, type: string, constraints: {enum: [theft, riot]}}
  - {name: private, type: boolean}
  - {name: level, type: string, constraints: {enum: [open, coarse, never]}}
  - {name: why, type: string}
primaryKey: [nr]
foreignKeys: [{fields: [town], reference: {resource: towns, fields: [id]}}]
dateline:
  event:
    {date: day, end: until, time: clock, place: town, type: sort, person_level: {private: true}, review: why}
  release: {withheld: {level: never}, coarsened: {level: coarse}}
""",
    "towns": """
fields:
  - {name: id, type: string}
  - {name: kind, type: string}
  - {name: up, type: string}
primaryKey: [id]
dateline: {places: {id: id, feature_code: kind, parent: up}}
""",
    "forces": """
fields: [{name: id, type: string}, {name: kind, type: string}]
primaryKey: [id]
dateline: {actor: {unit: {kind: unit}}}
""",
    "takers": """
fields: [{name: arrest, type: string}, {name: force, type: string}, {name: part, type: string}]
primaryKey: [arrest, force]
foreignKeys:
  - {fields: [arrest], reference: {resource: arrests, fields: [nr]}}
  - {fields: [force], reference: {resource: forces, fields: [id]}}
dateline: {event_actor: {role: part}}
""",
    "says": """
fields:
  - {name: nr, type: string}
  - {name: arrest, type: string}
  - {name: words, type: string, dateline: {phrase: {date: day}}}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: town, type: string, dateline: {place: {}}}
  - {name: level, type: string, constraints: {enum: [open, coarse]}}
primaryKey: [nr]
foreignKeys:
  - {fields: [arrest], reference: {resource: arrests, fields: [nr]}}
  - {fields: [town], reference: {resource: towns, fields: [id]}}
dateline:
  claim: {date: day, place: town}
  release: {coarsened: {level: coarse}}
""",
    "also": """
fields: [{name: arrest, type: string}, {name: town, type: string}]
primaryKey: [arrest, town]
foreignKeys:
  - {fields: [arrest], reference: {resource: arrests, fields: [nr]}}
  - {fields: [town], reference: {resource: towns, fields: [id]}}
dateline: {event_place: {place: town}}
""",
}
TOWNS = "id,kind,up\nL,PCLI,\nP,ADM1,L\nC,ADM2,P\nT,PPL,C\nB,BDY,\nX,,\n"
HEAD = "nr,day,until,clock,town,near,sort,private,level,why\n"
PEOPLE = ("person-in-detail", "unit-place-day", "few-alike", "withheld-record", "coarsened-in-detail")


def found(arrests: str, *rules: str, **more: str) -> list[tuple[str, str | None, str | None]]:
    """Check arrests, and what else is given, by the rules of this file or some of them."""
    records = {"arrests": HEAD + arrests, "towns": TOWNS, "forces": "id,kind\nU,unit\nO,office\n", **more}
    return failed(check(SCHEMAS, records), *(rules or PEOPLE))


def in_detail(
    day: str, town: str, *, near: str = "", private: str = "true", level: str = "open", why: str = ""
) -> list[str | None]:
    """Return the fields of one arrest that are found too fine."""
    row = f"1,{day},,,{town},{near},theft,{private},{level},{why}\n"
    return [field for _, field, _ in found(row, "person-in-detail")]


def test_a_town_is_finer_than_a_province_and_a_day_than_a_month() -> None:
    """Each too fine cell is pointed at; a province, a country, a border and a month are coarse."""
    assert in_detail("2024-10-05", "T") == ["town", "day"]
    assert in_detail("2024-10", "C") == ["town"]
    for town in ("P", "L", "B"):
        assert in_detail("2024-02", town) == []


def test_a_window_shorter_than_a_month_is_finer_than_one() -> None:
    """Ten days, a day about, and an interval of which one end is known are; open sides and months are not."""
    for day in ("[2024-10-11..2024-10-20]", "2024-10-05~", "2024-10-05/2024-12-31", "2024-10-05/.."):
        assert in_detail(day, "P") == ["day"], day
    for day in ("[..2024-10-20]", "2024-10/2024-12", "[2024-10-01..2024-10-31]", "2024", ""):
        assert in_detail(day, "P") == [], day


def test_the_word_for_precision_counts_as_well_as_the_place() -> None:
    """Several counties are finer than their province; a place of no known kind goes by its word."""
    assert in_detail("2024", "P", near="adm2_multiple") == ["town"]
    assert in_detail("2024", "P", near="adm1") == []
    assert in_detail("2024", "X", near="exact") == ["town"]
    assert in_detail("2024", "X") == []


def test_who_is_no_private_person_or_was_reviewed_or_is_held_back_may_be_told_finely() -> None:
    """Offices, reviewed records and those that are coarsened or withheld are not this rule's business."""
    assert in_detail("2024-10-05", "T", private="false") == []
    assert in_detail("2024-10-05", "T", why="on television") == []
    assert in_detail("2024-10-05", "T", level="coarse") == []


def test_unit_place_and_day_together_are_found_even_if_reviewed() -> None:
    """Any one of the three coarser, or an office in the unit's stead, and nobody can be told."""
    takers = "arrest,force,part\n1,U,from\n"
    rule = "unit-place-day"
    row = "1,2024-10-05,,,T,,theft,true,open,seen\n"
    assert found(row, rule, takers=takers) == [(rule, "town", "1")]
    assert found(row, rule, takers=takers.replace("U", "O")) == []
    assert found(row.replace(",T,", ",P,"), rule, takers=takers) == []
    assert found(row.replace("-05", ""), rule, takers=takers) == []
    assert found(row.replace("true", "false"), rule, takers=takers) == []


def test_a_record_about_people_needs_two_like_it() -> None:
    """Three of a region, quarter, type and role hide one another; towns count to their province."""
    rows = [
        f"{i},2024-{month},,,{town},,theft,true,coarse,\n"
        for i, (month, town) in enumerate((("10", "P"), ("11", "C"), ("12", "T")))
    ]
    assert found("".join(rows), "few-alike") == []
    assert [key for _, _, key in found("".join(rows[:2]), "few-alike")] == ["0", "1"]
    other = rows[2].replace("theft", "riot")
    assert [key for _, _, key in found("".join([*rows[:2], other]), "few-alike")] == ["0", "1", "2"]
    takers = "arrest,force,part\n0,U,from\n1,U,from\n2,U,to\n"
    assert [key for _, _, key in found("".join(rows), "few-alike", takers=takers)] == ["0", "1", "2"]


def test_reviewed_records_are_not_reported_and_unknown_ones_not_counted() -> None:
    """A review answers the question; without a date or a place there is no cell."""
    assert (
        found(
            "1,2024,,,P,,theft,true,open,seen\n2,,,,P,,theft,true,open,\n3,2024,,,,,theft,true,open,\n",
            "few-alike",
        )
        == []
    )


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            *map(
                st.sampled_from,
                (("2024-10", "2024-05-02"), ("P", "T", "L"), ("theft", "riot"), ("true", "false")),
            )
        ),
        max_size=9,
    )
)
def test_cells_are_counted_as_by_hand(arrests: list[tuple[str, str, str, str]]) -> None:
    """Naive counting over region, quarter and type gives the same records."""
    region = {"P": "P", "T": "P", "L": "L"}
    cells = [
        (day[5:7], region[town], sort) if private == "true" else None for day, town, sort, private in arrests
    ]
    alone = [str(i) for i, cell in enumerate(cells) if cell is not None and cells.count(cell) < 3]
    rows = "".join(
        f"{i},{day},,,{town},,{sort},{private},coarse,\n"
        for i, (day, town, sort, private) in enumerate(arrests)
    )
    assert [key for _, _, key in found(rows, "few-alike")] == alone


def test_a_withheld_record_stands_nowhere() -> None:
    """What is never published is not committed either."""
    assert found("1,2024,,,P,,theft,false,never,\n2,2024,,,P,,theft,false,open,\n", "withheld-record") == [
        ("withheld-record", "level", "1")
    ]


def test_a_coarsened_event_gives_no_more_than_province_and_month() -> None:
    """Place, date, end and clock time are each held to it; a coarse record passes."""
    rows = [
        "1,2024-10-05,2024-10-07,09:00,T,,theft,false,coarse,\n",
        "2,2024-10,..,,P,,theft,false,coarse,\n",
    ]
    fields = {field for _, field, key in found("".join(rows), "coarsened-in-detail") if key == "1"}
    assert fields == {"day", "until", "clock", "town"}
    assert {key for _, _, key in found("".join(rows), "coarsened-in-detail")} == {"1"}


def test_claims_and_further_places_do_not_give_away_what_their_event_hides() -> None:
    """A claim's place, day and phrase, and a further place, are as coarse as the event."""
    arrests = "1,2024-10,,,P,,theft,false,coarse,\n2,2024-10-05,,,T,,theft,false,open,\n"
    says = "nr,arrest,words,day,town,level\n" + "".join(
        f"{arrest}{i},{arrest},{words},{day},{town},open\n"
        for arrest, (i, (words, day, town)) in product(
            "12", enumerate((("on the 5th", "2024-10-05", "T"), ("", "2024-10", "P")))
        )
    )
    also = "arrest,town\n1,C\n1,P\n2,C\n"
    expected = [("town", "1/C"), ("town", "10"), ("day", "10"), ("words", "10")]
    assert sorted(
        (f, k) for _, f, k in found(arrests, "coarsened-in-detail", says=says, also=also)
    ) == sorted(expected)


def test_a_coarsened_claim_is_coarse_by_itself() -> None:
    """A claim that is coarsened of its own is held to it under an open event, and the report says why."""
    says = "nr,arrest,words,day,town,level\nc,1,,2024-10-05,,coarse\n"
    (one,) = [
        each
        for each in check(
            SCHEMAS, {"arrests": HEAD + "1,2024,,,P,,theft,false,open,\n", "towns": TOWNS, "says": says}
        )
        if each.rule == "coarsened-in-detail"
    ]
    assert one.message == "'2024-10-05' is finer than a month, but the record is released coarsened"
