"""How well sources bear events out: what is computed, and what is stored beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.rules.corroboration import corroboration
from dateline.table import read_schema
from rules.together import check, failed

SCHEMAS = {
    "pieces": """
fields: [{name: piece, type: string}, {name: link, type: string}, {name: copy_of, type: string}]
primaryKey: [piece]
foreignKeys: [{fields: [copy_of], reference: {fields: [piece]}}]
dateline: {article: {parent: copy_of, url: link}}
""",
    "voices": """
fields:
- {name: voice, type: string}
- {name: piece, type: string}
- {name: kind, type: string}
- {name: through, type: string}
primaryKey: [voice]
foreignKeys:
- {fields: [piece], reference: {resource: pieces, fields: [piece]}}
- {fields: [through], reference: {fields: [voice]}}
dateline: {source: {via: through, outlet: {kind: desk}, person: {kind: person}, someone: {kind: someone}}}
""",
    "outbreaks": """
fields: [{name: outbreak, type: string}, {name: borne_out, type: string}, {name: sources, type: integer}]
primaryKey: [outbreak]
dateline: {event: {corroboration: borne_out, sources: sources}}
""",
    "links": """
fields: [{name: one, type: string}, {name: other, type: string}, {name: how, type: string}]
foreignKeys:
- {fields: [one], reference: {resource: outbreaks, fields: [outbreak]}}
- {fields: [other], reference: {resource: outbreaks, fields: [outbreak]}}
dateline: {relation: {event: one, other: other, same: {how: same}}}
""",
    "notes": """
fields:
- {name: note, type: integer}
- {name: outbreak, type: string}
- {name: piece, type: string}
- {name: stance, type: string}
primaryKey: [note]
foreignKeys:
- {fields: [outbreak], reference: {resource: outbreaks, fields: [outbreak]}}
- {fields: [piece], reference: {resource: pieces, fields: [piece]}}
dateline: {claim: {asserts: {stance: says}, denies: {stance: denies}}}
""",
    "chains": """
fields: [{name: note, type: integer}, {name: nr, type: integer}, {name: voice, type: string}]
foreignKeys:
- {fields: [note], reference: {resource: notes, fields: [note]}}
- {fields: [voice], reference: {resource: voices, fields: [voice]}}
dateline: {chain: {position: nr}}
""",
}
TABLES = {name: read_schema(text, f"{name}.yaml", name) for name, text in SCHEMAS.items()}
DTYPES = {"string": pl.String, "integer": pl.Int64}


@dataclass
class Told:
    """Made-up reports: copies, claims as (event, article, stance, chain of voices), what is one event."""

    pieces: dict[str, str | None]
    voices: dict[str, tuple[str, str, str | None]]
    notes: list[tuple[str, str, str, list[str]]]
    same: list[tuple[str, str]]

    def frames(self) -> dict[str, pl.LazyFrame]:
        """Return the tables' records, typed."""
        events = sorted({each[0] for each in self.notes} | {name for pair in self.same for name in pair})
        return {
            "pieces": _frame("pieces", [(name, None, copy) for name, copy in self.pieces.items()]),
            "voices": _frame("voices", [(name, *rest) for name, rest in self.voices.items()]),
            "outbreaks": _frame("outbreaks", [(name, None, None) for name in events]),
            "links": _frame("links", [(a, b, "same") for a, b in self.same]),
            "notes": _frame("notes", [(n, *each[:3]) for n, each in enumerate(self.notes)]),
            "chains": _frame(
                "chains",
                [(n, p, voice) for n, each in enumerate(self.notes) for p, voice in enumerate(each[3], 1)],
            ),
        }

    def counted(self) -> dict[str, tuple[int, int, int, str]]:
        """Return event → people, articles, steps, word, as `corroboration` computes them."""
        rows = corroboration(TABLES, self.frames(), "outbreaks").collect().iter_rows()
        return {event: tuple(rest) for event, *rest in rows}


def _frame(name: str, rows: list[tuple[object, ...]]) -> pl.LazyFrame:
    schema = {field.name: DTYPES[field.type] for field in TABLES[name].fields}
    return pl.LazyFrame(rows, schema=schema, orient="row")


