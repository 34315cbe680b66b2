"""SQL expressions: what they mean, what is refused, and that no text does anything else."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.document import Mark
from dateline.rules.expressions import FUNCTIONS, KEYWORDS, ExpressionError, boolean, expression_rule
from dateline.table import RowRule

TYPES: dict[str, pl.DataType] = {
    "a": pl.Int64(),
    "b": pl.Int64(),
    "f": pl.Float64(),
    "s": pl.String(),
    "t": pl.String(),
    "d": pl.Date(),
    "e": pl.Date(),
    "m": pl.Datetime("us"),
    "z": pl.Datetime("us", "UTC"),
    "c": pl.Time(),
    "y": pl.Int32(),
    "yes": pl.Boolean(),
    "no": pl.Boolean(),
    "many": pl.List(pl.String()),
    "point": pl.Struct({"lon": pl.Float64(), "lat": pl.Float64()}),
    "date": pl.Date(),
    "end": pl.Date(),
    "select": pl.Int64(),
    "from": pl.Int64(),
    "two words": pl.Int64(),
    'q"t': pl.Int64(),
    "length": pl.Int64(),
    "^a.*$": pl.Int64(),
    "*": pl.Int64(),
    "read_csv": pl.String(),
}
NOON = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - a field without a zone
ROW = {
    "a": 7,
    "b": 0,
    "f": -2.5,
    "s": "가나\n다",
    "t": "Abc%",
    "d": date(2024, 1, 1),
    "e": date(2024, 2, 29),
    "m": NOON,
    "z": NOON.replace(tzinfo=UTC),
    "c": clock(12),
    "y": 2024,
    "yes": True,
    "no": False,
    "date": date(2024, 1, 1),
    "end": date(2024, 1, 2),
    "length": 3,
    "two words": 2,
    'q"t': 2,
    "read_csv": "x",
}


def ask(sql: str, **cells: object) -> bool | None:
    """Evaluate an expression on one row, by the engine that a check uses."""
    row = {name: [cells.get(name, ROW.get(name))] for name in TYPES}
    frame = pl.LazyFrame(row, schema=TYPES)
    found: bool | None = frame.select(boolean(sql, TYPES).alias("x")).collect(engine="streaming").item()
    return found


TRUE = [
    "a = 7 AND a <> 8 AND a != 8 AND a > 6 AND a >= 7 AND a < 8 AND a <= 7",
    "NOT a = 8",
    "NOT a = 8 AND NOT NOT yes",
    "yes OR no AND no",
    "(yes OR no) AND NOT no",
    "a = +7 AND -a = -7 AND - - a = 7",
    "a + 2 * 3 = 13 AND (a + 2) * 3 = 27 AND a - 2 - 3 = 2",
    "a / 2 = 3.5",
    "a % 4 = 3 AND -a % 4 = -3 AND a % -4 = 3",
    "a * 9223372036854775807 > a",
    "f * f = 6.25 AND f % 2 = -0.5",
    "ABS(f) = 2.5 AND CEIL(f) = -2 AND FLOOR(f) = -3 AND CEIL(a) = 7",
    "ROUND(f) = -3 AND ROUND(f, 1) = -2.5",
    "a IN (1, 7.0, b) AND a NOT IN (1, b)",
    "a BETWEEN 7 AND 7 AND a NOT BETWEEN 8 AND 9",
    "a BETWEEN 1 AND 3 + 5 AND yes",
    "s LIKE '가%다' AND s LIKE '__\n_' AND s NOT LIKE '가_다' AND s LIKE '%'",
    "t LIKE 'A%' AND t NOT LIKE 'a%' AND t ILIKE 'aB_%' AND t LIKE '%c%'",
    "t LIKE 'Abc_' AND t NOT LIKE 'A.c_'",
    "LENGTH(s) = 4 AND CHAR_LENGTH(s) = 4",
    "UPPER(t) = 'ABC%' AND LOWER(t) = 'abc%' AND t || '!' = 'Abc%!'",
    "STARTS_WITH(s, '가') AND ENDS_WITH(s, '다') AND NOT STARTS_WITH(s, '나')",
    "STRPOS(s, '다') = 4 AND STRPOS(s, 'x') = 0 AND STRPOS(s, '') = 1",
    "COALESCE(no OR yes, no)",
    "GREATEST(a, b, 3) = 7 AND LEAST(a, b, 3) = 0 AND GREATEST(s, t) = s AND LEAST(d, e) = d",
    "d = '2024-01-01' AND d < e AND e = DATE '2024-02-29' AND d IN ('2024-01-01') AND '2023-12-31' < d",
    "d BETWEEN '2024-01-01' AND '2024-12-31'",
    "m = '2024-01-01 12:00' AND m = TIMESTAMP '2024-01-01T12:00:00' AND m > '2024-01-01' AND m > d",
    "z = m AND z = '2024-01-01 12:00:00'",
    "c = '12:00' AND c > TIME '11:59:59'",
    "LEAST(d, m) = d",
    "y = 2024 AND y + 1 > 2024 AND y < 3000000000",
    "yes = TRUE AND no = FALSE AND yes <> no AND (a > b) = yes",
    "CASE WHEN no THEN 1 WHEN yes THEN 2.5 ELSE 3 END = 2.5",
    "CASE a WHEN 7 THEN 'x' END = 'x' AND CASE a WHEN 8 THEN 'x' END IS NULL",
    "CASE WHEN no THEN d ELSE '2024-01-01' END = d",
    "a IS NOT NULL AND select IS NULL AND many IS NULL AND point IS NULL",
    'date < "end" AND length = 3 AND "two words" = 2 AND "q""t" = 2 AND "a" = 7',
    "a\t=\r\n7",
    "a = 7. AND f = -.25e1 AND f < 1E3",
    "s <> 'it''s' AND t <> '' AND s <> '-- /* ; \" */'",
    "read_csv = 'x'",
    "((((((((((a = 7))))))))))",
]


@pytest.mark.parametrize("sql", TRUE)
def test_meaning(sql: str) -> None:
    """Operators, functions, literals and names mean what they mean in SQL."""
    assert ask(sql) is True


UNKNOWN = [
    "a = 7",
    "a <> 7",
    "NOT a = 7",
    "a + 1 > 0",
    "a IN (1, 2)",
    "a NOT IN (1, 2)",
    "b IN (1, a)",
    "a BETWEEN 1 AND 2",
    "s LIKE '%'",
    "s || t = 'x'",
    "LENGTH(s) > 0",
    "STARTS_WITH(t, s)",
    "ENDS_WITH(s, t)",
    "STRPOS(t, s) = 0",
    "GREATEST(a, b) > 0",
    "LEAST(b, a) > 0",
    "ABS(a) >= 0",
    "ROUND(f) > 0",
    "d < e",
    "m > d",
    "yes = TRUE",
    "yes AND b = 0",
    "yes OR b = 1",
    "NOT yes",
    "CASE WHEN b = 1 THEN TRUE END",
    "b / 0 = 1",
    "b % 0 = 1",
    "f / 0 > 1",
    "b / a > 0",
    "UPPER(s) = 's'",
]


@pytest.mark.parametrize("sql", UNKNOWN)
def test_null_makes_it_unknown(sql: str) -> None:
    """Where a null takes part, or something is divided by zero, nothing is said about the row."""
    cells: dict[str, object] = dict.fromkeys(TYPES) | {"b": 0, "t": "x", "e": date(2024, 1, 1)}
    assert ask(sql, **cells) is None


@pytest.mark.parametrize(
    ("sql", "verdict"),
    [
        ("a IS NULL", True),
        ("a IS NOT NULL", False),
        ("yes AND b = 1", False),
        ("yes OR b = 0", True),
        ("COALESCE(a, 3) = 3", True),
        ("a IS NULL OR a > 3", True),
        ("CASE WHEN yes THEN FALSE ELSE b = 0 END", True),
    ],
)
def test_null_that_decides_nothing(sql: str, verdict: bool) -> None:  # noqa: FBT001 - a case
    """Three-valued logic: what is certain without the null stays certain."""
    cells: dict[str, object] = {**dict.fromkeys(TYPES), "b": 0}
    assert ask(sql, **cells) is verdict


REFUSED = [
    *[
        "",
        "  ",
        "a",
        "a >",
        "> 1",
        "a = ",
        "a 7",
        "= 1",
        "NOT",
        "AND",
        "a AND b",
        "NOT a",
        "a = 7 AND",
        "a b",
        "a, b",
    ],
    *[
        "(a = 7",
        "a = 7)",
        "a = 7) OR (1 = 1",
        "()",
        "a IN ()",
        "a IN (1,)",
        "a IN 7",
        "(a, b) = (1, 2)",
        "a IS",
    ],
    *[
        "TRUE",
        "1 = 1",
        "'x' = 'x'",
        "NULL",
        "a = NULL",
        "a IN (1, NULL)",
        "NULL IS NULL",
        "a IS TRUE",
        "yes IS NOT FALSE",
    ],
    *["a < b < 3", "1 < a < 3", "a = b = TRUE", "a IS NULL IS NULL", "a BETWEEN 1 AND 2 AND 3", "a NOT 7"],
    *[
        "a = '7'",
        "s = 1",
        "s > 1.5",
        "d = 1",
        "d = 'soon'",
        "d = '2024-1-1'",
        "d = '2024-02-30'",
        "c > '25:00'",
    ],
    *[
        "m = '2024-01-01 12'",
        "d - e > 1",
        "d + 1 > e",
        "s + t = 'x'",
        "yes > no",
        "a = yes",
        "s LIKE t",
        "a LIKE '7'",
    ],
    *[
        "TRUE OR yes",
        "yes OR TRUE",
        "yes AND FALSE",
        "COALESCE(1, a) = 1",
        "CASE WHEN TRUE THEN TRUE ELSE yes END",
    ],
    *[
        "many = 'x'",
        "point = 1",
        "many IN ('x')",
        "LENGTH(a) = 1",
        "ABS(s) = 1",
        "UPPER(s, t) = ''",
        "COALESCE() = 1",
    ],
    *[
        "ROUND(f, a) = 1",
        "ROUND(f, 99) = 1",
        "ROUND(f, 1, 2) = 1",
        "GREATEST(s, a) = 1",
        "COALESCE(s, NULL) = ''",
    ],
    *[
        "DATE(s) = d",
        "CAST(a AS TEXT) = '7'",
        "a::text = '7'",
        "read_csv('x') = 'x'",
        "\"read_csv\"('x') = 'x'",
    ],
    *[
        "SUM(a) > 1",
        "COUNT(*) > 1",
        "ROW_NUMBER() OVER () = 1",
        "a IN (SELECT a)",
        "a IN (select a from a)",
        "* IS NULL",
    ],
    *[
        "EXISTS (SELECT 1)",
        "a = ANY (select)",
        "(select a) = 1",
        "a.b = 1",
        "a[1] = 1",
        "a -> 'x' = 1",
        "a = ?",
        "a = :x",
    ],
    *[
        "a = 1; a = 1",
        "a = 7 -- x",
        "a = 7 /* x */",
        "--a > 0",
        "a = $1",
        "a = {x}",
        "a == 7",
        "a && b",
        "!yes",
        "a ~ 7",
    ],
    *["a = 1e5x", "a = 0x1F", "a = 1_000", "a = 1.2.3", "a = \u0661", "a = 9223372036854775808", "a = 1e400"],
    *[
        "a = 'x",
        'a = "x',
        's = "Abc"',
        "'",
        '"',
        "A = 7",
        "x = 7",
        "a \uff1d 7",
        "\uff41 = 7",
        "a\u00a0= 7",
        "a\0= 7",
        "\ufeffa = 7",
    ],
    *[
        "end > d",
        "CASE END",
        "CASE WHEN yes THEN 1 = 1",
        "CASE WHEN a THEN yes END",
        "CASE a WHEN 's' THEN yes END",
    ],
    *[
        "CASE WHEN yes THEN 1 ELSE 's' END = 1",
        '"^a.*$" = 7',
        '"*" = 7',
        "INTERVAL '1 day' > d",
        "a IS DISTINCT FROM b",
    ],
]


def test_everything_refused_says_why(golden: Callable[[str, str], None]) -> None:
    """What the grammar does not have is refused in words of its own, never in another program's."""
    lines = []
    for sql in REFUSED:
        with pytest.raises(ExpressionError) as error:
            boolean(sql, TYPES)
        help_ = f"\n    {error.value.help}" if error.value.help else ""
        lines.append(f"{sql.encode('unicode_escape').decode()}\n  {error.value}{help_}\n")
    golden("rules/refused.txt", "".join(lines))


