"""Words shared with a text: what counts as a copy, and what does not."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evidence import Text, WordIndex, shared_words
from dateline.evidence.words import _forms, _words

TEXT = Text.of(
    "One mule, two carts and three barrels of the miller\u2019s oil went north at dawn.\n\nNone came back."
)
WORDS = st.lists(st.sampled_from("abc"), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    "candidate",
    [
        "two carts and three barrels of the miller\u2019s",
        "TWO CARTS AND THREE BARRELS OF THE MILLER'S",
        "said: “two—carts; and (three) barrels... of the miller`s",
        "two carts and three bar\u00adrels of the miller\u02bcs",
    ],
)
def test_eight_shared_words_are_a_copy(candidate: str) -> None:
    """Case, apostrophes, punctuation and invisible hyphens do not hide eight shared words."""
    assert [overlap.words for overlap in shared_words(TEXT, candidate)] == [8]


def test_seven_shared_words_are_no_copy() -> None:
    """One word fewer than the limit passes, and so do eight with a change inside."""
    assert shared_words(TEXT, "two carts and three barrels of the") == []
    assert shared_words(TEXT, "two carts and three casks of the miller\u2019s oil went") == []


def test_overlap_says_where_in_both_texts() -> None:
    """The run is as long as it can be, with its positions in the cell and in the text."""
    candidate = "They say one mule two carts and three barrels of the miller's oil were lost"
    (overlap,) = shared_words(TEXT, candidate)
    assert overlap.words == 11
    assert (
        candidate[overlap.start : overlap.end] == "one mule two carts and three barrels of the miller's oil"
    )
    assert TEXT.span(overlap.text_start, overlap.text_end).endswith("miller\u2019s oil")
    assert overlap.text_start == 0


def test_run_across_paragraphs_is_a_copy() -> None:
    """A blank line does not part what was copied."""
    assert shared_words(TEXT, "oil went north at dawn: none came back")[0].words == 8


def test_message_names_the_place_and_not_the_words(golden: Callable[[str, str], None]) -> None:
    """The message tells where the words stand; it repeats none of them."""
    index = WordIndex({"A007": TEXT})
    overlaps = [*shared_words(TEXT, TEXT.text), *index.overlaps(TEXT.text)]
    lines = [f"{each.rule}: {each.message}\n  help: {each.help}" for each in overlaps]
    golden("evidence/copied.txt", "\n".join(lines) + "\n")


def test_index_names_each_text_that_shares_the_words() -> None:
    """Two articles that print the same sentence are both named."""
    index = WordIndex({"A": TEXT, "B": Text.of("Again: " + TEXT.text), "C": Text.of("nothing alike")})
    assert [overlap.text for overlap in index.overlaps(TEXT.text)] == ["A", "B"]


@given(WORDS, WORDS, st.integers(1, 5))
def test_agrees_with_plain_comparison(text: str, candidate: str, n: int) -> None:
    """A copy is reported exactly when some n words of the candidate stand in the text."""
    words, theirs = candidate.split(), text.split()
    runs = {tuple(theirs[i : i + n]) for i in range(len(theirs) - n + 1)}
    copied = [i for i in range(len(words) - n + 1) if tuple(words[i : i + n]) in runs]
    overlaps = shared_words(Text.of(text), candidate, n)
    covered = {i for each in overlaps for i in range(each.start // 2, (each.end - n * 2 + 1) // 2 + 1)}
    assert set(copied) == covered
    for each in overlaps:
        assert candidate[each.start : each.end] == Text.of(text).span(each.text_start, each.text_end)


@given(st.text(), st.integers(1, 9))
def test_text_shares_its_own_words(text: str, n: int) -> None:
    """A text with n words or more overlaps with itself, and the overlap holds the same words."""
    own = Text.of(text)
    for overlap in shared_words(own, own.text, n):
        assert overlap.words >= n
        assert own.text[overlap.start : overlap.end] == own.span(overlap.text_start, overlap.text_end)


def test_letters_with_marks_make_one_word() -> None:
    """Decomposed, Arabic and Indic words are not cut at their marks."""
    hindi = "हिन्दी की पंक्ति में चार शब्द और तीन"
    assert shared_words(Text.of(hindi), hindi) != []
    assert shared_words(Text.of(hindi), hindi.rsplit(" ", 1)[0]) == []
    breton = unicodedata.normalize("NFD", "é è ê ë à â ä ï")
    assert shared_words(Text.of("é è ê ë à â ä ï"), breton)[0].words == 8


def test_letters_that_change_length_with_case_are_alike() -> None:
    """A sharp s in small letters is a double S in capitals."""
    text = Text.of("die große Straße am Fluss war bei Nacht gesperrt")
    assert shared_words(text, "DIE GROSSE STRASSE AM FLUSS WAR BEI NACHT") != []


def test_characters_count_where_words_are_not_spaced() -> None:
    """Sixteen Han characters weigh eight words; a long official name alone does not."""
    text = Text.of("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未")
    assert shared_words(text, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")[0].words == 8
    assert shared_words(text, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰") == []


def test_run_of_no_words_is_refused() -> None:
    """Nothing is shared by everything: a limit below one is a mistake of the caller."""
    with pytest.raises(ValueError, match="at least one word, not 0"):
        WordIndex({}, 0)


def test_text_of_one_word_stays_cheap() -> None:
    """Ten thousand times one word, against itself, takes no quadratic time."""
    text = Text.of("la " * 10_000)
    begun = time.perf_counter()
    assert shared_words(text, text.text)[0].words == 10_000
    assert time.perf_counter() - begun < 2


def test_thousands_of_cells_are_checked_quickly() -> None:
    """Twenty thousand cells against twenty texts take well under the time of one test."""
    index = WordIndex({str(i): Text.of(" ".join(f"w{i}x{j}" for j in range(600))) for i in range(20)})
    cells = [
        " ".join(f"w{i % 20}x{j}" for j in range(i % 500, i % 500 + 7)) + " and on" for i in range(20_000)
    ]
    begun = time.perf_counter()
    assert all(index.overlaps(cell) == [] for cell in cells)
    assert time.perf_counter() - begun < 5


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab 'A`_9\u2019\u0301"))))
def test_both_ways_to_cut_words_agree(text: str) -> None:
    """The quick way, by which most cells are told to share nothing, sees the same words."""
    assert _forms(text) == [word.form for word in _words(unicodedata.normalize("NFC", text))]


@given(st.integers(0, 30), st.integers(0, 12), st.integers(1, 12))
def test_a_run_is_seen_wherever_it_begins(before: int, more: int, n: int) -> None:
    """A shared run of the least length is found after any number of other words."""
    shared = [f"w{i}" for i in range(n)]
    text = Text.of(" ".join(["x", *shared, "y"]))
    own = [f"own{i}" for i in range(before)]
    after = [f"more{i}" for i in range(more)]
    assert [each.words for each in shared_words(text, " ".join([*own, *shared, *after]), n)] == [n]
    if n > 1:
        assert shared_words(text, " ".join([*own, *shared[1:], *after]), n) == []


def test_a_million_cells_would_be_searched_in_seconds() -> None:
    """A hundred thousand distinct summaries of twenty words take a second or two, not ten."""
    vocabulary = [f"word{i}" for i in range(997)]
    index = WordIndex({"A": Text.of(" ".join(vocabulary * 3))})
    cells = [" ".join(vocabulary[(i * 7 + j * j) % 997] for j in range(20)) for i in range(100_000)]
    begun = time.perf_counter()
    found = sum(bool(index.overlaps(cell)) for cell in cells)
    assert (found, time.perf_counter() - begun < 5) == (0, True)
