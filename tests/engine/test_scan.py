"""One scan answers all questions: exact counts, first rows in the file's order, one reading."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.io.plugins import register_io_source
from polars.testing import assert_frame_equal

from dateline.engine.question import FIRST, ROW, Answers, Question, Unique
from dateline.engine.scan import EXAMPLES, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

col = pl.col
EVENTS = pl.DataFrame(
    {"id": ["a", "b", "b", "c"], "deaths": [3, -1, None, -2], "place": ["Sofia", None, "Lom", "Vidin"]}
)
NEGATIVE = Question("negative", (col("deaths") < 0).fill_null(value=False))
NO_PLACE = Question("no place", col("place").is_null())


def rows(answers: Answers, name: str) -> list[int]:
    """Return the positions of the rows kept for a question or key."""
    return answers.failures[name].rows[ROW].to_list()


def counts(answers: Answers) -> dict[str, int]:
    """Return how often each question or key failed."""
    return {name: each.count for name, each in answers.failures.items()}


def test_failing_rows_come_with_their_positions_and_carried_values() -> None:
    """Each failure lists its rows with what was asked to be carried."""
    answers = scan(EVENTS.lazy(), [NEGATIVE, NO_PLACE], carry={"where": col("place")})
    assert answers.height == 4
    assert counts(answers) == {"negative": 2, "no place": 1}
    assert answers.failures["negative"].rows.to_dict(as_series=False) == {
        ROW: [1, 3],
        "where": [None, "Vidin"],
    }


def test_what_does_not_fail_is_not_among_the_failures() -> None:
    """A sound frame has no failures at all."""
    answers = scan(EVENTS.lazy(), [Question("never", col("id") == "z")], [Unique("place", ("place",))])
    assert answers.failures == {}


def test_failures_come_in_the_order_asked_with_keys_last() -> None:
    """The order of failures is the order of questions, then of keys."""
    answers = scan(EVENTS.lazy(), [NO_PLACE, NEGATIVE], [Unique("id", ("id",))])
    assert list(answers.failures) == ["no place", "negative", "id"]


@pytest.mark.parametrize("questions", [[], [NEGATIVE]])
@pytest.mark.parametrize("keys", [[], [Unique("id", ("id",))]])
def test_an_empty_frame_has_height_zero_and_no_failures(
    questions: list[Question], keys: list[Unique]
) -> None:
    """No rows, no failures, whatever is asked."""
    assert scan(EVENTS.clear().lazy(), questions, keys) == Answers(0, {})


def test_no_question_still_gives_the_height() -> None:
    """A scan that asks nothing counts rows."""
    assert scan(EVENTS.lazy(), []) == Answers(4, {})


def test_two_questions_of_one_name_are_refused() -> None:
    """Answers are found by name, so that names must differ."""
    with pytest.raises(ValueError, match="same name"):
        scan(EVENTS.lazy(), [NEGATIVE], [Unique("negative", ("id",))])


def test_a_question_is_moot_on_rows_where_its_silencer_is_true() -> None:
    """What could not be read is unknown to other rules, and its own finding stays."""
    heard = Question("negative", NEGATIVE.bad, silenced_by=("no place",))
    answers = scan(EVENTS.lazy(), [heard, NO_PLACE])
    assert rows(answers, "negative") == [3]
    assert rows(answers, "no place") == [1]


def test_a_question_that_is_always_silenced_does_not_fail() -> None:
    """A question silenced on all its rows is not among the failures, capped or not."""
    mute = Question("negative", NEGATIVE.bad, silenced_by=("any",))
    for cap in (None, 1):
        answers = scan(EVENTS.lazy(), [mute, Question("any", pl.col("id").is_not_null())], cap=cap)
        assert counts(answers) == {"any": 4}


def test_a_question_about_all_columns_does_not_see_the_row_index() -> None:
    """The engine's own columns are invisible to wildcards."""
    frame = pl.LazyFrame({"a": [1, 2], "b": [1, 2]})
    assert scan(frame, [Question("not positive", pl.all_horizontal(pl.all() > 0).not_())]).failures == {}


