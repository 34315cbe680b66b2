from __future__ import annotations

import polars as pl
import pytest

from dateline.errors import PackageError
from dateline.package import words
from dateline.package.markdown import cell, code, escape, link, paragraphs, word
from dateline.package.summary import summarise
from dateline.package.sums import read_sums
from dateline.table import read_schema
from package.samples import content, tables


@pytest.mark.parametrize(
    ("missing", "rows", "words_"),
    [
        (0, 0, "0 %"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (1, 100_000, "0.1 %"),
        (99_999, 100_000, "99.9 %"),
        (1, 3, "33.3 %"),
    ],
)
def test_share_is_never_rounded_to_all_or_none(missing: int, rows: int, words_: str) -> None:
    """One missing cell among many is not "0 %"."""
    assert words.share(missing, rows) == words_


LONG = "x" * 200
FIELDS = """
fields:
  - {name: a, type: string, constraints: {enum: [x, 'y|z'], minLength: 1}}
  - {name: b, type: integer, categories: [{value: 1, label: one}, {value: 2}], constraints: {maximum: 9}}
  - {name: c, type: boolean, trueValues: [ja], falseValues: [nein]}
  - {name: d, type: list, itemType: integer, delimiter: ;}
  - {name: e, type: number, decimalChar: ',', bareNumber: false}
  - {name: f, type: string, format: uri, constraints: {pattern: 'x+'}}
""".replace("x+", LONG)


@pytest.mark.parametrize(
    ("name", "kind", "constraints"),
    [
        ("f", "text, `uri`", f"matches `{LONG}`"),
        ("a", "text", "shortest `1`; one of `x`, `y\\|z`"),
        ("b", "integer", "at most `9`; one of `1` (one), `2`"),
        ("c", "boolean", "falseValues `nein`; trueValues `ja`"),
        ("d", "list of integer", "delimiter `;`"),
        ("e", "number", "bareNumber `false`; decimalChar `,`"),
    ],
)
def test_constraints_in_words(name: str, kind: str, constraints: str) -> None:
    """The codebook says of each field what its values must be."""
    table = read_schema(FIELDS, "t.yaml", "t")
    assert words.type_words(table[name]) == kind
    assert words.constraint_words(table, table[name]) == constraints


def test_table_in_figures() -> None:
    """Rows, missing and different values are counted on values, the example is written as in the records."""
    rows = [
        {"event_id": "E1", "day": "", "injured": "n/a"},
        {"event_id": "E2", "day": "02/01/2020", "injured": "7"},
        {"event_id": "E3", "day": "02/01/2020", "injured": "7"},
    ]
    table = tables()["events"]
    found = summarise(table, content(table, rows).typed.select(table.names))
    assert found.rows == 3
    day, injured = found.columns["day"], found.columns["injured"]
    assert (day.missing, day.distinct, day.example) == (1, 1, "02/01/2020")
    assert (injured.missing, injured.distinct, injured.example) == (1, 1, "7")


@pytest.mark.parametrize("kind", ["string", "integer", "list", "geopoint", "date", "boolean", "object"])
def test_table_without_rows_in_figures(kind: str) -> None:
    """A table without rows has no values, whatever its types."""
    table = read_schema(f"fields: [{{name: a, type: {kind}}}]", "t.yaml", "t")
    column = summarise(table, content(table, []).typed.select("a")).columns["a"]
    assert (column.missing, column.distinct, column.example) == (0, 0, None)


def test_code_spans_hold_any_text() -> None:
    """A code span is longer-fenced than any ticks in it; in a table's cell its bars are escaped."""
    assert code("a`b") == "``a`b``"
    assert code("`") == "`` ` ``"
    assert code("") == ""
    assert cell("a|b\n" + "x" * 200, 80) == "`a\\|b⏎" + "x" * 75 + "…`"


def test_text_is_escaped_once() -> None:
    """Text is shown as it is; what is Markdown already is left alone."""
    assert escape("a *b*\n<i>") == "a \\*b\\* \\<i\\>"
    assert escape(escape("*")) == "\\*"
    assert paragraphs("a\nb\r\n \r\n# c") == "a b\n\n\\# c"


def test_only_web_addresses_become_links() -> None:
    """Another scheme stays text."""
    assert link("https://example.org/a?b=c") == "<https://example.org/a?b=c>"
    assert "<" not in link("javascript:alert(1)")
    assert not link("https://x> <b>").startswith("<")


def test_only_words_pass_as_words() -> None:
    """A name that could mean something in program text is refused."""
    assert word("event_places") == "event_places"
    with pytest.raises(ValueError, match=r"x\"\)"):
        word('x")')


def test_hash_list_with_faults_is_refused() -> None:
    """A line that is none, and a path that stands twice, are named with their lines."""
    line = f"{'0' * 64}  a"
    assert read_sums(f"{line}\n".encode(), "S") == {"a": "0" * 64}
    with pytest.raises(PackageError) as caught:
        read_sums(f"{line}\nx\n{line}\n".encode(), "S")
    assert [(each.line, each.message) for each in caught.value.problems] == [
        (2, "this is not '<SHA-256>  <path>'"),
        (3, "'a' is listed twice"),
    ]
    for damaged in (line, f"{line}\v"):
        with pytest.raises(PackageError):
            read_sums(damaged.encode(), "S")


def test_distinct_values_are_counted_exactly() -> None:
    """Hashing the values first does not change their number."""
    table = read_schema("fields: [{name: a, type: integer}]", "t.yaml", "t")
    frame = pl.LazyFrame({"a": [n % 50_000 for n in range(120_000)]})
    assert summarise(table, frame).columns["a"].distinct == 50_000