LONG = {
    "length": "a = " + "1" * 5_000,
    "brackets": "(" * 200 + "yes" + ")" * 200,
    "negations": "NOT " * 900 + "yes",
    "signs": "- " * 900 + "a = 1",
    "conditions": "yes AND " * 400 + "yes",
    "sums": "+".join("a" * 1_900) + " = 1",
    "remainders": "a " + "% (a " * 30 + ")" * 30 + " = 1",
    "functions": "GREATEST(" * 30 + "a" + ")" * 30 + " = 1",
    "cases": "CASE WHEN yes THEN " * 100 + "yes" + " END" * 100,
    "searched": "a IN (" + "a + 1, " * 300 + "1)",
}


@pytest.mark.parametrize("sql", LONG.values(), ids=LONG)
def test_expression_that_would_run_too_long(sql: str) -> None:
    """An expression that would exhaust the stack or the planner is refused at once."""
    begun = time.perf_counter()
    with pytest.raises(ExpressionError):
        boolean(sql, TYPES)
    assert time.perf_counter() - begun < 2


def test_long_list_is_no_deep_tree() -> None:
    """A list of a thousand values is an ordinary rule."""
    assert ask("a IN (" + ",".join(map(str, range(100, 999))) + ",7)") is True


WORDS = st.sampled_from(
    [
        *sorted(KEYWORDS | FUNCTIONS),
        *TYPES,
        *"()+-*/%<>=,.;:'\"",
        "<=",
        "||",
        "--",
        "/*",
        "1",
        "2.5",
        "'x'",
        "'2024-01-01'",
        '"a"',
        "DATE",
        "TIMESTAMP",
        "SELECT",
        "FROM",
        "CAST",
        "AS",
        "OVER",
        "\x00",
        "é",
        "1e9",
        "''",
        "IS NOT NULL",
    ]
)