def test_counts_are_exact_and_rows_the_first_ones_beyond_the_cap() -> None:
    """The cap bounds what is kept, never what is counted."""
    frame = pl.LazyFrame({"n": range(100_000)})
    answers = scan(frame, [Question("even", col("n") % 2 == 0), Question("all", col("n") >= 0)], cap=5)
    assert counts(answers) == {"even": 50_000, "all": 100_000}
    assert rows(answers, "all") == [0, 1, 2, 3, 4]
    assert rows(answers, "even") == [0, 2, 4]


def test_a_question_that_fails_beyond_the_cap_only_has_examples_too() -> None:
    """No question that fails is without a row to show."""
    frame = pl.LazyFrame({"n": range(100_000)})
    late = Question("late", col("n") >= 90_000)
    answers = scan(frame, [Question("all", col("n") >= 0), late], cap=5, carry={"n": col("n")})
    assert answers.failures["late"].count == 10_000
    assert rows(answers, "late") == list(range(90_000, 90_000 + EXAMPLES))
    assert answers.failures["late"].rows["n"].to_list() == rows(answers, "late")


def test_examples_beyond_the_cap_respect_silencers() -> None:
    """Rows fetched later are those that the count counted."""
    frame = pl.LazyFrame({"n": range(1000)})
    late = Question("late", col("n") >= 500, silenced_by=("hush",))
    hush = Question("hush", col("n") < 700)
    answers = scan(frame, [Question("all", col("n") >= 0), late, hush], cap=5)
    assert counts(answers) == {"all": 1000, "late": 300, "hush": 700}
    assert rows(answers, "late") == list(range(700, 700 + EXAMPLES))


def test_many_millions_of_failures_are_counted_in_bounded_memory() -> None:
    """Ten questions that fail on each of a million rows keep no more than the cap."""
    questions = [Question(str(i), col("n") >= 0) for i in range(10)]
    answers = scan(pl.LazyFrame({"n": range(1_000_000)}), questions, cap=1000)
    assert set(counts(answers).values()) == {1_000_000}
    assert all(each.rows.height == 1000 for each in answers.failures.values())


def test_rows_of_a_file_come_in_its_order(tmp_path: Path) -> None:
    """However many threads read a file, its first failing rows are kept, in order."""
    file = tmp_path / "n.csv"
    pl.DataFrame({"n": range(300_000), "text": ["x" * 40] * 300_000}).write_csv(file)
    answers = scan(
        pl.scan_csv(file), [Question("third", col("n") % 3 == 0)], carry={"n": col("n")}, cap=20_000
    )
    assert rows(answers, "third") == list(range(0, 60_000, 3))
    assert answers.failures["third"].rows["n"].to_list() == rows(answers, "third")


def readings(frame: pl.DataFrame) -> tuple[pl.LazyFrame, list[list[str]]]:
    """Return the frame as a source, and a list that grows by the columns wanted at each reading."""
    wanted: list[list[str]] = []

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, limit: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        wanted.append(sorted(frame.columns if columns is None else columns))
        given = frame if columns is None else frame.select(columns)
        assert limit is None
        for part in given.iter_slices(2):
            yield part if predicate is None else part.filter(predicate)

    return register_io_source(read, schema=frame.schema), wanted


def test_questions_keys_and_counts_share_one_reading() -> None:
    """The source is read once, and only in the columns asked about."""
    source, wanted = readings(EVENTS.with_columns(note=pl.lit("unused")))
    answers = scan(
        source, [NEGATIVE, NO_PLACE], [Unique("place", ("place",)), Unique("both", ("id", "place"))]
    )
    assert counts(answers) == {"negative": 2, "no place": 1}
    assert wanted == [["deaths", "id", "place"]]


