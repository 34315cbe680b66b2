"""Pages of the rules for articles and their addresses."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="sources")

_COPIES = """\
# schemas/articles.yaml
fields:
  - {name: is_copy, type: boolean}
primaryKey: [article_id]
dateline: {article: {republished: {is_copy: true}, republisher: [republisher]}}
"""
_ORIGINAL = """\
# schemas/articles.yaml
primaryKey: [article_id]
dateline: {article: {original: url, not_found: {url_status: not_found}}}
"""
_PARENT = """\
# schemas/articles.yaml
primaryKey: [article_id]
foreignKeys:
  - fields: [parent]
    reference: {fields: [article_id]}
dateline: {article: {parent: parent, duplicate: {status: duplicate}}}
"""
_CODED = """\
# schemas/articles.yaml
primaryKey: [article_id]
dateline: {article: {coded: {status: coded}}}

# schemas/claims.yaml
primaryKey: [claim_id]
foreignKeys:
  - fields: [article_id]
    reference: {resource: articles, fields: [article_id]}
dateline: {claim: {}}
"""
_SAID = """\
# schemas/articles.yaml
fields:
  - {name: published, type: string, dateline: {edtf: {}}}
primaryKey: [article_id]
dateline: {article: {published: published}}

# schemas/sources.yaml
fields:
  - {name: said, type: string, dateline: {edtf: {}}}
primaryKey: [source_id]
foreignKeys:
  - fields: [article_id]
    reference: {resource: articles, fields: [article_id]}
dateline: {source: {statement: said}}
"""
_ARCHIVED = """\
# schemas/articles.yaml
primaryKey: [article_id]
dateline: {article: {url: url, archived: archived_url}}
"""
_URL = """\
# schemas/articles.yaml
fields:
  - {name: url, type: string, dateline: {url: {}}}
"""
_HOSTS = """\
# schemas/articles.yaml
fields:
  - {name: url, type: string, dateline: {url: {outlet: outlet}}}

