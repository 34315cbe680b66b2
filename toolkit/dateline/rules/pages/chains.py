"""Pages of the rules for chains of sources, and for what is computed from them."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="sources")

_SOURCES = """\
# schemas/sources.yaml
primaryKey: [source_id]
foreignKeys:
  - fields: [via]
    reference: {fields: [source_id]}
dateline: {source: {via: via, outlet: {type: outlet}, person: {type: person}}}
"""
_CHAINS = """\
# schemas/claim_sources.yaml
fields:
  - {name: position, type: integer}
foreignKeys:
  - fields: [claim_id]
    reference: {resource: claims, fields: [claim_id]}
  - fields: [source_id]
    reference: {resource: sources, fields: [source_id]}
dateline: {chain: {position: position}}
"""
_CLAIMS = """\
# schemas/claims.yaml
primaryKey: [claim_id]
dateline: {claim: {}}
"""
_ALL = f"{_CLAIMS}\n{_SOURCES}\n{_CHAINS}"
_WITH_DEPTH = f"""\
# schemas/claims.yaml
fields:
  - {{name: chain_depth, type: integer}}
primaryKey: [claim_id]
dateline: {{claim: {{depth: chain_depth}}}}

{_SOURCES}
{_CHAINS}"""
_OF_ARTICLES = f"""\
# schemas/articles.yaml
primaryKey: [article_id]
dateline: {{article: {{}}}}

# schemas/claims.yaml
primaryKey: [claim_id]
foreignKeys:
  - fields: [article_id]
    reference: {{resource: articles, fields: [article_id]}}
dateline: {{claim: {{}}}}

# schemas/sources.yaml
primaryKey: [source_id]
foreignKeys:
  - fields: [article_id]
    reference: {{resource: articles, fields: [article_id]}}
dateline: {{source: {{}}}}

{_CHAINS}"""
_VIA = """\
# schemas/articles.yaml
primaryKey: [article_id]
dateline: {article: {}}

# schemas/sources.yaml
primaryKey: [source_id]
foreignKeys:
  - fields: [via]
    reference: {fields: [source_id]}
  - fields: [article_id]
    reference: {resource: articles, fields: [article_id]}
dateline: {source: {via: via}}
"""
_BORNE_OUT = """\
# schemas/events.yaml
fields:
  - {{name: {field}, type: {type}}}
primaryKey: [event_id]
dateline: {{event: {{{part}: {field}}}}}

# schemas/claims.yaml
primaryKey: [claim_id]
foreignKeys:
  - fields: [event_id]
    reference: {{resource: events, fields: [event_id]}}
dateline: {{claim: {{asserts: {{stance: asserts}}}}}}