def test_what_is_kept_of_all_rows_is_read_with_the_rest() -> None:
    """Columns that somebody needs afterwards come in the frame's order, from the same one reading."""
    source, read = readings(EVENTS)
    wanted = [col("id"), col("place").is_null().alias("nowhere")]
    answers = scan(source, [NEGATIVE], [Unique("both", ("id", "place"))], keep=wanted)
    assert len(read) == 1
    assert answers.kept is not None
    assert answers.kept.equals(EVENTS.select(wanted))
    held = scan(EVENTS, [NEGATIVE], keep=wanted).kept
    assert held is not None
    assert held.equals(answers.kept)
    assert scan(EVENTS.lazy(), [], keep=wanted[:1]).kept is not None
    assert scan(EVENTS.lazy(), [NEGATIVE]).kept is None


def test_what_is_left_open_takes_one_more_reading_of_few_columns() -> None:
    """All keys that repeat and all late examples share the second reading."""
    source, wanted = readings(EVENTS.with_columns(note=pl.lit("same")))
    keys = [Unique("id", ("id",), carry=()), Unique("note", ("note",), carry=())]
    late = Question("late", col("id") == "c")
    answers = scan(
        source, [Question("all", col("id") != ""), late], keys, carry={"place": col("place")}, cap=1
    )
    assert counts(answers) == {"all": 4, "late": 1, "id": 1, "note": 3}
    assert wanted == [["id", "note", "place"], ["id", "note", "place"]]


def test_a_key_that_repeats_is_read_again_without_the_other_columns() -> None:
    """The second reading is of the key's columns alone, if nothing else is carried for it."""
    source, wanted = readings(EVENTS)
    scan(source, [NEGATIVE], [Unique("id", ("id",), carry=())], carry={"place": col("place")})
    assert wanted == [["deaths", "id", "place"], ["id"]]


KEEPS = """
import sys, polars as pl
from dateline.engine.question import Question
from dateline.engine.scan import scan

def used():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) // 1024

question = Question("q", pl.col("n") % 1000 == 0)
kept, sizes = [], []
for _ in range(6):
    kept.append(scan(pl.scan_csv(sys.argv[1]), [question], carry={"t": pl.col("t")}))
    sizes.append(used())
print(sizes[-1] - sizes[1])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_answers_do_not_keep_the_file_in_memory(tmp_path: Path) -> None:
    """The texts of failing rows are copies: answers from reading 60 MB again and again stay small."""
    file = tmp_path / "texts.csv"
    pl.DataFrame({"n": range(300_000), "t": ["x" * 200] * 300_000}).write_csv(file)
    run = subprocess.run([sys.executable, "-c", KEEPS, file], check=True, capture_output=True, text=True)
    assert int(run.stdout) < 100  # megabytes; four files would be 240


def test_an_expression_that_fails_is_not_hidden() -> None:
    """A query that cannot be evaluated is for the caller to handle."""
    with pytest.raises(pl.exceptions.ComputeError, match="regex"):
        scan(EVENTS.lazy(), [NEGATIVE, Question("look", col("id").str.contains("(?=x)"))])


def test_a_frame_with_the_name_of_the_row_index_is_refused() -> None:
    """A column that would be mistaken for positions is an error, not a wrong position."""
    with pytest.raises(pl.exceptions.PolarsError, match=ROW):
        scan(EVENTS.lazy().rename({"deaths": ROW}), [NO_PLACE])


def test_the_scan_needs_no_pandera() -> None:
    """The engine's core starts as quickly as Polars does."""
    program = "import sys, dateline.engine.scan; sys.exit('pandera' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Draw a small frame with nulls and repeats."""
    height = draw(st.integers(0, 15))
    few = st.one_of(st.none(), st.integers(0, 3))
    return pl.DataFrame(
        {name: draw(st.lists(few, min_size=height, max_size=height)) for name in "abc"},
        schema=dict.fromkeys("abc", pl.Int64),
    )


