"""The look-up key, one name at a time and by the column."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.gazetteer import direction, key, vector, written_out
from gazetteer.korea import REPORTED, records

SAME = [
    ("Ch'ŏrwŏn", "chorwon"),
    ("Ch\u2019ŏrwŏn-gun", "chorwon"),
    ("CHORWON COUNTY", "chorwon"),
    ("Yodŏk-kun", "yodok"),
    ("Kapsan-ŭp", "kapsan"),
    ("Ayang-ni", "ayang"),
    ("Hyesan City", "hyesan"),
    ("Hyesan-si City", "hyesan"),
    ("  South\u00a0 Pyongan\tprovince ", "south pyongan"),
    ("Hamgyŏng-bukto", "hamgyong-bukto"),
    ("Songwŏn \u2013 ŭp", "songwon"),
    ("P'yo\u02d8ngyang", "pyongyang"),
    ("\u200fHyesan\u200e", "hyesan"),
    ("\uff28\uff59\uff45\uff53\uff41\uff4e", "hyesan"),
    ("County", "county"),
    ("-si", "-si"),
    ("혜산시", "혜산시"),
    (unicodedata.normalize("NFD", "혜산시"), "혜산시"),
    ("平壌", "平壌"),
    ("ピョンヤン", "ピョンヤン"),
    ("ह्येसान", "ह्येसान"),
    ("Пхеньян", "пхеньян"),
    ("'", ""),
    ("", ""),
]

NAMES = st.one_of(
    st.sampled_from([name for name, _ in SAME]),
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            [*"aSŏ e'-시\u0306\u2019\u200e", "-si", " City", "-ŭp", "-", " ", "\u02d8", "İ", "ΑΣ"]
        ),
        max_size=8,
    ).map("".join),
)


def assigned(text: str) -> bool:
    """Whether every character was known to the older of the two Unicode tables in use."""
    return all(unicodedata.category(each) not in ("Cn", "Cs", "Co") for each in text)


@pytest.mark.parametrize(("name", "wanted"), SAME)
def test_spelling_habits_are_taken_away(name: str, wanted: str) -> None:
    """Marks, apostrophes, case, spaces and the word for the unit make no difference."""
    assert key(name) == wanted


@given(NAMES.filter(assigned))
def test_key_of_a_key_is_itself(name: str) -> None:
    """Nothing is left in a key that would be taken away."""
    assert key(key(name)) == key(name)


@given(NAMES.filter(assigned))
def test_key_does_not_depend_on_composition(name: str) -> None:
    """A name has one key however its characters are composed."""
    assert key(unicodedata.normalize("NFC", name)) == key(unicodedata.normalize("NFD", name)) == key(name)


@given(
    st.text(min_size=1).filter(lambda name: any(unicodedata.category(c) in ("Lu", "Ll", "Lo") for c in name))
)
def test_name_with_a_letter_has_a_key(name: str) -> None:
    """What bears a letter never comes to nothing."""
    assert key(name)


@given(st.lists(NAMES.filter(assigned), min_size=1, max_size=20))
def test_column_agrees_with_one_name(names: list[str]) -> None:
    """The expression gives each cell the key that the function gives."""
    assert pl.select(vector.key(pl.Series(names))).to_series().to_list() == [key(name) for name in names]


def test_missing_name_has_no_key() -> None:
    """A null stays a null in a column."""
    assert pl.select(vector.key(pl.Series([None, "a"], dtype=pl.String))).to_series().to_list() == [None, "a"]


def test_endless_units_end() -> None:
    """A cell of megabytes made of unit words alone is read in one pass, by function and expression."""
    name = "-si" * 1_000_000
    assert key(name) == "-si"
    assert key(name + "x") == name + "x"
    assert pl.select(vector.key(pl.Series([name]))).item() == "-si"


def test_stored_keys_are_ours() -> None:
    """Every key in the records of both datasets is what the function gives."""
    aliases = pl.read_csv(REPORTED / "place_aliases.csv", infer_schema=False)
    assert aliases.filter(vector.key(pl.col("alias")) != pl.col("key")).is_empty()
    assert records("names").filter(vector.key(pl.col("name")) != pl.col("key")).is_empty()
    assert all(key(name) == stored for name, stored in aliases.select("alias", "key").iter_rows())


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("n. hamgyong", "north hamgyong"),
        ("s pyongan", "south pyongan"),
        ("no.hwanghae", "north hwanghae"),
        ("southern hamgyong", "south hamgyong"),
        ("nampo", "nampo"),
        ("n.", "n."),
    ],
)
def test_points_of_the_compass_are_written_out(short: str, long: str) -> None:
    """North and south are recognised however they are abbreviated, and only before a name."""
    assert written_out(short) == long


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("N. Hamgyong", "north"),
        ("Hamgyŏng-namdo", "south"),
        ("함경북도", "north"),
        ("Hyesan", ""),
        ("Nampo", ""),
    ],
)
def test_names_say_their_side(name: str, side: str) -> None:
    """The half of a province is read from its English, Korean and romanised name."""
    assert direction(key(name)) == side