DESK = {"D": ("A", "desk", None), "E": ("B", "desk", None)}
PEOPLE = DESK | {
    "p": ("A", "person", "D"), "q": ("A", "person", "D"),
    "r": ("A", "person", "p"), "s": ("A", "someone", "D"),
    "t": ("A", "nobody", "D"), "u": ("A", "person", "p"),
    "x": ("B", "person", "E"), "y": ("B", "someone", "E"),
}  # fmt: skip
APART: dict[str, str | None] = {"A": None, "B": None}
COPY: dict[str, str | None] = {"A": None, "B": "A"}


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        (["D"], (0, 0, 0, "outlet_voice_only")),
        (["tD"], (0, 0, 0, "outlet_voice_only")),
        (["pD"], (1, 1, 1, "single_source")),
        (["pD", "D", "tD"], (1, 1, 1, "single_source")),
        (["rpD"], (1, 1, 2, "hearsay_single_chain")),
        (["rpD", "upD"], (1, 1, 2, "hearsay_single_chain")),
        (["rpD", "pD"], (1, 1, 1, "single_source")),
        (["sD"], (1, 1, 1, "single_source")),
        (["sD", "pD"], (1, 1, 1, "single_source")),
        (["pD", "qD"], (2, 1, 1, "two_sources_same_article")),
        (["pD", "xE"], (2, 2, 1, "independent_articles")),
        (["pD", "yE"], (1, 1, 1, "single_source")),
        (["r"], (1, 1, 2, "hearsay_single_chain")),
    ],
)
def test_people_are_counted_and_outlets_are_not(
    chains: list[str], expected: tuple[int, int, int, str]
) -> None:
    """Who spoke to an outlet counts once; nobody in particular, or somebody already heard, adds nobody."""
    notes = [("o", "B" if chain[-1] == "E" else "A", "says", list(chain)) for chain in chains]
    assert Told(APART, PEOPLE, notes, []).counted() == {"o": expected}


def test_a_copy_adds_a_report_and_no_source() -> None:
    """The people of a copy are those of its original, whatever rows they have."""
    notes = [("o", "A", "says", ["p", "D"]), ("o", "B", "says", ["x", "E"])]
    assert Told(COPY, PEOPLE, notes, []).counted() == {"o": (1, 1, 1, "single_source")}


def test_events_that_are_one_share_their_sources() -> None:
    """What is coded twice and marked so is borne out by the claims of both."""
    notes = [("o", "A", "says", ["p", "D"]), ("i", "B", "says", ["x", "E"])]
    word = (2, 2, 1, "independent_articles")
    assert Told(APART, PEOPLE, notes, [("i", "o")]).counted() == {"o": word, "i": word}


def test_only_who_asserts_or_denies_counts() -> None:
    """An inference bears nothing out; a denial is heard."""
    notes = [("o", "A", "infers", ["p", "D"]), ("i", "A", "denies", ["p", "D"])]
    assert Told(APART, PEOPLE, notes, []).counted() == {
        "o": (0, 0, 0, "outlet_voice_only"),
        "i": (1, 1, 1, "single_source"),
    }


KINDS = ["desk", "person", "someone", "nobody"]


@st.composite
def reports(draw: st.DrawFn) -> Told:
    """Make a few articles, some copies of others, with trees of voices, and claims through them."""
    names = [f"a{n}" for n in range(draw(st.integers(1, 4)))]
    pieces = {name: draw(st.none() | st.sampled_from(names)) for name in names}
    voices: dict[str, tuple[str, str, str | None]] = {}
    for name in names:
        own = [f"{name}.0"]
        voices[own[0]] = (name, "desk", None)
        for n in range(1, draw(st.integers(1, 5))):
            voices[f"{name}.{n}"] = (name, draw(st.sampled_from(KINDS[1:])), draw(st.sampled_from(own)))
            own.append(f"{name}.{n}")
    notes = []
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.sampled_from(sorted(voices)))
        whole = _way(voices, first)
        cut = draw(st.sampled_from([1, len(whole)]))
        event, stance = draw(st.sampled_from("xyz")), draw(st.sampled_from(["says", "denies", "guesses"]))
        notes.append((event, voices[first][0], stance, whole[:cut]))
    pairs = st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz"))
    return Told(pieces, voices, notes, draw(st.lists(pairs, max_size=2)))


def _way(voices: dict[str, tuple[str, str, str | None]], voice: str) -> list[str]:
    way = [voice]
    while (after := voices[way[-1]][2]) is not None:
        way.append(after)
    return way


