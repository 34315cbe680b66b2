"""releases.yaml: what is written is read again, and what somebody touched is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dataset.releases import HEAD, Released, TableState, read_releases, seal, written
from dateline.errors import DatasetFileError

FIRST = Released(
    version="1.0.0",
    created=datetime(2026, 1, 31, 12, tzinfo=UTC),
    commit="0" * 40,
    level="first",
    forced=False,
    policy="dateline-version/1",
    reasons=("first release: 12 records in 2 tables",),
    added=12,
    changed=0,
    removed=0,
    metadata="a" * 64,
    tables={"events": TableState(10, "b" * 64, "c" * 64), "no": TableState(2, "1" * 64, "2" * 64)},
)
SECOND = replace(
    FIRST,
    version="1.1.0",
    created=FIRST.created + timedelta(days=3),
    commit=None,
    level="minor",
    forced=True,
    reasons=('2 records added (events 2): "x", # y',),
    added=2,
)


def ledger(*entries: Released) -> str:
    """Return the text of a ledger with these entries."""
    text, before = HEAD, ""
    for each in entries:
        text += written(each, before)
        before = seal(each, before)
    return text


def without_seals(entries: tuple[Released, ...]) -> list[Released]:
    """Return entries as they were before they were sealed."""
    return [replace(each, seal="") for each in entries]


def test_entries_are_read_as_they_were_written() -> None:
    """A ledger of two releases gives both back, in their order, with seals that hang together."""
    found = read_releases(ledger(FIRST, SECOND), "releases.yaml")
    assert without_seals(found) == [FIRST, SECOND]
    assert found[1].seal == seal(SECOND, found[0].seal)
    assert (found[0].mark.line, found[1].mark.line) == (2, 17)


def test_an_empty_ledger_has_no_releases() -> None:
    """A file with nothing but a comment is a ledger before its first release."""
    assert read_releases("", "f") == ()
    assert read_releases(HEAD, "f") == ()


@given(st.text(max_size=40).filter(str.strip), st.text(min_size=1, max_size=20))
def test_any_words_survive(reason: str, table: str) -> None:
    """Quotes, line ends, colours and what looks like YAML come back as they were."""
    entry = replace(FIRST, reasons=(reason,), tables={table: TableState(1, "d" * 64, "e" * 64)})
    if any("\ud800" <= char <= "\udfff" for char in reason + table):
        return  # half a character is in no record
    assert without_seals(read_releases(ledger(entry), "f")) == [entry]


def problems(text: str) -> list[str]:
    """Return what is said of a ledger, without the files' names."""
    with pytest.raises(DatasetFileError) as caught:
        read_releases(text, "releases.yaml")
    return [str(each) for each in caught.value.problems]


UNDO = "\n  help: nobody edits this file: put it back as the last commit has it"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("added: 12", "added: 13"),
        ("b" * 64, "d" * 64),
        ("first release: 12", "first release: 21"),
        ('commit: "' + "0" * 40, 'commit: "' + "1" * 40),
        ("T12:00:00Z", "T12:00:01Z"),
    ],
)
def test_an_edited_entry_breaks_its_seal(old: str, new: str) -> None:
    """Whatever was changed by hand, the entry's seal does not fit, and its line is told."""
    text = ledger(FIRST, SECOND)
    assert old in text
    first, *_ = problems(text.replace(old, new, 1))
    said = "the entry of release 1.0.0, or one before it, was changed after it was written"
    assert first == f"releases.yaml:2:3: {said}{UNDO}"


def test_a_missing_entry_is_noticed() -> None:
    """To take out a release breaks the seal of the one after it."""
    text = ledger(FIRST, SECOND)
    second = text[text.index('- version: "1.1.0"') :]
    said = "the entry of release 1.1.0, or one before it, was changed after it was written"
    assert problems(HEAD + second) == [f"releases.yaml:2:3: {said}{UNDO}"]


def test_releases_stand_in_their_order() -> None:
    """A smaller number, or an earlier moment, cannot follow."""
    assert problems(ledger(SECOND, FIRST))[0] == f"releases.yaml:17:3: release 1.0.0 stands after 1.1.0{UNDO}"
    older = replace(SECOND, created=FIRST.created - timedelta(seconds=1))
    said = "release 1.1.0 is older than 1.0.0, which stands before it"
    assert problems(ledger(FIRST, older)) == [f"releases.yaml:17:3: {said}{UNDO}"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version: "1.0.0"', "version: 1", "'version' must be text, not the number 1"),
        ('version: "1.0.0"', "version: one", "'version' is 'one', not three numbers such as 1.2.0"),
        ('"2026-01-31T12:00:00Z"', "2026-01-31", "'2026-01-31' is no moment such as 2027-01-31T12:00:00Z"),
        ('level: "first"', "level: huge", "'level' is 'huge'"),
        ("added: 12", "added: many", "'added' must be a whole number, not 'many'"),
        ("changed: 0\n", "chnaged: 0\n", "unknown key 'chnaged' in item 1 of the file"),
        ("rows: 10, ", "", "'events' lacks 'rows'"),
        ("a" * 64, "a" * 63, ", not a SHA-256"),
        (ledger(FIRST), "releases: []", "the file must be a list, not a mapping"),
    ],
)
def test_what_cannot_be_read_is_told(old: str, new: str, said: str) -> None:
    """Each fault is told once, with its place and what should stand there."""
    text = ledger(FIRST)
    assert old in text
    found = problems(text.replace(old, new, 1))
    assert any(said in each for each in found), found
