"""Cited texts and passages, compared with made-up texts."""

from __future__ import annotations

import hashlib

from checks.rows import Rows
from dateline.checks.content import Content
from dateline.checks.evidence import Checked, check_evidence
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
    assert finding.suggestion is None, "one cell written alone would end before it begins"
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


def test_one_wrong_number_is_suggested_alone() -> None:
    """Where only the end is wrong the passage is found by its beginning, and the end is the cell to write."""
    (finding,) = compare({"one.txt": TEXT}, claim=(*CLAIM[:4], str(START + 9), CLAIM[5])).findings
    assert (finding.rule, finding.field) == ("evidence-moved", "to")
    assert finding.suggestion == str(START + len(PASSAGE))


def test_outcomes_are_counted_by_text() -> None:
    """Each passage counts once for its text: it agrees, moved, runs over two paragraphs or is lost."""
    across = ("c1", "a1", "0", "0", str(len(TEXT)), digest(TEXT))
    told = {
        "agrees": compare({"one.txt": TEXT}),
        "moved": compare({"one.txt": "Last week. " + TEXT}),
        "astride": compare({"one.txt": TEXT}, claim=across),
        "lost": compare({"one.txt": TEXT.replace("Nobody", "No one")}),
    }
    assert {word: dict(each.outcomes["one.txt"]) for word, each in told.items()} == {
        word: {word: 1} for word in told
    }
    assert [each.moved for each in told.values()] == [0, 1, 0, 0]


def test_a_passage_that_stands_twice_has_no_one_answer() -> None:
    """Two places are both named, and neither is taken to be the right one."""
    checked = compare({"one.txt": f"First. {PASSAGE}.\n\nThen. {PASSAGE}."})
    finding = next(each for each in checked.findings if each.rule == "evidence-moved")
    assert str(finding.expected).startswith("the passage stands in several places, write the one you mean")
    assert (finding.suggestion, checked.moved, checked.fixes) == (None, 0, [])


def test_what_is_not_compared_is_counted() -> None:
    """A passage without its text, and one with a cell that cannot be read, are not passed over in silence."""
    assert (compare({}).absent, compare({}).unreadable) == (1, 0)
    blank = compare({"one.txt": TEXT}, claim=(*CLAIM[:3], "x", *CLAIM[4:]))
    assert (blank.absent, blank.unreadable, blank.passages) == (0, 1, 0)


NOTES = """
fields:
  - {name: note, type: string}
  - {name: headline, type: string, dateline: {quotes: true}}
  - {name: number, type: integer}
  - {name: list, type: list}
primaryKey: [number]
"""
LONG = "The old ferry lay for nine days in the frozen harbour while the pilot waited for coal."


def notes(*rows: tuple[str, str, str, str], examples: int | None = None) -> Checked:
    """Look for words of one text in rows of notes."""
    table = read_schema(NOTES, "notes.yaml", "notes")
    return check_evidence({"notes": Content(table, Rows(table.names, rows))}, {"one.txt": LONG}, examples)


def test_eight_words_of_a_text_in_any_text_cell_are_found() -> None:
    """Every field that can hold words is searched; the report says where in the text they stand."""
    copied = "THE OLD FERRY lay for nine days, in fact"
    checked = notes((copied, "", "1", ""), ("short", "", "2", copied), ("", "", "3", ""))
    assert [(f.rule, f.severity, f.field, f.key) for f in checked.findings] == [
        ("evidence-copied", "error", "note", "1"),
        ("evidence-copied", "error", "list", "2"),
    ]
    assert checked.findings[0].message == "8 consecutive words stand in one.txt, characters 0 to 34"
    assert "ferry" not in f"{checked.findings[0].message} {checked.findings[0].expected}"


def test_words_may_stand_where_the_schema_says_so() -> None:
    """A field that is marked as holding an article's own words is not searched, whatever stands in it."""
    assert notes(("", LONG, "1", "")).findings == ()


def test_seven_words_of_a_text_are_no_copy() -> None:
    """A record may share a few words with its article."""
    assert notes(("the old ferry lay for nine days", "", "1", "")).findings == ()


def test_copies_beyond_the_examples_are_counted() -> None:
    """However many cells repeat a text, the first are listed and all are counted."""
    checked = notes(*((LONG, "", str(n), "") for n in range(9)), examples=2)
    assert [each.key for each in checked.findings] == ["0", "1"]
    assert dict(checked.more) == {("evidence-copied", "error"): 7}


QUOTING = CLAIMS.replace(
    "hash, type: string}", "hash, type: string}\n  - {name: how, type: string}", 1
).replace("dateline: {", "dateline: {claim: {quoted: {how: [quote, cry]}}, ")


def quoted(how: str, text: str, words: str) -> list[str]:
    """Compare a claim that cites words of a text, and says how they are presented."""
    articles, claims = (
        read_schema(ARTICLES, "articles.yaml", "articles"), read_schema(QUOTING, "claims.yaml", "claims")
    )  # fmt: skip
    start = text.index(words)
    claim = ("c1", "a1", "0", str(start), str(start + len(words)), digest(words), how)
    contents = {
        "articles": Content(articles, Rows(articles.names, [("a1", "one.txt", digest(text), "1")])),
        "claims": Content(claims, Rows(claims.names, [claim])),
    }
    return [
        f"{each.severity} {each.rule} {each.field}"
        for each in check_evidence(contents, {"one.txt": text}).findings
    ]


def test_a_quotation_without_marks_is_a_warning() -> None:
    """What is coded as somebody's words stands in quotation marks; what is not need not."""
    text = "The pilot said: “Nobody saw that.” Coal was short."
    warning = ["warning quote-without-marks how"]
    assert quoted("quote", text, "Coal was short") == warning
    assert quoted("cry", text, "The pilot said") == warning
    assert quoted("quote", text, "Nobody saw that") == []
    assert quoted("outlet", text, "Coal was short") == []