# schemas/outlet_hosts.yaml
dateline: {hosts: {outlet: outlet, host: host}}
"""


def _articles(head: str, *rows: str) -> str:
    lines = "".join(f"{row}\n" for row in (head, *rows))
    return f"# records/articles.csv\n{lines}"


def _at(url: str) -> str:
    hosts = "\n# records/outlet_hosts.csv\noutlet,host\nMorning Post,www.morning.example\n"
    return _articles("article_id,outlet,url", f"A1,Morning Post,{url}") + hosts


def _cited(status: str, *claims: str) -> str:
    lines = "".join(f"{row}\n" for row in ("claim_id,article_id", *claims))
    articles = _articles("article_id,status", "A1,coded", f"A2,{status}")
    return f"{articles}\n# records/claims.csv\n{lines}"


def _said(published: str) -> str:
    sources = "\n# records/sources.csv\nsource_id,article_id,said\nS1,A1,2023-09-21\n"
    return _articles("article_id,published", f"A1,{published}") + sources


_PAGE = "https://www.morning.example/news/1"
_KEPT = "https://web.archive.org/web/2024/"

PAGES: tuple[Page, ...] = (
    _page(
        id="republisher-missing",
        summary="a republication says who made the copy, and where it stands",
        why="A copy may be cut, dated anew or translated. Readers have to know whose hands it went through.",
        property="article: {republished: {F: …}, republisher: [F]}",
        schema=_COPIES,
        bad=_articles("article_id,is_copy,republisher", "A1,true,"),
        good=_articles("article_id,is_copy,republisher", "A1,true,copies.example"),
        fix="Name the site that made the copy, or say that the article is none.",
        waive="Where the copy came without a trace of who made it; the reason should say how it was had.",
    ),
    _page(
        id="original-missing",
        summary="an article says where the original stands, or that it was not found",
        why="An empty cell does not tell whether somebody searched. The next reader searches again.",
        property="article: {original: F, not_found: {F: …}}",
        schema=_ORIGINAL,
        bad=_articles("article_id,url,url_status", "A1,,matched"),
        good=_articles("article_id,url,url_status", "A1,,not_found"),
        fix="Give the full address, or say that it was searched for in vain.",
        waive="No: one of the two is true.",
    ),
    _page(
        id="original-found",
        summary="an original that was not found has no address",
        why="One of the two is left from before the other was known, and a reader cannot tell which.",
        property="article: {original: F, not_found: {F: …}}",
        schema=_ORIGINAL,
        bad=_articles("article_id,url,url_status", f"A1,{_PAGE},not_found"),
        good=_articles("article_id,url,url_status", f"A1,{_PAGE},matched"),
        fix="Say how the address was found, or leave it empty.",
        waive="No: one of the two is wrong.",
    ),
    _page(
        id="archive-missing",
        severity="warning",
        summary="a page has an archived copy on record",
        why="Pages move, change and vanish. What was cited can be checked later only in a copy.",
        property="article: {url: F, archived: F}",
        schema=_ARCHIVED,
        bad=_articles("article_id,url,archived_url", f"A1,{_PAGE},"),
        good=_articles("article_id,url,archived_url", f"A1,{_PAGE},{_KEPT}{_PAGE}"),
        fix="Look the page up in a public web archive, or ask the archive to save it, and give the "
        "copy's address.",
        waive="Where an archive refuses the page, or asking would draw attention to a source.",
    ),
    _page(
        id="duplicate-without-parent",
        summary="a duplicate says of which article it is one",
        why="Without the other article nobody can see that the text was not left out by mistake.",
        property="article: {duplicate: {F: …}, parent: F}",
        schema=_PARENT,
        bad=_articles("article_id,status,parent", "A1,coded,", "A2,duplicate,"),
        good=_articles("article_id,status,parent", "A1,coded,", "A2,duplicate,A1"),
        fix="Name the other article.",
        waive="No: an article is a duplicate of something.",
    ),
    _page(
        id="parent-circle",
        summary="no article is a copy or an edition of itself",
        why="One of the articles came first. In a circle none did, and copies cannot be told from reports.",
        property="article: {parent: F}",
        schema=_PARENT,
        bad=_articles("article_id,status,parent", "A1,coded,A2", "A2,coded,A1"),
        good=_articles("article_id,status,parent", "A1,coded,", "A2,coded,A1"),
        fix="Leave the parent of the article that came first empty.",
        waive="No.",
    ),
    _page(
        id="coded-without-claims",
        summary="an article that is marked as coded has claims",
        why="The list of articles says what was read. One that is marked as coded without a claim looks "
        "as if it "
        "told of nothing.",
        property="article: {coded: {F: …}}",
        needs="a table of claims with a foreign key to the articles.",
        schema=_CODED,
        bad=_cited("coded", "C1,A1"),
        good=_cited("pending", "C1,A1"),
        fix="Add the claims, or say what became of the article: still to do, or nothing in scope.",
        waive="No: there is a word for every case.",
    ),
    _page(
        id="claims-of-uncoded",
        summary="an article with claims is marked as coded",
        why="Who counts what was read, and what is still to do, counts by the mark.",
        property="article: {coded: {F: …}}",
        needs="a table of claims with a foreign key to the articles.",
        schema=_CODED,
        bad=_cited("pending", "C1,A1", "C2,A2"),
        good=_cited("coded", "C1,A1", "C2,A2"),
        fix="Mark the article as coded when all of it was read; until then keep its claims in a branch.",
        waive="While an article is being coded in public, with an end to the waiver.",
    ),
    _page(
        id="published-before-statement",
        summary="an article appeared no earlier than what it quotes was said",
        why="Nobody prints what was not said yet. One of the two dates is wrong, often by a year.",
        property="article: {published: F}",
        needs="a table of sources with the days on which they spoke, and a foreign key to the articles.",
        schema=_SAID,
        bad=_said("2023-09-20"),
        good=_said("[2023-09-21..2023-09-30]"),
        fix="Check both against the article. If only the month of publication is known, write the month.",
        waive="No: correct the date that is less sure, or widen it.",
    ),
    _page(
        id="url-invalid",
        summary="a web address is whole: http or https, a host, no user's name, no spaces",
        why="An address without its beginning leads nowhere, and one with a user's name gives away who "
        "copied it.",
        property="url: {}",
        schema=_URL,
        bad=_articles("article_id,url", "A1,www.morning.example/news/1"),
        good=_articles("article_id,url", f"A1,{_PAGE}"),
        fix="Copy the address from the browser's own line, the beginning included.",
        waive="No: what is no address belongs into a note.",
    ),
    _page(
        id="url-not-canonical",
        severity="warning",
        summary="a web address has the form in which addresses are compared",
        why="The same page under two addresses looks like two pages. What comes after a link was shared, "
        "such as "
        "utm_source, says how somebody came to the page and nothing of the page.",
        property="url: {}",
        schema=_URL,
        bad=_articles("article_id,url", f"A1,{_PAGE}?utm_source=mail"),
        good=_articles("article_id,url", f"A1,{_PAGE}"),
        fix="Write what the message proposes, and open it once to see that it leads to the same page.",
        waive="Where the page cannot be had without the part in question.",
    ),
    _page(
        id="url-host-unknown",
        summary="an address at an outlet stands at one of the outlet's hosts",
        why="A copy on another site is not the outlet's page, and a name that is nearly the outlet's may "
        "be a forgery.",
        property="url: {outlet: F}",
        needs="a table of the hosts of outlets (`hosts: {outlet: F, host: F}`).",
        schema=_HOSTS,
        bad=_at("https://www.morning-copies.example/1"),
        good=_at(_PAGE),
        fix="Correct the address. If the outlet has another host, check that it is the outlet's and add "
        "it to the "
        "table.",
        waive="No: add the host to the table, which is as little work.",
    ),
    _page(
        id="archive-of-other-page",
        severity="warning",
        summary="an archived copy is one of this page",
        why="Archives put the address of the page into their own. If it is another, the copy proves "
        "something else.",
        property="article: {url: F, archived: F}",
        schema=_ARCHIVED,
        bad=_articles("article_id,url,archived_url", f"A1,{_PAGE},{_KEPT}https://www.morning.example/news/2"),
        good=_articles("article_id,url,archived_url", f"A1,{_PAGE},{_KEPT}{_PAGE}"),
        fix="Look for the copy of this page. Archives whose addresses are short are not compared.",
        waive="Where the page has moved since it was archived, and the copy has the old address.",
    ),
)
