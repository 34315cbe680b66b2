"""The key that was meant, guessed among those that there are."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dateline.checks.guess import LOOK_UPS, Guess, numbers_in
from dateline.document import Words, numbers

TEXTS = st.text(st.sampled_from("aB0129-é \u0663"), max_size=8) | st.text(max_size=4)


@given(st.lists(st.none() | TEXTS))
def test_numbers_of_a_column_are_those_of_each_text(texts: list[str | None]) -> None:
    """Polars and Python find the same numbers, without the zeros before them."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    found = frame.select(numbers_in(pl.col("text")))["text"].to_list()
    assert [each or "" for each in found] == [numbers(each or "") for each in texts]


@given(st.lists(st.none() | TEXTS, max_size=12), TEXTS)
def test_a_guess_is_the_nearest_word(known: list[str | None], text: str) -> None:
    """Looked up among keys with the same numbers alone, the guess is that of looking at all."""
    guess = Guess(pl.Series(known, dtype=pl.String))
    words = Words([each for each in known if each is not None])
    assert guess(text).suggestion == words.nearest(text.strip())


def test_a_guess_says_what_was_meant_in_place_of_what_is_expected() -> None:
    """With a guess the general word for what is right is left out; without one it stays."""
    guess = Guess(pl.Series(["place-12", "place-13", None]))
    assert (guess("Place-012").suggestion, guess("Place-012").expected) == ("place-12", "")
    assert (guess("place-14").suggestion, guess("place-14").expected) == (None, None)


def test_numbers_are_guessed_as_texts() -> None:
    """Keys that are no texts are compared as they are written."""
    assert Guess(pl.Series([123456, 12]))("0123456").suggestion == "123456"


def test_only_so_many_texts_are_looked_up() -> None:
    """Whoever has more wrong texts has another problem than spelling."""
    guess = Guess(pl.Series(["river"]))
    assert all(guess(f"rive{'r' * n}").suggestion or n for n in range(LOOK_UPS))
    assert guess("rivr").suggestion is None