@given(st.text(max_size=40) | st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=400, deadline=None)
@example("a IN (select)")
@example("ABS(- a) = 1")
def test_any_text_is_an_expression_or_an_error(sql: str) -> None:
    """Whatever is written: a truth value over the fields that runs on any row, or one kind of error."""
    try:
        expression = boolean(sql, TYPES)
    except ExpressionError as error:
        assert str(error)  # noqa: PT017 - its words are the fact
        assert "polars" not in str(error).lower()  # noqa: PT017 - as above
        return
    assert set(expression.meta.root_names()) <= TYPES.keys()
    rows = [{name: cells.get(name) for name in TYPES} for cells in (ROW, {})]
    answer = pl.LazyFrame(rows, schema=TYPES).select(expression.alias("x")).collect(engine="streaming")
    assert answer.schema["x"] == pl.Boolean
    assert answer.height == 2


NUMBERS = ["a", "b", "1", "2", "0", "-3"]
PLAIN = ["s", "t", "'x'", "'X%'", "''"]


def numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw a number: arithmetic, functions and cases."""
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*%"), inner).map(" ".join),
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        inner.map(lambda n: f"COALESCE(a, b, {n})"),
        inner.map(lambda n: f"ABS({n})"),
        st.tuples(texts, inner).map(lambda p: f"CASE WHEN {p[0]} > 's' THEN LENGTH({p[0]}) ELSE {p[1]} END"),
    )


texts = st.recursive(
    st.sampled_from(PLAIN),
    lambda inner: st.one_of(st.tuples(inner, inner).map(" || ".join), inner.map(lambda s: f"UPPER({s})")),
    max_leaves=3,
)
wholes = st.recursive(st.sampled_from(NUMBERS), numbers, max_leaves=4)
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
predicates = st.one_of(
    st.tuples(wholes, signs, wholes).map(" ".join),
    st.tuples(texts, signs, texts).map(" ".join),
    st.tuples(wholes, st.sampled_from(["IS NULL", "IS NOT NULL"])).map(" ".join),
    st.tuples(wholes, wholes, wholes).map(lambda p: f"{p[0]} NOT IN ({p[1]}, {p[2]})"),
    st.tuples(wholes, wholes, wholes).map(lambda p: f"{p[0]} BETWEEN {p[1]} AND {p[2]}"),
    st.tuples(texts, st.sampled_from(["x%", "%X", "_", "%", "X[%"])).map(lambda p: f"{p[0]} LIKE '{p[1]}'"),
)
conditions = st.recursive(
    predicates,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(" ".join),
        inner.map(lambda c: f"NOT {c}"),
        inner.map(lambda c: f"({c})"),
    ),
    max_leaves=4,
)
ROWS = [
    (a, b, s, t)
    for a in (None, 0, 5, -7)
    for b in (None, 2, -3)
    for s, t in ((None, "x"), ("xX", ""), ("X[ü", "s"))
]


@given(conditions)
@settings(max_examples=200, deadline=None)
def test_verdict_is_that_of_sqlite(sql: str) -> None:
    """Precedence, nulls and values agree with another reader of SQL, row for row."""
    try:
        expression = boolean(sql, TYPES)
    except ExpressionError as error:
        fixed = ("names no field", "same for every record")
        assert str(error).endswith(fixed) or fixed[0] in str(error)  # noqa: PT017 - SQLite allows those
        return
    frame = pl.DataFrame(ROWS, schema={name: TYPES[name] for name in "abst"}, orient="row")
    ours = frame.select(expression.alias("x")).to_series().to_list()
    with sqlite3.connect(":memory:") as connection:
        connection.execute("PRAGMA case_sensitive_like = ON")
        connection.create_function("UPPER", 1, lambda s: s if s is None else s.upper(), deterministic=True)
        connection.execute("CREATE TABLE r (a INTEGER, b INTEGER, s TEXT, t TEXT)")
        connection.executemany("INSERT INTO r VALUES (?, ?, ?, ?)", ROWS)
        theirs = [row[0] for row in connection.execute(f"SELECT {sql} FROM r ORDER BY rowid")]
    connection.close()
    assert ours == [None if each is None else bool(each) for each in theirs]


def test_rule_keeps_what_its_author_says() -> None:
    """Id, fields, words and severity of a rule are those of the schema file."""
    rule = expression_rule(RowRule("a-b", "a > 1", ("a",), "few", "count", "warning", Mark(1, 1)), TYPES)
    assert (rule.id, rule.fields, rule.message, rule.help, rule.severity) == (
        "a-b",
        ("a",),
        "few",
        "count",
        "warning",
    )
    assert rule.test.meta.root_names() == ["a"]
