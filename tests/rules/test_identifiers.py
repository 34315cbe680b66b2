"""Identifiers of people in free text: what is found, what is not, and that Rust's filter lets nothing by."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.rules.free_text import free_texts
from dateline.rules.identifiers import SIGNS, SUSPECT, identifier_rules, identifiers, masked
from dateline.table import read_schema
from rules.together import check, failed

IDENTIFIERS = {
    "an e-mail address": ["write to foo@bar.org", "foo (at) bar (dot) co.kr", "a.b+c@mail.example.com."],
    "a phone number": [
        "+82 10-1234-5678", "+850 191 234 5678", "+86 138 0013 8000", "0082-10-1234-5678", "+49 30 1234567",
        "010-1234-5678", "01012345678", "02-123-4567", "(02) 123-4567", "call 031 123 4567 now",
        "13812345678", "138 1234 5678", "191-123-4567", "(555) 123-4567", "tel. 442233", "전화 02 1234567",
    ],
    "a Korean resident number": ["900101-1234567", "no. 051231-4234567,"],
    "a Chinese identity number": ["11010519491231002X", "id 11010519491231002x."],
    "an IP address": ["at 192.168.1.20.", "fe80::1ff:fe23:4567:890a", "2001:db8:0:0:0:0:2:1"],
    "coordinates": [
        "41.40167, 128.17778", "(41.4017 128.1778)", "41°24'12\"N", "41.40°N", "41.40N, 128.17E",
        "geo:41.4,128.1", "8Q98HQ7P+2X",
    ],
    "a messenger account": [
        "t.me/nkbroker", "ask @nkbroker", "WeChat ID: zhang_88", "KakaoTalk: jiwon", "Telegram zhang1988",
        "카톡 아이디 nk_01", "https://open.kakao.com/o/abc123",
    ],
}  # fmt: skip
HARMLESS = [
    "N. Hamgyong", "GeoNames (city 2043837)", "2024-10-15", "[2024-10-11..2024-10-20]", "2021-11/2021-12",
    "100,000 won", "12.5 percent", "1,234,567", "10 000 000 won", "3b0c44298" * 7, "KP-10", "KP0101",
    "550e8400-e29b-41d4-a716-446655440000", "2015", "2015-2018", "1990s", "5-10-2015", "20:30:15", "12:30",
    "2024-10-15T09:00:00+08:30", "UTC+08:30", "38th parallel", "minus 20°C", "E002-03", "3 @ 5 won",
    "sent by WeChat to a broker", "WeChat account holders", "Telegram: sellers moved to other channels",
    "https://n.news.example.com/article/020/0003254137", "board.php?wr_id=742&page=0", "rounds 3-5 of 12",
    "between 12.345 and 13.456", "12.345, 13.456", "ISBN 978-3-16-148410-0", "doi 10.5281/zenodo.1234567",
    "000_1d31f13bb950f934.txt", "room 101, 12 34", "population 13800000000", "std::vector", "Hotel 123456",
]  # fmt: skip
ALL = [(kind, text) for kind, texts in IDENTIFIERS.items() for text in texts]
SCHEMA = """
fields:
  - {name: flood, type: string, constraints: {pattern: "F[0-9]+"}}
  - {name: summary, type: string}
primaryKey: [flood]
dateline: {event: {}}
"""


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_an_identifier_is_found_and_named(kind: str, text: str) -> None:
    """Each kind is told by its name, and both of Rust's sieves see it as well."""
    assert kind in {each.kind for each in identifiers(text)}
    assert pl.Series([text]).str.contains(SUSPECT).item()
    assert pl.Series([text]).str.contains(SIGNS).item()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_an_identifier_is_let_be(text: str) -> None:
    """Dates, quantities, codes, hashes and addresses of pages lead to nobody."""
    assert not list(identifiers(text))


@pytest.mark.parametrize(
    "text", ["990231-1234567", "900101-9234567", "11010519491231002Y", "110105194912310021", "256.1.1.1"]
)
def test_a_number_that_cannot_be_one_is_let_be(text: str) -> None:
    """A day that does not exist, a wrong check digit and a part above 255 make no identifier."""
    assert not list(identifiers(text))