@given(tables(), st.sampled_from([None, 1, 3, 100]))
def test_answers_are_those_of_a_filter_per_question(frame: pl.DataFrame, cap: int | None) -> None:
    """Counts and positions agree with filtering the frame once for every question."""
    asked = {
        "null": col("a").is_null(),
        "greater": (col("a") > col("b")).fill_null(value=False),
        "two": (col("c") == 2).fill_null(value=True),
    }
    answers = scan(frame.lazy(), [Question(name, bad) for name, bad in asked.items()], cap=cap)
    expected = {name: frame.with_row_index(ROW).filter(bad)[ROW].to_list() for name, bad in asked.items()}
    assert counts(answers) == {name: len(found) for name, found in expected.items() if found}
    kept = {name: rows(answers, name) for name in answers.failures}
    if cap is None:
        assert kept == {name: found for name, found in expected.items() if found}
    else:
        assert all(
            found and found == expected[name][: len(found)] for name, found in kept.items() if cap > EXAMPLES
        )
        assert all(
            set(found) <= set(expected[name]) and found == sorted(found) for name, found in kept.items()
        )


@given(tables(), st.sampled_from([None, 1, 3, 100]))
def test_a_frame_in_memory_gives_the_answers_of_a_stream(frame: pl.DataFrame, cap: int | None) -> None:
    """Few rows are asked in another way, and what is answered is the same."""
    questions = [
        Question("null", col("a").is_null()),
        Question("hushed", col("b").is_null(), silenced_by=("null",)),
        Question("greater", (col("a") > col("b")).fill_null(value=False), silenced_by=("null", "hushed")),
    ]
    keys = [Unique("key", ("a", "b")), Unique("single", ("c",), skip_null=False)]
    asked = {"carry": {"a": col("a"), "twice": col("b") * 2}, "cap": cap}
    streamed, held = (scan(each, questions, keys, **asked) for each in (frame.lazy(), frame))  # type: ignore[arg-type] # as scan
    assert (held.height, counts(held)) == (streamed.height, counts(streamed))
    for name, failures in held.failures.items():
        assert_frame_equal(failures.rows, streamed.failures[name].rows)


@given(tables(), st.sampled_from([None, 1, 100]), st.booleans())
def test_rows_to_skip_are_as_if_filtered_out(frame: pl.DataFrame, cap: int | None, held: bool) -> None:  # noqa: FBT001 - drawn
    """A row that is left out counts for no question, no key and no height, and silences nothing."""
    marked = frame.with_row_index("at").with_columns(out=col("b").is_in([2, 3]).fill_null(value=False))
    questions = [
        Question("null", col("a").is_null()),
        Question("two", (col("c") == 2).fill_null(value=False), silenced_by=("null",)),
    ]
    keys = [Unique("key", ("a", "c")), Unique("single", ("c",), skip_null=False)]
    asked = {"carry": {"at": col("at")}, "cap": cap}
    expected = scan(marked.filter(~col("out")).lazy(), questions, keys, **asked)  # type: ignore[arg-type] # as scan
    found = scan(marked if held else marked.lazy(), questions, keys, skip="out", **asked)  # type: ignore[arg-type] # as scan
    assert (found.height, counts(found)) == (expected.height, counts(expected))
    for name, failures in found.failures.items():
        assert failures.rows["at"].to_list() == expected.failures[name].rows["at"].to_list()
        assert failures.rows[ROW].to_list() == failures.rows["at"].to_list()


@given(tables(), st.sampled_from([None, 1, 3]))
def test_many_rows_that_repeat_are_told_apart_as_few_are(frame: pl.DataFrame, cap: int | None) -> None:
    """Rows held in memory and rows read where they stand give one answer."""
    keys = [
        Unique("key", ("a", "b"), first=("c",)),
        Unique("single", ("c",), skip_null=False, every=True, carry=("a",)),
    ]
    asked = {"carry": {"a": col("a"), "c": col("c")}, "cap": cap}
    null = Question("null", col("a").is_null())
    few = scan(frame.lazy(), [null], keys, **asked)  # type: ignore[arg-type] # as scan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.engine.scan.FEW", 0)
        many = scan(frame.lazy(), [null], keys, **asked)  # type: ignore[arg-type] # as scan
    assert counts(many) == counts(few)
    for name, failures in many.failures.items():
        assert_frame_equal(failures.rows, few.failures[name].rows, check_row_order=name == "null")


