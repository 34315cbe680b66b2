"""Rules for the voices between what happened and the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dateline.rules.graph import components, follow
from rules.together import check, failed

if TYPE_CHECKING:
    from dateline.findings import Finding

SCHEMAS = {
    "papers": "fields: [{name: paper, type: string}]\nprimaryKey: [paper]\ndateline: {article: {}}\n",
    "people": """
fields:
- {name: who, type: integer}
- {name: paper, type: string}
- {name: kind, type: string}
- {name: told, type: integer}
primaryKey: [who]
foreignKeys:
- {fields: [paper], reference: {resource: papers, fields: [paper]}}
- {fields: [told], reference: {fields: [who]}}
dateline: {source: {via: told, outlet: {kind: desk}}}
""",
    "lines": """
fields:
- {name: line, type: string}
- {name: paper, type: string}
- {name: steps, type: integer}
primaryKey: [line]
foreignKeys: [{fields: [paper], reference: {resource: papers, fields: [paper]}}]
dateline: {claim: {depth: steps}}
""",
    "mouths": """
fields:
- {name: line, type: string}
- {name: nr, type: integer}
- {name: who, type: integer}
primaryKey: [line, nr]
foreignKeys:
- {fields: [line], reference: {resource: lines, fields: [line]}}
- {fields: [who], reference: {resource: people, fields: [who]}}
dateline: {chain: {position: nr}}
""",
}
PEOPLE = "who,paper,kind,told\n1,P,desk,\n2,P,diver,1\n3,P,sailor,2\n11,Q,desk,\n12,Q,diver,11\n"


def found(mouths: str, lines: str = "L1,P,\n", people: str = PEOPLE) -> list[Finding]:
    """Check the chains of some lines of two papers."""
    return check(
        SCHEMAS,
        {
            "papers": "paper\nP\nQ\n",
            "people": people,
            "lines": f"line,paper,steps\n{lines}",
            "mouths": f"line,nr,who\n{mouths}",
        },
    )


def test_a_chain_to_the_outlet_is_sound() -> None:
    """The nearest witness first, each through the next, the outlet last, so many steps."""
    assert found("L1,1,3\nL1,2,2\nL1,3,1\n", "L1,P,2\n") == []


def test_a_chain_may_stop_where_the_sources_lead_on() -> None:
    """One voice is enough where its own links go to the outlet; the steps there count."""
    assert found("L1,1,3\n", "L1,P,2\n") == []


def test_a_claim_without_a_voice_is_found() -> None:
    """Who speaks is said of each claim."""
    said = found("L1,1,1\n", "L1,P,0\nL2,P,0\n")
    assert failed(said) == [("claim-without-chain", "line", "L2")]


def test_a_gap_a_repeat_and_a_chain_from_zero_are_found() -> None:
    """One finding a chain, at the first position that is wrong."""
    gap = found("L1,1,3\nL1,2,2\nL1,4,1\n")
    assert failed(gap) == [("chain-positions", "nr", "L1/4")]
    assert gap[0].expected == "the positions 1 to 3, each once, the nearest witness first"
    assert failed(found("L1,0,2\nL1,1,1\n")) == [("chain-positions", "nr", "L1/0")]
    twice = found("L1,1,3\nL1,1,2\nL1,3,1\n", people=PEOPLE)
    assert failed(twice, "chain-positions") == [("chain-positions", "nr", "L1/1")]


def test_a_chain_that_ends_before_the_outlet_is_found() -> None:
    """A voice that says nothing of how it got on reaches nobody."""
    said = found("L1,1,4\n", "L1,P,0\n", PEOPLE + "4,P,sailor,\n")
    assert failed(said) == [("chain-end", "who", "L1/1")]


def test_the_outlet_before_the_end_is_found() -> None:
    """The outlet is the last voice, and only the last."""
    said = found("L1,1,1\nL1,2,2\n", "L1,P,\n")
    assert failed(said) == [("chain-end", "who", "L1/2")]


def test_a_depth_that_is_not_the_steps_is_found_with_the_right_one() -> None:
    """Depth is computed, so it can be told; an empty one is unknown."""
    (said,) = found("L1,1,2\nL1,2,1\n", "L1,P,2\n")
    assert (said.rule, said.field, said.value, said.suggestion) == ("chain-depth", "steps", "2", "1")
    assert said.message == "the depth is '2', but mouths has 1 step(s) to the outlet"
    assert found("L1,1,2\nL1,2,1\n", "L1,P,\n") == []


def test_a_chain_against_the_sources_own_links_is_found() -> None:
    """Who reached the reader through another cannot have spoken to the outlet here."""
    (said,) = found("L1,1,3\nL1,2,1\n", "L1,P,1\n")
    assert (said.rule, said.key, said.value, said.expected) == ("chain-against-via", "L1/2", "1", "2")


def test_a_voice_of_another_article_is_found() -> None:
    """A source speaks in its own article only; the rest of the chain is not blamed for it."""
    said = found("L1,1,12\nL1,2,11\n", "L1,P,1\n")
    assert failed(said) == [
        ("source-of-other-article", "who", "L1/1"),
        ("source-of-other-article", "who", "L1/2"),
    ]
    assert said[0].message == "'12' speaks in Q, but L1 is a claim of P"


def test_links_between_sources_stay_in_one_article() -> None:
    """A source told by one of another paper is found; by one of its own it is not."""
    said = found("L1,1,1\n", "L1,P,0\n", "who,paper,kind,told\n1,P,desk,\n2,Q,diver,1\n3,P,diver,1\n")
    assert failed(said) == [("via-other-article", "told", "2")]


def test_a_circle_of_sources_is_found_and_who_leads_into_it_is_not() -> None:
    """Each source on the circle is named once; chains through it are not blamed for it."""
    people = "who,paper,kind,told\n1,P,desk,\n2,P,diver,3\n3,P,diver,2\n4,P,diver,3\n5,P,diver,5\n"
    said = found("L1,1,4\n", "L1,P,1\n", people)
    assert failed(said) == [
        ("via-circle", "told", "2"),
        ("via-circle", "told", "3"),
        ("via-circle", "told", "5"),
    ]


def test_an_unknown_source_is_blamed_once() -> None:
    """A voice that is in no table of sources breaks its foreign key, and no rule of chains."""
    said = found("L1,1,99\n", "L1,P,3\n")
    assert failed(said) == [("foreign-key", "who", "L1/1")]


LINKS = st.dictionaries(st.integers(0, 9), st.none() | st.integers(0, 11), max_size=10)


@given(LINKS)
def test_following_links_agrees_with_walking_them(links: dict[int, int | None]) -> None:
    """Ends, steps and circles are those that one finds step by step."""
    frame = pl.DataFrame(
        {"node": list(links), "next": list(links.values())}, schema={"node": pl.Int64, "next": pl.Int64}
    )
    got = {
        row["node"]: (row["end"], row["steps"], row["circle"]) for row in follow(frame).iter_rows(named=True)
    }
    assert got == {node: _walk(links, node) for node in links}


def _walk(links: dict[int, int | None], start: int) -> tuple[int | None, int | None, bool]:
    at, seen = start, [start]
    while (after := links[at]) is not None and after in links:
        if after in seen:
            return None, None, after == start
        seen.append(after)
        at = after
    return at, len(seen) - 1, False


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_components_agree_with_spreading(edges: list[tuple[int, int]]) -> None:
    """What hangs together is what one reaches from each other, by any way."""
    frame = pl.DataFrame(edges, schema={"node": pl.Int64, "other": pl.Int64}, orient="row")
    label = dict(components(frame).iter_rows())
    reached = {node: _spread(edges, node) for edge in edges for node in edge}
    assert label.keys() == reached.keys()
    for node, together in reached.items():
        assert {other for other in label if label[other] == label[node]} == together
        assert label[node] in together


def _spread(edges: list[tuple[int, int]], start: int) -> set[int]:
    found = {start}
    while more := {b for edge in edges for a, b in (edge, edge[::-1]) if a in found} - found:
        found |= more
    return found