@given(
    st.lists(
        st.sampled_from([text for _, text in ALL] + HARMLESS + [" ", ", ", "x", "7", "-", "."]), max_size=5
    )
)
def test_rust_filters_out_nothing_that_python_finds(parts: list[str]) -> None:
    """Whatever stands around identifiers, the sieves let them by."""
    text = "".join(parts)
    if any(identifiers(text)):
        assert pl.Series([text]).str.contains(SUSPECT).item()
        assert pl.Series([text]).str.contains(SIGNS).item()


def test_many_texts_with_signs_are_judged_as_one_is() -> None:
    """A column of dates, in which everything looks like a number, goes through the second sieve."""
    texts = [text for _, text in ALL] + HARMLESS + ["2024-10-15"] * 99
    (rule, *_) = identifier_rules(read_schema(SCHEMA, "floods.yaml", "floods"))
    assert rule.maybe is not None
    assert rule.closer is not None
    frame = pl.DataFrame({"summary": [*texts, None]})
    asked = frame.select(passed=rule.test, maybe=rule.maybe, closer=rule.closer)
    assert asked["passed"].to_list() == [not any(identifiers(text)) for text in texts] + [True]
    assert asked.filter(~pl.col("passed"))["maybe"].all()
    assert asked.filter(~pl.col("passed"))["closer"].all()
    assert asked["maybe"].sum() > asked["closer"].sum()


@given(st.text(max_size=20), st.sampled_from(ALL), st.text(max_size=20))
def test_a_masked_text_keeps_its_length_and_shows_no_identifier(
    before: str, found: tuple[str, str], behind: str
) -> None:
    """Columns still point at the right character, and nothing is left to be found."""
    text = f"{before} {found[1]} {behind}"
    assert len(masked(text)) == len(text)
    assert not [each for each in identifiers(masked(text)) if "•" not in masked(text)[each.start : each.end]]


def test_a_finding_names_the_kind_and_masks_the_rest() -> None:
    """A log that anybody can read shows the first two characters, in message and value alike."""
    (found,) = check({"floods": SCHEMA}, {"floods": "flood,summary\nF1,call 010-1234-5678\nF2,at 9\n"})
    assert (found.rule, found.field, found.key) == ("personal-identifier", "summary", "F1")
    assert found.message == "'call 01•••••••••••' holds what could lead to a person: a phone number"
    assert found.value == "call 01•••••••••••"


def test_other_findings_of_the_same_record_are_masked_too() -> None:
    """A cell that is too long as well shows its number in neither finding."""
    schema = SCHEMA.replace(
        "{name: summary, type: string}", "{name: summary, type: string, constraints: {maxLength: 9}}"
    )
    found = check({"floods": schema}, {"floods": "flood,summary\nF1,call 010-1234-5678\n"})
    assert sorted(each.rule for each in found) == ["max-length", "personal-identifier"]
    assert not any("1234" in (each.message + (each.value or "")) for each in found)


def test_free_text_is_what_nothing_holds_to_a_form() -> None:
    """Codes, dates, addresses, patterns, keys of other tables and precision words are held elsewhere."""
    table = read_schema(
        """
fields:
  - {name: id, type: string}
  - {name: word, type: string, constraints: {enum: [a]}}
  - {name: code, type: string, constraints: {pattern: "a"}}
  - {name: listed, type: string, dateline: {codes: x}}
  - {name: day, type: string, dateline: {edtf: {precision: how}}}
  - {name: how, type: string}
  - {name: web, type: string, format: uri}
  - {name: page, type: string, dateline: {url: {}}}
  - {name: place, type: string, dateline: {place: {precision: near}}}
  - {name: near, type: string}
  - {name: printed, type: string, dateline: {place_name: {place: place}}}
  - {name: phrase, type: string, dateline: {phrase: {date: day}}}
  - {name: number, type: integer}
  - {name: note, type: string, constraints: {maxLength: 9}}
foreignKeys: [{fields: [place], reference: {resource: towns, fields: [id]}}]
dateline: {event: {}}
""",
        "t.yaml",
        "t",
    )
    assert [each.name for each in free_texts(table)] == ["id", "printed", "phrase", "note"]


def test_a_table_that_does_not_say_what_it_is_is_let_be() -> None:
    """A stranger's list of contacts is nobody's harm record."""
    plain = SCHEMA.replace("dateline: {event: {}}\n", "")
    assert failed(check({"floods": plain}, {"floods": "flood,summary\nF1,foo@bar.org\n"})) == []