@given(tables(), st.sampled_from([None, 1, 3]), st.sampled_from([None, 0, 1, 1_000_000]))
def test_what_may_fail_is_asked_in_full_and_answered_as_if_at_once(
    frame: pl.DataFrame, cap: int | None, held: int | None
) -> None:
    """A question that is put only where a row may fail has the rows and the place of one that always is.

    `held` is how many rows that may fail are held; None for a frame that is held as a whole.
    """
    null = Question("null", col("a").is_null())
    two = Question("two", (col("c") == 2).fill_null(value=False), silenced_by=("null",))
    one = Question("one", (col("c") == 1).fill_null(value=False))
    more = Question("more", (col("b") > 2).fill_null(value=False))
    maybe = col("c").is_in([1, 2]).fill_null(value=True)
    marked = frame.with_columns(out=(col("b") == 1).fill_null(value=False))
    asked = {"carry": {"c": col("c")}, "cap": cap, "skip": "out"}
    expected = scan(marked.lazy(), [null, two, one, more], **asked)  # type: ignore[arg-type] # as scan
    closer = (col("c") == 2).fill_null(value=False)
    doubted = [replace(two, maybe=maybe, closer=closer), replace(one, maybe=maybe)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.engine.scan.HELD", held)
        found = scan(marked if held is None else marked.lazy(), [null, *doubted, more], **asked)  # type: ignore[arg-type] # as scan
    assert list(found.failures) == list(expected.failures)
    assert (found.height, counts(found)) == (expected.height, counts(expected))
    for name, failures in found.failures.items():
        bad = {"null": null, "two": two, "one": one, "more": more}[name].bad
        wanted = frame.with_row_index(ROW).filter(bad)[ROW]
        assert set(failures.rows[ROW]) <= set(wanted)
        if cap is None:
            assert_frame_equal(failures.rows, expected.failures[name].rows)


def test_python_is_asked_once_of_each_value_that_may_fail() -> None:
    """Rows that may fail are held while all are read, and asked together afterwards."""
    asked = []

    def fail(deaths: pl.Series) -> pl.Series:
        asked.append(deaths.to_list())
        return pl.Series([False]).new_from_index(0, deaths.len())

    bad = col("deaths").map_batches(fail, return_dtype=pl.Boolean, is_elementwise=True)
    question = Question("python", bad, maybe=(col("deaths") > 1).fill_null(value=False))
    again = pl.concat([EVENTS, EVENTS.with_columns(deaths=pl.lit(5, pl.Int64)), EVENTS]).lazy()
    assert scan(again, [question]).failures == {}
    assert [sorted(each) for each in asked] == [[3, 5]]


@pytest.mark.parametrize("held", [True, False])
def test_what_no_row_may_fail_is_not_asked(held: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Python is not asked of a single row if Rust rules out all of them."""

    def fail(_: pl.Series) -> pl.Series:
        raise AssertionError

    bad = col("deaths").map_batches(fail, return_dtype=pl.Boolean, is_elementwise=True)
    question = Question("python", bad, maybe=(col("deaths") > 3).fill_null(value=False))
    assert scan(EVENTS if held else EVENTS.lazy(), [question, NEGATIVE]).failures.keys() == {"negative"}


def test_first_index_is_for_keys_alone() -> None:
    """Only a key's rows say which row they repeat."""
    answers = scan(EVENTS.lazy(), [NEGATIVE], [Unique("id", ("id",))])
    assert FIRST not in answers.failures["negative"].rows.columns
    assert answers.failures["id"].rows.select(ROW, FIRST).row(0) == (2, 1)
