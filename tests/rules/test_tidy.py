"""How cells are written: what is stray, what is not composed, and what replaces it."""

from __future__ import annotations

import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.rules.tidy import (
    NOT_NFC,
    STRAY_SPACE,
    is_compared,
    tidied,
    tidy_rules,
    written_wrongly,
)
from dateline.table import Table, read_schema

SCHEMA = """\
fields:
  - {name: key, type: string}
  - {name: number, type: integer}
  - {name: day, type: string, dateline: {edtf: {}}}
  - {name: kind, type: string, constraints: {enum: [a, "b "]}}
  - {name: note, type: string}
  - {name: any, type: any}
  - {name: list, type: list}
missingValues: ["", " - "]
primaryKey: [key]
"""
TABLE: Table = read_schema(SCHEMA, "floods.yaml", "floods")
ODD = [" ", "\t", "\n", "\r", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u200c", "\u200e", "\u00ad", "\u0085"]
LETTERS = ["a", "B", "1", "-", "é", "e\u0301", "가", "\u1100\u1161", "金", "\uf90a", "\u212b", "س", "\x1c"]
TEXTS = st.lists(st.sampled_from(ODD + LETTERS), max_size=6).map("".join)


def found(field: str, texts: list[str]) -> dict[str, list[str]]:
    """Return, by rule, the texts that break it in a field."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    out = {}
    for rule in tidy_rules(TABLE, TABLE[field], pl.col("text")):
        out[rule.id] = frame.filter(rule.test.not_())["text"].to_list()
    return out


def answer(field: str, rule_id: str, text: str) -> str | None:
    """Return what a rule would write instead."""
    rule = next(each for each in tidy_rules(TABLE, TABLE[field], pl.col("text")) if each.id == rule_id)
    assert rule.advise is not None
    return rule.advise(text).answer


@given(st.lists(TEXTS, max_size=20), st.sampled_from(["key", "note"]))
def test_what_is_found_is_what_would_be_written_otherwise(texts: list[str], field: str) -> None:
    """A text breaks a rule exactly if its answer is another text, and the answer breaks it no more."""
    compared = field == "key"
    broken = found(field, texts)
    kept = [" - "]
    assert broken[STRAY_SPACE] == [t for t in texts if tidied(t, compared=compared) != t and t not in kept]
    assert broken[NOT_NFC] == [t for t in texts if unicodedata.normalize("NFC", t) != t]
    for rule, bad in broken.items():
        answers = [str(answer(field, rule, each)) for each in bad]
        assert found(field, answers)[rule] == []


@given(st.lists(st.none() | TEXTS | st.text(max_size=4), max_size=20))
def test_what_may_be_decomposed_is_seen_without_python(texts: list[str | None]) -> None:
    """A text that breaks the rule for composed form is among those that may, as Rust tells them."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    rule = next(each for each in tidy_rules(TABLE, TABLE["note"], pl.col("text")) if each.id == NOT_NFC)
    assert rule.maybe is not None
    asked = frame.select(maybe=rule.maybe, bad=rule.test.not_())
    assert asked["maybe"].null_count() == 0
    assert asked.filter(pl.col("bad") & ~pl.col("maybe")).is_empty()
    wrong = [each is not None and not unicodedata.is_normalized("NFC", each) for each in texts]
    assert asked["bad"].to_list() == wrong


def test_every_character_that_is_not_composed_is_seen() -> None:
    """Of each character of Unicode, alone and after a letter, the sieve lets none through that counts."""
    chars = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n <= 0xDFFF]
    texts = [*chars, *(f"{base}{char}" for base in "e\u1100가" for char in chars)]
    broken = set(found("note", texts)[NOT_NFC])
    assert broken == {each for each in texts if not unicodedata.is_normalized("NFC", each)}


@pytest.mark.parametrize(
    ("field", "text", "right"),
    [
        ("key", "P01 ", "P01"),
        ("key", "\ufeffP01", "P01"),
        ("key", "P\u00a001", "P 01"),
        ("key", "P\u200b01\u00ad", "P01"),
        ("note", "the river rose\n", "the river rose"),
        ("note", "  ", ""),
    ],
)
def test_stray_space_goes(field: str, text: str, right: str) -> None:
    """At the ends it goes; inside a code, a space becomes a plain one and what has no width goes."""
    assert found(field, [text])[STRAY_SPACE] == [text]
    assert answer(field, STRAY_SPACE, text) == right


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("key", "\u067e\u06cc\u0648\u0646\u06af\u200c\u06cc\u0627\u0646\u06af"),
        ("key", "국경\u3000경비대"),
        ("note", "une\u00a0: deux"),
        ("note", "👩\u200d🚒"),
        ("key", " - "),
        ("any", "P 01"),
    ],
)
def test_what_means_something_stays(field: str, text: str) -> None:
    """Joiners in names, spaces inside prose, and what the schema itself lists are left alone."""
    assert found(field, [text])[STRAY_SPACE] == []


def test_what_is_held_to_a_form_is_not_asked() -> None:
    """Numbers, dates, listed values and lists break their own rules; nothing is asked beside those."""
    asked = [each.name for each in TABLE.fields if tidy_rules(TABLE, each, pl.col("text"))]
    assert asked == ["key", "note", "any"]


@pytest.mark.parametrize(
    ("rule", "text", "right", "reason"),
    [
        ("type", " 12", "12", "a space stands before the text"),
        ("edtf-invalid", "2024-10\u00a0", "2024-10", "a no-break space stands after the text"),
        ("enum", "a\u200b", "a", "a zero width space stands after the text"),
        ("code-unknown", "caf\u0065\u0301", "caf\u00e9", "its letters and accents are kept apart"),
        ("pattern", "E\u00a01", "E 1", "a no-break space is its character 2"),
    ],
)
def test_a_form_that_is_broken_by_what_nobody_sees(rule: str, text: str, right: str, reason: str) -> None:
    """Where a text breaks its form, and is not written as it should be, the right text is known."""
    advice = written_wrongly(rule, text)
    assert advice is not None
    assert (advice.answer, advice.reason) == (right, reason)
    assert written_wrongly(rule, right) is None
    assert written_wrongly("maximum", text) is None


def test_a_cell_that_is_compared_is_an_error_and_prose_a_warning() -> None:
    """Keys, numbers, dates and listed values are compared; free text is not."""
    assert [each.name for each in TABLE.fields if is_compared(TABLE, each)] == [
        "key", "number", "day", "kind", "list",
    ]  # fmt: skip
    severities = {
        field: tidy_rules(TABLE, TABLE[field], pl.col("text"))[0].severity for field in ("key", "note")
    }
    assert severities == {"key": "error", "note": "warning"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" P01", "a space stands before the text"),
        ("P01\t", "a tab stands after the text"),
        ("P01\u00a0", "a no-break space stands after the text"),
        ("P\u200b01", "a zero width space is its character 2"),
        ("\n", "there is nothing else in it"),
    ],
)
def test_the_character_is_named(text: str, reason: str) -> None:
    """What nobody sees is told by its name and place."""
    rule = tidy_rules(TABLE, TABLE["key"], pl.col("text"))[0]
    assert rule.advise is not None
    assert rule.advise(text).reason == reason
