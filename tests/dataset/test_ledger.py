"""The ledger of changes: read with the place of everything wrong, and followed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dataset.ledger import Entry, ended, read_ledger, successors
from dateline.errors import DatasetFileError

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 22)
SOUND = """\
# what became of records
- {table: events, record: E1, change: merged, into: [E2], reason: it was told twice, by: AB, date: 2026-01-31}
- table: events
  record: 7
  change: split
  into: [8, E9]
  reason: two things that happened on one day
  by: AB
  date: "2026-11-22"
- {table: events, record: E1, change: corrected, reason: a digit was lost, by: AB, date: 2025-12-31}
- {table: claims, record: E1, change: retracted, reason: not in the article, by: AB, date: 2025-12-31}
"""
WRONG = """\
- {table: events, record: E1, change: deleted, reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E1, change: merged, reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E2, change: merged, into: [E3, E4], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E3, change: split, into: [E5], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E4, change: split, into: [E5, E5], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E5, change: merged, into: E6, reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E6, change: merged, into: [E6], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E7, change: retracted, into: [E8], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: E8, change: retracted, reason: wrong, by: AB, date: 2026-11-23}
- {table: events, record: E9, change: retracted, reason: it was not so, by: "", date: soon}
- {table: events, record: E9, change: merged, into: [E5], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, change: retracted, because: it was not so}
- {table: events, record: A, change: merged, into: [B], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: B, change: split, into: [C, D], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: D, change: merged, into: [A], reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: D, change: corrected, reason: it was not so, by: AB, date: 2026-01-31}
- {table: events, record: D, change: corrected, reason: it was not so, by: AB, date: 2026-01-31}
- E12
"""


def test_entries_are_read_as_they_stand() -> None:
    """A number may be a record's key, a day may stand with or without quotes."""
    found = read_ledger(SOUND, "changes.yaml", TODAY)
    assert [(each.record, each.change, each.into, each.mark.line) for each in found] == [
        ("E1", "merged", ("E2",), 2),
        ("7", "split", ("8", "E9"), 3),
        ("E1", "corrected", (), 10),
        ("E1", "retracted", (), 11),
    ]
    assert found[1].date == TODAY
    assert [each.record for each in found if each.ends] == ["E1", "7", "E1"]


def test_everything_wrong_is_told_with_its_place(golden: Callable[[str, str], None]) -> None:
    """One reading finds all of it, circles and second entries among them."""
    with pytest.raises(DatasetFileError) as error:
        read_ledger(WRONG, "changes.yaml", TODAY)
    golden("dataset/ledger.txt", str(error.value))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_a_ledger_may_be_empty(text: str) -> None:
    """A file without entries has none."""
    assert read_ledger(text, "changes.yaml", TODAY) == ()


@pytest.mark.parametrize("text", ["table: events\n", "- [\n", "7\n"])
def test_what_is_no_list_is_refused(text: str) -> None:
    """A mapping, broken YAML and a number are no ledger."""
    with pytest.raises(DatasetFileError):
        read_ledger(text, "changes.yaml", TODAY)


def entries(into: dict[str, list[str]]) -> dict[tuple[str, str], Entry]:
    """Return a ledger's ends, by what went into what."""
    return ended(
        Entry("events", record, "merged" if new else "retracted", "because it is so", "AB", TODAY, tuple(new))
        for record, new in into.items()
    )


def test_chains_are_followed_to_their_ends() -> None:
    """A record that was merged on, and one that was split, lead to what is there now."""
    known = entries({"A": ["B"], "B": ["C", "D"], "D": ["C"], "X": []})
    assert successors(known, "events", "A") == ("C",)
    assert successors(known, "events", "C") == ("C",)
    assert successors(known, "events", "X") == ()
    assert successors(known, "claims", "A") == ("A",)


def test_a_chain_may_be_long() -> None:
    """Three thousand merges in a row are a chain like any other, and no circle."""
    said = "table: t, change: merged, reason: one after another, by: A, date: 2026-01-01"
    text = "".join(f"- {{record: R{n}, into: [R{n + 1}], {said}}}\n" for n in range(3_000))
    found = read_ledger(text, "changes.yaml", TODAY)
    assert successors(ended(found), "t", "R0") == ("R3000",)


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEFGH"), max_size=2), max_size=6)
)
def test_circles_are_found_where_there_are_some(into: dict[str, list[str]]) -> None:
    """A ledger is refused for a circle exactly if some record leads back to itself."""
    text = "".join(
        f"- {{table: t, record: {record}, change: {'merged' if len(new) == 1 else 'split'}, into: {new}, "
        "reason: one after another, by: A, date: 2026-01-01}\n"
        for record, new in into.items()
        if new
    )
    reached = {record: set(new) for record, new in into.items()}
    for _ in reached:
        for new in reached.values():
            new |= {further for each in tuple(new) for further in reached.get(each, ())}
    circle = any(record in new for record, new in reached.items())
    lone = any(record in new for record, new in into.items())
    try:
        read_ledger(text, "changes.yaml", TODAY)
        said = ""
    except DatasetFileError as error:
        said = str(error)
    assert ("in a circle" in said or "into itself" in said) == circle
    assert "into itself" in said or not lone
