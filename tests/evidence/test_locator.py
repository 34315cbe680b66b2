"""Locators: every way in which a citation can be wrong, and how a moved passage is found."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.evidence import (
    Locator,
    PassageError,
    Text,
    advise,
    digest,
    find,
    judge,
    locate,
    normalise,
    verify,
)

TEXT = Text.of(
    "A mule crossed the bridge.\n\nThe mule\u2019s owner — a miller — paid.\n\n\nNobody saw the mule again."
)
"""Three paragraphs: characters 0-26, 28-63, 65-91."""
GOOD = locate(TEXT, 1, "the mule's owner")
PAGES = st.lists(st.text("ab é각 “\u2019", min_size=1, max_size=12), min_size=1, max_size=4).map("\n\n".join)


def cited(text: Text, start: int, end: int) -> Locator:
    """Make the right locator of a range inside one paragraph."""
    paragraph = text.paragraph_of(start)
    assert paragraph is not None
    return Locator(paragraph, start, end, digest(text.span(start, end)))


@st.composite
def passages(draw: st.DrawFn) -> tuple[Text, Locator]:
    """Draw a text and the locator of one of its passages."""
    text = Text.of(draw(PAGES))
    assume(text.paragraphs)
    part = draw(st.sampled_from(text.paragraphs))
    start = draw(st.integers(part.start, part.end - 1))
    return text, cited(text, start, draw(st.integers(start + 1, part.end)))


@given(passages())
def test_passage_as_cited_has_no_problem(passage: tuple[Text, Locator]) -> None:
    """A locator made from a text verifies against it."""
    assert verify(*passage) == []


@given(passages())
def test_hash_is_the_plain_sha256_of_the_passage(passage: tuple[Text, Locator]) -> None:
    """Anyone can check a passage with a SHA-256 of its UTF-8 bytes."""
    text, locator = passage
    span = text.text[locator.start : locator.end]
    assert locator.sha256 == hashlib.sha256(span.encode()).hexdigest()


@given(passages(), st.integers(-3, 60), st.integers(-3, 60), st.integers(-2, 6))
def test_only_the_right_locator_verifies(
    passage: tuple[Text, Locator], start: int, end: int, paragraph: int
) -> None:
    """Any other range or paragraph is a problem, unless the same words stand there."""
    text, good = passage
    other = replace(good, start=start, end=end, paragraph=paragraph)
    holder = text.paragraph_of(start)
    sound = (
        holder == paragraph
        and start < end <= text.paragraphs[paragraph].end
        and text.text[start:end] == text.text[good.start : good.end]
    )
    assert (verify(text, other) == []) == sound


CASES = [
    ({"end": 500}, "evidence-outside", "end", None),
    ({"start": -1}, "evidence-outside", "start", None),
    ({"start": 900, "end": 901}, "evidence-outside", "start", None),
    ({"end": GOOD.start}, "evidence-order", "end", None),
    ({"start": 40, "end": 30}, "evidence-order", "end", None),
    ({"paragraph": 3}, "evidence-paragraph", "paragraph", "1"),
    ({"paragraph": -1}, "evidence-paragraph", "paragraph", "1"),
    ({"paragraph": 2}, "evidence-paragraph", "paragraph", "1"),
    ({"end": 70}, "evidence-paragraph", "end", None),
    ({"end": 64}, "evidence-paragraph", "end", None),
    ({"start": 27}, "evidence-paragraph", "start", "28"),
    ({"sha256": "0" * 64}, "evidence-hash", "sha256", None),
    ({"sha256": "not a hash"}, "evidence-hash", "sha256", None),
]


@pytest.mark.parametrize(("change", "rule", "part", "suggestion"), CASES)
def test_each_wrong_part_is_named(
    change: dict[str, object], rule: str, part: str, suggestion: str | None
) -> None:
    """The first problem names the rule, the part to point at, and the one good answer."""
    first = verify(TEXT, replace(GOOD, **change))[0]  # type: ignore[arg-type]
    assert (first.rule, first.part, first.suggestion) == (rule, part, suggestion)


def test_problems_never_quote_the_article(golden: Callable[[str, str], None]) -> None:
    """Every message and help is as recorded, in numbers, without a word of the text."""
    lines = [
        f"{problem.rule} ({problem.part}): {problem.message}\n  help: {problem.help}"
        for change, *_ in CASES
        for problem in verify(TEXT, replace(GOOD, **change))
    ]
    golden("evidence/problems.txt", "\n".join(lines) + "\n")


def test_hash_in_capitals_is_the_same_hash() -> None:
    """Hexadecimal digits have no case."""
    assert verify(TEXT, replace(GOOD, sha256=GOOD.sha256.upper())) == []


def test_empty_text_holds_no_passage() -> None:
    """Whatever is cited from an empty text is a problem, never an exception."""
    problems = verify(Text.of(""), Locator(0, 0, 5, "0" * 64))
    assert [problem.rule for problem in problems] == ["evidence-outside", "evidence-paragraph"]


@given(passages(), PAGES)
def test_moved_passage_is_found(passage: tuple[Text, Locator], before: str) -> None:
    """A passage keeps its hash when text is put before it, so its new place is found."""
    text, locator = passage
    assume(normalise(before))
    longer = Text.of(normalise(before) + "\n\n" + text.text)
    found = find(longer, locator.sha256, locator.end - locator.start)
    assert all(verify(longer, each) == [] for each in found)
    span = text.span(locator.start, locator.end)
    assert span in {longer.span(each.start, each.end) for each in found}


@given(passages(), PAGES)
def test_moved_passage_of_whole_words_is_found_in_its_new_place(
    passage: tuple[Text, Locator], before: str
) -> None:
    """The place of a passage that begins and ends with whole words is among those found."""
    text, locator = passage
    assume(normalise(before))
    around = f" {text.text} "[locator.start : locator.end + 2]
    assume(not (around[0].isalnum() and around[1].isalnum()))
    assume(not (around[-2].isalnum() and around[-1].isalnum()))
    longer = Text.of(normalise(before) + "\n\n" + text.text)
    shift = len(longer.text) - len(text.text)
    found = find(longer, locator.sha256, locator.end - locator.start)
    assert locator.start + shift in {each.start for each in found}


def test_passage_at_word_edges_is_preferred() -> None:
    """The word is proposed, not the same letters inside another word."""
    text = Text.of("bargemen take the barge")
    found = find(text, digest("barge"), 5)
    assert [(each.start, each.end) for each in found] == [(18, 23)]


def test_passage_inside_a_word_is_found_as_a_last_resort() -> None:
    """A script without spaces has passages that begin inside a run of letters."""
    assert [each.start for each in find(Text.of("갑을병정"), digest("을병"), 2)] == [1]


def test_passage_never_spans_paragraphs() -> None:
    """Words on both sides of a blank line are no passage."""
    assert find(Text.of("a\n\nb"), digest("a\n\nb"), 4) == []


@pytest.mark.parametrize("length", [-1, 0, 1000])
def test_impossible_length_is_found_nowhere(length: int) -> None:
    """Nothing of no length, or longer than the text, is found."""
    assert find(TEXT, digest(""), length) == []


@pytest.mark.parametrize("copies", [0, 1, 2, 5])
def test_advice_tells_how_many_places_there_are(copies: int, golden: Callable[[str, str], None]) -> None:
    """Nowhere, one place and several places each have their own advice."""
    text = Text.of("\n\n".join(["a mule"] * copies))
    golden(f"evidence/advice-{copies}.txt", advise(find(text, digest("mule"), 4)) + "\n")


@given(passages())
def test_located_words_give_the_locator(passage: tuple[Text, Locator]) -> None:
    """A passage given in full is located, or named among the matches."""
    text, locator = passage
    span = text.span(locator.start, locator.end)
    assume(span == span.strip())
    try:
        found = [locate(text, locator.paragraph, span)]
    except PassageError as error:
        found = list(error.matches)
    assert span.casefold() in {text.span(each.start, each.end).casefold() for each in found}


def test_first_and_last_words_bound_the_passage() -> None:
    """Curly marks, dashes, case and spacing are forgiven; the passage is exact."""
    found = locate(TEXT, 1, "THE  mule's", "- a miller")
    assert TEXT.span(found.start, found.end) == "The mule\u2019s owner — a miller"
    assert verify(TEXT, found) == []


def test_whole_words_are_preferred_when_locating() -> None:
    """`a` is the word, not a letter of another."""
    assert locate(Text.of("bargemen take a barge"), 0, "a", "barge") == cited(
        Text.of("bargemen take a barge"), 14, 21
    )


def test_paragraph_may_be_left_open() -> None:
    """Without a paragraph the whole text is searched."""
    assert locate(TEXT, None, "nobody", "again.").paragraph == 2


def test_words_that_fit_several_passages_are_refused() -> None:
    """The error holds every passage that fits and names them by position."""
    with pytest.raises(
        PassageError, match="3 passages begin and end so: paragraph 0, characters 2 to 6"
    ) as info:
        locate(TEXT, None, "mule")
    assert [(match.paragraph, match.start) for match in info.value.matches] == [(0, 2), (1, 32), (2, 80)]
    assert isinstance(info.value, UsageError)


def test_repeated_words_are_as_many_passages_as_there_are() -> None:
    """Two words alike are two passages, not a third one from the first to the last."""
    with pytest.raises(PassageError, match="2 passages") as info:
        locate(Text.of("mule by mule"), 0, "mule")
    assert [(match.start, match.end) for match in info.value.matches] == [(0, 4), (8, 12)]


def test_last_words_do_not_begin_before_the_first() -> None:
    """A passage holds all of its last words."""
    with pytest.raises(PassageError, match="no passage"):
        locate(Text.of("a mule"), 0, "mule", "a mule")


def test_words_in_another_paragraph_are_pointed_to() -> None:
    """A wrong paragraph is told from wrong words."""
    with pytest.raises(PassageError, match="such a passage stands in paragraph 2"):
        locate(TEXT, 0, "nobody saw")


@pytest.mark.parametrize(
    ("paragraph", "first", "last", "message"),
    [
        (1, "the donkey", None, "no passage in paragraph 1"),
        (None, "paid", "the mule\u2019s", "no passage in this text"),
        (3, "mule", None, "no paragraph 3 in this text, which has 3"),
        (-1, "mule", None, "no paragraph -1"),
        (0, "  ", None, "words of the passage are needed"),
        (0, "mule", "", "words of the passage are needed"),
    ],
)
def test_words_that_fit_nothing_are_refused(
    paragraph: int | None, first: str, last: str | None, message: str
) -> None:
    """Absent words, words in the wrong order, a missing paragraph and no words are all refused."""
    with pytest.raises(PassageError, match=message):
        locate(TEXT, paragraph, first, last)


@given(passages(), st.sampled_from(["start", "end"]), st.integers(-5, 60))
def test_one_wrong_number_is_corrected(passage: tuple[Text, Locator], part: str, number: int) -> None:
    """With one end right and the hash, the passage is among the places; if it is the only one, proposed."""
    text, locator = passage
    wrong = replace(locator, **{part: number})
    assume(verify(text, wrong))
    verdict = judge(text, wrong)
    found = find(text, locator.sha256, wrong.end - wrong.start)  # a passage alike, of the wrong length
    assert verdict.outcome in ("moved", "astride")
    assert verdict.outcome == "astride" or locator in verdict.places or found or verdict.proposal == locator
    if len(verdict.places) == 1:
        assert verdict.proposal == verdict.places[0]


@pytest.mark.parametrize(
    ("change", "outcome", "proposal"),
    [
        ({}, "agrees", None),
        ({"paragraph": 2}, "moved", GOOD),
        ({"start": 30, "end": 46}, "moved", GOOD),
        ({"end": 40}, "moved", GOOD),
        ({"sha256": "0" * 64}, "lost", None),
        ({"sha256": digest("mule"), "start": 0, "end": 4}, "moved", None),
    ],
)
def test_verdict_proposes_the_one_answer(
    change: dict[str, int], outcome: str, proposal: Locator | None
) -> None:
    """A passage that stands in one other place is to be written there; one in several is not guessed at."""
    verdict = judge(TEXT, replace(GOOD, **change))
    assert (verdict.outcome, verdict.proposal) == (outcome, proposal)


@given(passages())
def test_candidates_show_no_more_than_a_few_words(passage: tuple[Text, Locator]) -> None:
    """Beyond the typed words at most four at each end are shown, and they stand in the text."""
    text, locator = passage
    span = text.span(locator.start, locator.end)
    assume(span == span.strip())
    try:
        locate(text, None, span)
    except PassageError as error:
        for each in error.candidates:
            assert each.first in text.text
            assert len(each.first[len(span) :].split()) <= 5


def test_wrong_numbers_are_not_suggested() -> None:
    """Nobody who typed one date meant another; a slip in the word beside it is forgiven."""
    text = Text.of("The ferry left on May 18 and came back on May 21.")
    with pytest.raises(PassageError, match=r'try "May 18" \(paragraph 0\)$') as info:
        locate(text, None, "Mai 18")
    assert "21" not in str(info.value)


def test_scripts_without_spaces_get_suggestions_too() -> None:
    """A wrong character among Han characters is told as well."""
    with pytest.raises(PassageError, match="港口一夜之间结了冰"):
        locate(Text.of("港口一夜之间结了冰。"), None, "港口一夜之间结了水")