@settings(deadline=None, max_examples=60)
@given(reports())
def test_what_is_computed_agrees_with_counting_by_hand(told: Told) -> None:
    """People, articles, steps and the word are those of the definition, on any small graph of reports."""
    counted = told.counted()
    assert counted == {event: _by_hand(told, event) for event in counted}
    assert counted.keys() == {each[0] for each in told.notes}


def _by_hand(told: Told, event: str) -> tuple[int, int, int, str]:
    events = _together(told.same, event)
    people: dict[str, set[str]] = defaultdict(set)
    someone, depths, reports = False, [], {}
    for about, article, stance, chain in told.notes:
        way = _way(told.voices, chain[0])
        if about not in events or stance == "guesses" or len(way) == 1:
            continue
        kind = told.voices[way[-2]][1]
        if kind == "nobody":
            continue
        depths.append(len(way) - 1)
        people[article] |= {way[-2]} if kind == "person" else set()
        someone |= kind == "someone"
        copies = [(a, b) for a, b in told.pieces.items() if b is not None]
        reports[article] = min(_together(copies, article))
    most: dict[str, int] = defaultdict(int)
    for article, report in reports.items():
        most[report] = max(most[report], len(people[article]))
    number, articles = sum(most.values()), sum(n > 0 for n in most.values())
    if number == 0:
        number = articles = int(someone)
    depth = min(depths, default=0)
    if number < 2:
        word = ["outlet_voice_only", "hearsay_single_chain" if depth > 1 else "single_source"][number]
    else:
        word = "independent_articles" if articles > 1 else "two_sources_same_article"
    return number, articles, depth, word


def _together(pairs: list[tuple[str, str]], start: str) -> set[str]:
    found = {start}
    while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in found} - found:
        found |= more
    return found


RECORDS = {
    "pieces": "piece,link,copy_of\nA,,\nB,,\n",
    "voices": "voice,piece,kind,through\nD,A,desk,\np,A,person,D\nq,A,person,D\n",
    "notes": "note,outbreak,piece,stance\n1,o,A,says\n2,o,A,says\n",
    "chains": "note,nr,voice\n1,1,p\n1,2,D\n2,1,q\n2,2,D\n",
}


def test_a_word_that_is_not_the_computed_one_is_found_with_the_right_one() -> None:
    """The word follows from the claims, so the finding can tell it."""
    records = RECORDS | {"outbreaks": "outbreak,borne_out,sources\no,independent_articles,2\n"}
    (said,) = check(SCHEMAS, records)
    assert (said.rule, said.field, said.suggestion) == (
        "corroboration-differs",
        "borne_out",
        "two_sources_same_article",
    )
    assert said.message.endswith(
        "2 people in 1 independent article(s), 1 step(s) from the nearest witness to the outlet"
    )


def test_more_sources_than_people_are_found() -> None:
    """Fewer may be counted, more may not."""
    good = RECORDS | {"outbreaks": "outbreak,borne_out,sources\no,two_sources_same_article,2\n"}
    assert check(SCHEMAS, good) == []
    bad = RECORDS | {"outbreaks": "outbreak,borne_out,sources\no,two_sources_same_article,3\n"}
    assert failed(check(SCHEMAS, bad)) == [("more-sources-than-people", "sources", "o")]


def test_articles_with_one_address_are_one_report() -> None:
    """Two rows of one page are no two articles."""
    records = {
        "pieces": "piece,link,copy_of\nA,https://example.org/1,\nB,https://example.org/1,\n",
        "voices": "voice,piece,kind,through\nD,A,desk,\np,A,person,D\nE,B,desk,\nx,B,person,E\n",
        "outbreaks": "outbreak,borne_out,sources\no,single_source,1\n",
        "notes": "note,outbreak,piece,stance\n1,o,A,says\n2,o,B,says\n",
        "chains": "note,nr,voice\n1,1,p\n1,2,D\n2,1,x\n2,2,E\n",
    }
    assert failed(check(SCHEMAS, records)) == []


def test_nothing_is_computed_for_a_table_without_claims() -> None:
    """Who asks of a table that no claim refers to is told so."""
    with pytest.raises(ValueError, match="no table of claims with chains of sources refers to pieces"):
        corroboration(TABLES, {}, "pieces")
