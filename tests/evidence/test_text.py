"""The normal form of a text: what it evens out, and what it keeps."""

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evidence import Text, normalise

LINES = st.lists(st.text(st.sampled_from("ab é각ḍ̇\u0301\u00a0\t ※“"), max_size=8), max_size=6)
PAGES = LINES.map("\n".join)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The normal form of any text is its own normal form."""
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_decomposed_letters_give_the_same_text(text: str) -> None:
    """A page saved in NFD has the normal form of the same page in NFC."""
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@given(PAGES)
def test_line_ends_do_not_matter(page: str) -> None:
    """Windows and old Macintosh line ends give the text that Unix ones give."""
    assert normalise(page.replace("\n", "\r\n")) == normalise(page) == normalise(page.replace("\n", "\r"))


@given(PAGES)
def test_byte_order_mark_does_not_matter(page: str) -> None:
    """A byte order mark before the text, or before each joined part, leaves no trace."""
    assert normalise("\ufeff" + page) == normalise(page)
    assert normalise("\ufeff" + page + "\n\n\ufeff") == normalise(page)


@given(PAGES)
def test_no_break_spaces_count_as_spaces(page: str) -> None:
    """A no-break space is a space, also where it makes a line look filled."""
    assert normalise(page.replace(" ", "\u00a0")) == normalise(page)


def test_white_space_inside_a_paragraph_is_one_space() -> None:
    """Wrapped lines, tabs and runs of spaces become single spaces; only blank lines part."""
    raw = "  One\tline\n wrapped.  \n \u00a0 \n\n\n Two.\n\n\n"
    assert normalise(raw) == "One line wrapped.\n\nTwo."


@pytest.mark.parametrize("raw", ["", "\n", " \r\n\u00a0\t\n", "\ufeff"])
def test_text_without_words_has_no_paragraphs(raw: str) -> None:
    """White space alone is the empty text, with no paragraph and the hash of nothing."""
    text = Text.of(raw)
    assert (text.text, text.paragraphs) == ("", ())
    assert text.sha256 == hashlib.sha256(b"").hexdigest()


@given(PAGES)
def test_paragraphs_cover_the_text(page: str) -> None:
    """The paragraphs' characters, joined by blank lines, are the text; none is empty."""
    text = Text.of(page)
    spans = [text.span(part.start, part.end) for part in text.paragraphs]
    assert "\n\n".join(spans) == text.text
    assert all(spans)
    assert [part.index for part in text.paragraphs] == list(range(len(spans)))


@given(PAGES)
def test_every_character_knows_its_paragraph(page: str) -> None:
    """A position is in the paragraph whose range holds it, and in none between two."""
    text = Text.of(page)
    for position in range(-1, len(text.text) + 2):
        holders = [part.index for part in text.paragraphs if part.start <= position < part.end]
        assert text.paragraph_of(position) == (holders[0] if holders else None)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 4), (4, 4)])
def test_range_outside_the_text_is_refused(start: int, end: int) -> None:
    """A range is never bent to fit, as a slice would be."""
    with pytest.raises(IndexError, match=f"characters {start} to {end} are no range of a text of 3"):
        Text.of("abc").span(start, end)


def test_positions_count_code_points() -> None:
    """A character outside the basic plane counts as one, as in a TextPositionSelector."""
    assert Text.of("a𐐂b").span(1, 2) == "𐐂"


def test_words_of_a_text_stay_out_of_its_repr() -> None:
    """A text printed in a log shows its hash, not its words."""
    assert "secret" not in repr(Text.of("secret"))


ARTICLES = os.environ.get("DATELINE_ARTICLES")
RECORDED = {
    "2caa2cc5824b64557925bee73ad4f394758b29a3b15d4296f421aec22a6666a5": (
        "718fd5f44e0e34092307f02079e82a6501bccd20640ab011a940282fcf4e6561",
        20,
    ),
    "59b086cd698a843f4fd279c92c9efded45bfd8d1a04d9de49b5487ed55e2fd5d": (
        "5963dd639d986658834b749974cec429dbf2bbedb9b4b0031d986e5800583c06",
        13,
    ),
    "72386b8cb58030427b40494f2d9b0956754c8ddfa8ed853f9f6b5431541c1b09": (
        "20ac0dcf1b83f2c4ec30d687233d85a54a2f038aa7e230c61a5482d60126de80",
        14,
    ),
    "be7fe0a2a6bdecc2324440ceaee85f1e83ef8ff2f4061959bb1aefacf4420e19": (
        "81ab91ec0b6d664f0c457b40c68b8c870becaa9f11f0c67360df1aac58982f64",
        11,
    ),
    "024334f2405e986d970e501b37394e22d48d8f5950a7bd34978c261c70d97ebc": (
        "c01fabc4bebd2153c4c651a1f368ad897661fb07297f85463af92c7d36b527ed",
        17,
    ),
}
"""SHA-256 of an article's file as it was saved → SHA-256 of its normal form, number of paragraphs."""


@pytest.mark.skipif(not ARTICLES, reason="DATELINE_ARTICLES names no folder with the articles' texts")
def test_articles_at_hand_give_the_recorded_hashes() -> None:
    """Each article's file reproduces the recorded hash and number of paragraphs."""
    found = {}
    for path in Path(str(ARTICLES)).glob("*.txt"):
        raw = path.read_bytes()
        text = Text.of(raw.decode("utf-8"))
        found[hashlib.sha256(raw).hexdigest()] = (text.sha256, len(text.paragraphs))
    assert found == RECORDED
