# ruff: noqa: RUF001 - quotation marks of all kinds are what this file is about
"""Quotation marks of many languages: what is quoted, and what only looks so."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evidence import Text, has_quotation_marks, quotations

BLANK = "\n\n"


def quoted(text: str, words: str) -> bool:
    """Tell whether words of a text stand in quotation marks, or have some in them."""
    held = Text.of(text)
    start = held.text.index(words)
    return has_quotation_marks(held, start, start + len(words))


@pytest.mark.parametrize(
    "pair",
    [
        "“”",
        '""',
        "‘’",
        "''",
        "«»",
        "»«",
        "„“",
        "„”",
        "””",
        "‚‘",
        "‹›",
        "›‹",
        "「」",
        "『』",
        "《》",
        "〈〉",
        "＂＂",
        "〝〟",
        "﹁﹂",
        "｢｣",
    ],
)
def test_every_kind_of_marks_counts(pair: str) -> None:
    """Straight, curly, low and high, angled and corner marks all make a quotation."""
    text = f"The pilot said {pair[0]}no ship came today{pair[1]} and left."
    for words in ("no ship came today", "ship", f"{pair[0]}no", "said " + pair[0] + "no"):
        assert quoted(text, words), words
    for words in ("The pilot said", "and left."):
        assert not quoted(text, words), words


@pytest.mark.parametrize(
    "text",
    [
        "The pilot’s mule didn’t rest; the sailors’ boats are not theirs.",
        "The pilot's mule didn't rest; the sailors' boats are not theirs.",
        "In the '90s 'twas cold; in the ‘80s it wasn't.",
        "A plank of 6' by 5' and 2\" more, at 38°53'23\" north.",
        "Rock ’n’ roll",
        "L’eau d’en haut, l'eau d'en bas",
        "Việt Nam, O’Brien, N. Hamgyong",
    ],
)
def test_apostrophes_and_measures_are_no_marks(text: str) -> None:
    """What is left out of a word, whose a thing is, feet and minutes: nothing is quoted."""
    assert quotations(Text.of(text)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“He told me ‘stay here’ and went off,” she said.", "and went off"),
        ("\"He told me 'stay here' and went off,\" she said.", "and went off"),
        ("«Il a dit “reste” et il est parti», dit-elle.", "et il est parti"),
        ("„Er sagte ‚bleib‘ und ging“, sagte sie.", "und ging"),
        ("「彼は『待て』と言って去った」と彼女は話した。", "と言って去った"),
        ("« Il a dit « reste » et il est parti », dit-elle.", "reste"),
        ("‘The boys’ boat isn’t here yet,’ he said.", "here yet"),
        ("'The boys' boat isn't here yet,' he said.", "here yet"),
        ("그는 '배가 없다'고 말했다.", "배가 없다"),
        ("그는 “배가 없다”고 말했다.", "배가 없다"),
        ('他说"船没有来"然后走了。', "船没有来"),
        ("(“No ship,” he said.)", "No ship"),
        ("He said—“no ship”—and left.", "no ship"),
    ],
)
def test_marks_within_marks_are_told_apart(text: str, words: str) -> None:
    """A quotation inside a quotation does not end the outer one, nor does an apostrophe."""
    assert quoted(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“He told me ‘stay here’ and went off,” she said.", "she said"),
        ("\"He told me 'stay here' and went off,\" she said.", "she said"),
        ("„Er sagte ‚bleib‘ und ging“, sagte sie.", "sagte sie"),
        ("« Il est parti », dit-elle.", "dit-elle"),
        ("그는 '배가 없다'고 말했다.", "말했다"),
        ('"One," he said. "Two," she said.', "he said"),
        ("“One,” he said. “Two,” she said.", "he said"),
        ("'One,' he said. 'Two,' she said.", "he said"),
        ("‘One,’ he said. ‘Two,’ she said.", "he said"),
        ("He said “one” and no more.", "and no more"),
    ],
)
def test_words_beside_a_quotation_are_not_quoted(text: str, words: str) -> None:
    """What stands before, between and after quotations is the outlet's own voice."""
    assert not quoted(text, words)


@pytest.mark.parametrize("marks", ["“”", '""', "«»"])
@pytest.mark.parametrize("again", [True, False])
def test_a_quotation_may_go_on_for_paragraphs(marks: str, again: bool) -> None:  # noqa: FBT001 - a parameter
    """Opened anew in each paragraph or only once, it ends where it is closed."""
    each = marks[0] if again else ""
    parts = ("First it froze.", f"{each}Then it thawed.", f"{each}Then we left.{marks[1]}")
    text = f"He said:\n\n{marks[0]}{BLANK.join(parts)}\n\nNobody else spoke."
    for words in ("First it froze", "it thawed", "we left"):
        assert quoted(text, words), words
    assert not quoted(text, "He said")
    assert not quoted(text, "Nobody else spoke")


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    """A forgotten mark does not make the rest of the text a quotation."""
    text = "She said “it froze.\n\nThen it thawed.\n\n“We left,” he said."
    assert quoted(text, "it froze")
    assert not quoted(text, "Then it thawed")
    assert not quoted(text, "he said")


def test_a_lone_closing_mark_counts_beside_it() -> None:
    """A passage whose opening mark was lost has a mark at its end."""
    assert quoted("No ship came,” he said.", "No ship came,")
    assert not quoted("No ship came,” he said.", "he said")


@given(st.text(alphabet="ab ,.\n" + "".join("“”„\"'‘’«»「」")))
def test_any_marks_give_quotations_inside_the_text(text: str) -> None:
    """However marks stand, each quotation begins before it ends and lies inside the text."""
    held = Text.of(text)
    for each in quotations(held):
        assert 0 <= each.start < each.end <= len(held.text)


@given(st.text(alphabet="ab .\n"))
def test_a_text_without_marks_has_no_quotations(text: str) -> None:
    """No mark, no quotation."""
    assert quotations(Text.of(text)) == ()


def test_thousands_of_marks_are_read_quickly() -> None:
    """Ten thousand marks of all kinds, closed and not, take no quadratic time."""
    for piece in ("“a” ", "“a ", "'a ", "s' ", "‘a ", "\"a\" 'b' \n\n", "s’ ‘a"):
        text = Text.of(piece * 10_000)
        begun = time.perf_counter()
        quotations(text)
        assert time.perf_counter() - begun < 1, piece
