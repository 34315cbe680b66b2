"""Pages of the rules for passages that records cite, and for the texts that they stand in.

In examples a hash is cut: `c0ffee…` stands for the 64 digits that begin so.
"""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_TEXT_SCHEMA = """\
# schemas/articles.yaml
primaryKey: [article_id]
fields:
  - {name: n_paragraphs, type: integer}
dateline:
  text: {file: text_file, sha256: text_sha256, paragraphs: n_paragraphs}
"""
_PASSAGE_SCHEMA = f"""\
# schemas/claims.yaml
fields:
  - {{name: paragraph, type: integer}}
  - {{name: start, type: integer}}
  - {{name: end, type: integer}}
foreignKeys:
  - fields: [article_id]
    reference: {{resource: articles, fields: [article_id]}}
dateline:
  evidence: {{text: article_id, paragraph: paragraph, start: start, end: end, sha256: sha256}}

{_TEXT_SCHEMA}"""
_WORDS = """\
# texts/a01.txt
The bridge was closed.

Traders waited two days.
"""
_COUNTING = (
    "Paragraphs and characters are counted from 0 in the normalised text, in which white space is one "
)
_COUNTING += "space and an empty line parts paragraphs; `end` is the position after the last character."


def _article(cells: str = "a01.txt,8c2648…,2", words: str = _WORDS) -> str:
    """Return an article's record and its text."""
    head = "article_id,text_file,text_sha256,n_paragraphs"
    return f"# records/articles.csv\n{head}\nA01,{cells}\n\n{words}"


def _claim(cells: str, article: str | None = None) -> str:
    """Return a claim's record, with the article that it cites and its text."""
    head = "claim_id,article_id,paragraph,start,end,sha256"
    return f"# records/claims.csv\n{head}\nC01,A01,{cells}\n\n{article or _article()}"


def _quotation(attribution: str) -> str:
    """Return a claim that cites the article's own words, with how it says that they are presented."""
    head = "claim_id,article_id,paragraph,start,end,sha256,attribution"
    return f"# records/claims.csv\n{head}\nC01,A01,1,24,38,9f2222…,{attribution}\n\n{_article()}"


_text = partial(
    Page,
    group="evidence",
    needs="the texts (`--texts`)",
    property="text: {file: F, sha256: F, paragraphs: F}",
    schema=_TEXT_SCHEMA,
    good=_article(),
)
_passage = partial(
    Page,
    group="evidence",
    needs="the texts (`--texts`)",
    property="evidence: {text: F, paragraph: F, start: F, end: F, sha256: F}",
    schema=_PASSAGE_SCHEMA,
    good=_claim("1,24,38,9f2222…"),
)

PAGES: tuple[Page, ...] = (
    _text(
        id="text-missing",
        severity="warning",
        summary="the text that the record names is in the folder of texts",
        why="Without its text no passage of the article can be compared. Texts are not published, so "
        "everyone has a folder of their own.",
        bad=_article("a02.txt,8c2648…,2"),
        fix="Put the text into the folder under the name in the record, or correct the name.",
        waive="Yes, where the text cannot be had any more, or is not yours to hold.",
    ),
    _text(
        id="text-hash",
        summary="the text at hand is the one that was coded",
        why="Positions mean something in one text only. News pages are edited and saved copies differ.",
        bad=_article("a01.txt,b78d44…,2"),
        fix="Find the copy that was coded. If the text was meant to change, write the new hash, and correct "
        "the passages that moved.",
        waive="No: positions in another text prove nothing.",
    ),
    _text(
        id="text-paragraphs",
        summary="the text has as many paragraphs as the record says",
        why="Where the number differs, paragraphs were cut off, or parted in another way than when they were "
        "counted.",
        bad=_article("a01.txt,8c2648…,3"),
        fix="Write the number in the message, if the text is the right one. An empty line parts paragraphs.",
        waive="No.",
    ),
    _passage(
        id="evidence-outside",
        summary="the cited characters lie inside the text",
        why="A passage beyond the end of its text is no evidence.",
        bad=_claim("1,60,74,c0ffee…"),
        fix="Find the passage in the text and write where it begins and ends. " + _COUNTING,
        waive="No.",
    ),
    _passage(
        id="evidence-order",
        summary="the cited passage ends after it begins",
        why="A passage without characters says nothing; mostly the two numbers are swapped.",
        bad=_claim("1,38,24,9f2222…"),
        fix="Swap the two numbers. " + _COUNTING,
        waive="No.",
    ),
    _passage(
        id="evidence-paragraph",
        summary="the cited passage lies in one paragraph, the one that the record names",
        why="The paragraph is what a reader looks for first, and it tells a slip in the positions.",
        bad=_claim("0,24,38,9f2222…"),
        fix="Write the paragraph in the message. If the passage runs on into the next paragraph, cite two "
        "passages. " + _COUNTING,
        waive="No.",
    ),
    _passage(
        id="evidence-hash",
        summary="the cited characters are the passage that was cited",
        why="The hash proves, without copying a word, that the coder saw this passage and no other.",
        bad=_claim("1,24,38,c0ffee…"),
        fix="Find the passage again and write its place. If the characters are those that you mean, write "
        "the hash in the message.",
        waive="No.",
    ),
    _passage(
        id="evidence-moved",
        summary="the cited passage stands where the record says, not elsewhere in the text",
        why="Words that were put in before it move a passage. It can be found again by its hash.",
        bad=_claim("1,22,36,9f2222…"),
        fix="Write the place that the message names; if it names several, the one that you mean.",
        waive="No.",
    ),
    Page(
        id="quote-without-marks",
        group="evidence",
        severity="warning",
        needs="the texts (`--texts`)",
        property="claim: {quoted: {F: […]}}",
        summary="a passage coded as a quotation has quotation marks in it or around it",
        why="Whether a source was quoted or retold decides how far the words can be held against it. Mostly "
        "the coding is wrong, or the passage ends a few words off.",
        schema=_PASSAGE_SCHEMA.replace(
            "  evidence:", "  claim: {quoted: {attribution: direct_quote}}\n  evidence:"
        ),
        bad=_quotation("direct_quote"),
        good=_quotation("outlet_voice"),
        fix="Cite the words between the marks. If nobody is quoted, correct the field that says so. Marks of "
        "all kinds count, also those of a longer quotation that began paragraphs before.",
        waive="For a text that sets quotations apart in another way, such as by speakers' names.",
    ),
    Page(
        id="evidence-copied",
        group="evidence",
        needs="the texts (`--texts`)",
        summary="no text in a record shares eight consecutive words with an article",
        why="Articles belong to those who wrote them. Records say what happened in the coder's own words and "
        "cite the passage by its place. Case and punctuation make no difference.",
        bad="""\
event_id,summary
E001,the old bridge was closed and all the traders waited two days

# texts/a01.txt
Officials said the old bridge was closed and all the traders waited two days.
""",
        good="""\
event_id,summary
E001,trade halted while a bridge was shut

# texts/a01.txt
Officials said the old bridge was closed and all the traders waited two days.
""",
        fix="Say it in your own words, shorter; names and numbers may stay. A field for headlines or for "
        "addresses made of them has `quotes: true` in its schema, and is not searched.",
        waive="For a name or a title of eight words and more. Never for a sentence.",
    ),
)
