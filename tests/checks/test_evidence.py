"""Cited texts and passages, compared with made-up texts."""

from __future__ import annotations

import hashlib

from checks.rows import Rows
from dateline.checks.evidence import Checked, check_evidence
from dateline.checks.tables import Content
from dateline.table import read_schema

ARTICLES = """
fields:
  - {name: article, type: string}
  - {name: file, type: string}
  - {name: hash, type: string}
  - {name: parts, type: integer}
primaryKey: [article]
dateline: {text: {file: file, sha256: hash, paragraphs: parts}}
"""
CLAIMS = """
fields:
  - {name: claim, type: string}
  - {name: article, type: string}
  - {name: part, type: integer}
  - {name: from, type: integer}
  - {name: to, type: integer}
  - {name: hash, type: string}
primaryKey: [claim]
foreignKeys: [{fields: [article], reference: {resource: articles, fields: [article]}}]
dateline: {evidence: {text: article, paragraph: part, start: from, end: to, sha256: hash}}
"""
TEXT = "The harbour froze.\n\nNobody had seen that before, said the pilot."


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


PASSAGE = "Nobody had seen that before"
START = TEXT.index(PASSAGE)
CLAIM = ("c1", "a1", "1", str(START), str(START + len(PASSAGE)), digest(PASSAGE))
ARTICLE = ("a1", "one.txt", digest(TEXT), "2")


def compare(
    texts: dict[str, str], claim: tuple[str, ...] = CLAIM, article: tuple[str, ...] = ARTICLE
) -> Checked:
    """Compare one claim on one article with texts."""
    articles = read_schema(ARTICLES, "articles.yaml", "articles")
    claims = read_schema(CLAIMS, "claims.yaml", "claims")
    return check_evidence(
        {
            "articles": Content(articles, Rows(articles.names, [article])),
            "claims": Content(claims, Rows(claims.names, [claim])),
        },
        texts,
    )


def rules(checked: Checked) -> set[str]:
    """Return the rules of all findings."""
    return {each.rule for each in checked.findings}


def test_a_passage_that_stands_is_confirmed() -> None:
    """Text, paragraphs and passage as coded give no finding, and are counted."""
    checked = compare({"one.txt": TEXT})
    assert (checked.findings, checked.texts, checked.passages) == ((), 1, 1)


def test_line_ends_and_spacing_of_the_text_do_not_matter() -> None:
    """The hash is of the normalised text: CRLF, double spaces and a byte-order mark change nothing."""
    assert compare({"one.txt": "\ufeff" + TEXT.replace("\n", "\r\n").replace(" ", "  ")}).findings == ()


def test_one_changed_character_is_found() -> None:
    """A text changed inside the passage breaks the text's hash and the passage's."""
    assert rules(compare({"one.txt": TEXT.replace("Nobody", "nobody")})) == {"text-hash", "evidence-hash"}


def test_a_changed_character_elsewhere_leaves_the_passage_alone() -> None:
    """A text changed outside the passage breaks the text's hash only."""
    assert rules(compare({"one.txt": TEXT.replace("pilot", "piloT")})) == {"text-hash"}


def test_a_moved_passage_is_found_where_it_stands_now() -> None:
    """A passage that moved is looked up by its hash, and its new place is named."""
    checked = compare({"one.txt": TEXT.replace("The harbour", "Last week the harbour")})
    finding = next(each for each in checked.findings if each.rule == "evidence-moved")
    assert finding.suggestion == str(START + 10)
    assert f"start {START + 10}, end {START + 10 + len(PASSAGE)}" in str(finding.expected)


def test_a_text_that_is_not_at_hand_is_said() -> None:
    """A missing text is a warning, and its passages are not counted as compared."""
    checked = compare({"two.txt": TEXT})
    assert [(each.rule, each.severity) for each in checked.findings] == [("text-missing", "warning")]
    assert checked.passages == 0


def test_a_wrong_number_of_paragraphs_is_found() -> None:
    """The number of paragraphs is compared, and the right one suggested."""
    (finding,) = compare({"one.txt": TEXT}, article=("a1", "one.txt", digest(TEXT), "3")).findings
    assert (finding.rule, finding.suggestion) == ("text-paragraphs", "2")


def test_a_passage_in_another_paragraph_is_found() -> None:
    """A paragraph index that does not hold the passage is found, and the right one suggested."""
    (finding,) = compare({"one.txt": TEXT}, claim=(*CLAIM[:2], "0", *CLAIM[3:])).findings
    assert (finding.rule, finding.field, finding.suggestion) == ("evidence-paragraph", "part", "1")