"""
_PEOPLE = """\
# records/sources.csv
source_id,type,via
S1,outlet,
S2,person,S1
S3,person,S2
"""


def _chain(rows: str, claims: str = "claim_id\nC1\n") -> str:
    """Return a claim, the sources and the chain between them."""
    chain = f"# records/claim_sources.csv\nclaim_id,position,source_id\n{rows}"
    return f"{chain}\n# records/claims.csv\n{claims}\n{_PEOPLE}"


def _event(head: str, row: str) -> str:
    """Return an event of which one person speaks."""
    claims = "claim_id,event_id,stance\nC1,E1,asserts\n"
    return f"# records/events.csv\n{head}\n{row}\n\n" + _chain("C1,1,S2\nC1,2,S1\n", claims)


def _sources(rows: str) -> str:
    sources = f"# records/sources.csv\nsource_id,article_id,via\n{rows}"
    return f"# records/articles.csv\narticle_id\nA1\nA2\n\n{sources}"


def _of_articles(source: str) -> str:
    return (
        f"# records/claim_sources.csv\nclaim_id,position,source_id\nC1,1,{source}\n\n"
        "# records/claims.csv\nclaim_id,article_id\nC1,A1\n\n"
        "# records/sources.csv\nsource_id,article_id\nS1,A1\nS2,A2\n\n"
        "# records/articles.csv\narticle_id\nA1\nA2\n"
    )


_NEEDS = "tables of claims, of sources and of their chains, joined by foreign keys."

PAGES: tuple[Page, ...] = (
    _page(
        id="claim-without-chain",
        summary="every claim says who speaks, the outlet at least",
        why="How far a report can be trusted depends on whose word it is. A claim without a voice is "
        "nobody's.",
        property="chain: {position: F}",
        needs=_NEEDS,
        schema=_ALL,
        bad=_chain("C1,1,S1\n", "claim_id\nC1\nC2\n"),
        good=_chain("C1,1,S1\nC2,1,S1\n", "claim_id\nC1\nC2\n"),
        fix="List the voices of the claim, the nearest witness first and the outlet last.",
        waive="Hardly ever: where the article names nobody, the outlet speaks.",
    ),
    _page(
        id="chain-positions",
        summary="the positions of a chain are 1, 2, 3 and so on",
        why="The order says who told whom. A gap may be a voice that was lost.",
        property="chain: {position: F}",
        needs=_NEEDS,
        schema=_ALL,
        bad=_chain("C1,1,S2\nC1,3,S1\n"),
        good=_chain("C1,1,S2\nC1,2,S1\n"),
        fix="Add the voice that is missing, or number the others anew.",
        waive="No: the order is all that the numbers say.",
    ),
    _page(
        id="chain-end",
        summary="a chain ends at the outlet, which stands nowhere before",
        why="What nobody told the outlet, the outlet cannot have printed: a chain that stops before it "
        "lacks a voice.",
        property="source: {outlet: {F: …}}",
        needs=_NEEDS,
        schema=_ALL,
        bad=_chain("C1,1,S1\nC1,2,S2\n"),
        good=_chain("C1,1,S2\nC1,2,S1\n"),
        fix="Put the outlet last. Who is known to have reached the reader through others needs not list "
        "them if "
        "the sources themselves say through whom.",
        waive="No: every claim was read in some outlet.",
    ),
    _page(
        id="chain-depth",
        summary="the stored depth is the number of steps to the outlet",
        why="Readers tell first-hand reports from hearsay by this number.",
        property="claim: {depth: F}",
        needs=_NEEDS,
        schema=_WITH_DEPTH,
        bad=_chain("C1,1,S2\nC1,2,S1\n", "claim_id,chain_depth\nC1,2\n"),
        good=_chain("C1,1,S2\nC1,2,S1\n", "claim_id,chain_depth\nC1,1\n"),
        fix="Write the number that the message gives, if the chain is right.",
        waive="No: the number is computed.",
    ),
    _page(
        id="chain-against-via",
        summary="a chain goes the way that its sources say they went",
        why="If a source reached the reader through another, a chain that leaves that one out makes "
        "hearsay look "
        "like a witness.",
        property="source: {via: F}",
        needs=_NEEDS,
        schema=_ALL,
        bad=_chain("C1,1,S3\nC1,2,S1\n"),
        good=_chain("C1,1,S3\nC1,2,S2\nC1,3,S1\n"),
        fix="Add the voice between, or correct through whom the source reached the reader.",
        waive="Where somebody spoke to the outlet once and through another once; better are two sources.",
    ),
    _page(
        id="source-of-other-article",
        summary="a claim's source speaks in the claim's own article",
        why="Sources are anonymous: nobody can tell that the resident of one article is the resident of "
        "another.",
        property="source: {}",
        needs="tables of claims, of sources and of their chains, and of the articles of both.",
        schema=_OF_ARTICLES,
        bad=_of_articles("S2"),
        good=_of_articles("S1"),
        fix="Refer to the source of the claim's article; add it if it is not there yet.",
        waive="No: give the source a row in each article.",
    ),
    _page(
        id="via-other-article",
        summary="a source reaches the reader through a source of its own article",
        why="Nobody is followed from one article into another: that two voices are one person is "
        "nobody's to say.",
        property="source: {via: F}",
        schema=_VIA,
        bad=_sources("S1,A1,\nS2,A2,S1\n"),
        good=_sources("S1,A1,\nS2,A1,S1\n"),
        fix="Name the next voice in the same article.",
        waive="No: give the source a row in each article.",
    ),
    _page(
        id="via-circle",
        summary="no source reaches the reader through itself",
        why="A way that comes back to where it began has no end, so nobody knows who told the outlet.",
        property="source: {via: F}",
        schema=_VIA,
        bad=_sources("S1,A1,S2\nS2,A1,S1\n"),
        good=_sources("S1,A1,\nS2,A1,S1\n"),
        fix="Find the voice that spoke to the outlet, and let it lead there.",
        waive="No.",
    ),
    _page(
        id="corroboration-differs",
        summary="the stored word for how well sources bear an event out is the computed one",
        why="Readers leave out what only one person says. The word has to be what the claims say; "
        "docs/sources.md "
        "tells how it is computed.",
        property="event: {corroboration: F}",
        needs="tables of claims, of sources and of their chains; of articles and relations where they are.",
        schema=_BORNE_OUT.format(part="corroboration", field="corroboration", type="string")
        + f"{_SOURCES}\n{_CHAINS}",
        bad=_event("event_id,corroboration", "E1,independent_articles"),
        good=_event("event_id,corroboration", "E1,single_source"),
        fix="Write the word that the message gives, if the claims and their chains are right.",
        waive="No: the word is computed.",
    ),
    _page(
        id="more-sources-than-people",
        summary="no more sources are counted than people spoke",
        why="Outlets that copy one another, and editions in other languages, look like many sources and "
        "are one.",
        property="event: {sources: F}",
        needs="tables of claims, of sources and of their chains; of articles and relations where they are.",
        schema=_BORNE_OUT.format(part="sources", field="n_sources", type="integer")
        + f"{_SOURCES}\n{_CHAINS}",
        bad=_event("event_id,n_sources", "E1,2"),
        good=_event("event_id,n_sources", "E1,1"),
        fix="Count the distinct people behind the claims; docs/sources.md tells how.",
        waive="Where a source stands for several people who are known to be several; better is a row for "
        "each.",
    ),
)
