"""The page of Markdown: a step's summary, a comment."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.findings import Report, Since
from dateline.render import Options, render
from dateline.render.comment import LONGEST
from render.samples import COMPARED, EVERY_KIND, FORTY, HOSTILE_COMPARED, HOSTILE_REPORT, PLACE, REPORTS

GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HTML = MarkdownIt("commonmark", {"html": True}).enable("table")
LINKED = re.compile(r"@\w|(?<!&)#\d|\bGH-\d|\w://|www\.\w", re.IGNORECASE)
MANY = Report.of(
    [
        *(replace(PLACE, line=n, message="é兵" * 100) for n in range(150)),
        *(replace(PLACE, line=n, severity="warning", rule=f"rule-{n % 5}") for n in range(600)),
    ]
)
UNCUT = Options(limit=1_000)
WHOLE = render(MANY, "markdown", UNCUT).splitlines()


def kinds(page: str) -> tuple[set[str], set[str]]:
    """Return the kinds of blocks and of words that a page has, as a parser sees them."""
    tokens = GFM.parse(page)
    return {token.type for token in tokens}, {
        child.type for token in tokens for child in token.children or ()
    }


@given(REPORTS)
@example(HOSTILE_REPORT)
@settings(deadline=None)
def test_records_bring_no_markup(report: Report) -> None:
    """Headings, tables and lists are ours; in them stand words, bold words and one code span."""
    page = render(report, "markdown")
    blocks, words = kinds(page)
    assert not blocks & {"html_block", "fence", "code_block", "blockquote_open", "hr", "ordered_list_open"}
    assert words <= {"text", "strong_open", "strong_close", "code_inline", "softbreak"}
    assert not LINKED.search(page)
    code = [
        child.content
        for token in GFM.parse(page)
        for child in token.children or ()
        if child.type == "code_inline"
    ]
    assert code in ([], ["dateline explain RULE"])


@given(REPORTS)
@settings(deadline=None)
def test_every_finding_and_every_count_is_an_item(report: Report) -> None:
    """Whatever the texts are, the lists have an item for each finding and for what is not listed."""
    page = render(report, "markdown")
    items = [token for token in GFM.parse(page) if token.type == "list_item_open"]
    listed = {(each.rule, each.severity) for each in report.findings}
    more = [
        kind
        for kind, n in report.totals.items()
        if n > sum((f.rule, f.severity) == kind for f in report.findings)
    ]
    assert len(items) == len(report.findings) + len(more)
    rows = [token for token in GFM.parse(page) if token.type == "tr_open"]
    assert len(rows) == (len(listed | set(more)) + 1 if report.totals else 0)


def test_errors_stand_before_warnings() -> None:
    """What has to be repaired is read first."""
    page = render(EVERY_KIND, "markdown")
    assert page.index("Fix before merge: 5 errors") < page.index("Worth a look: 2 warnings")
    assert "· 1 waived" in page


@given(st.integers(300, 100_000))
@settings(deadline=None, max_examples=30)
def test_page_is_cut_between_lines_and_says_so(size: int) -> None:
    """However little room there is, lines stay whole, and what is left out is counted exactly."""
    page = render(MANY, "markdown", replace(UNCUT, size=size))
    assert len(page.encode()) <= size
    *kept, empty, last = page.splitlines()
    assert kept == WHOLE[: len(kept)]
    said = re.fullmatch(r"\*\*Cut here\*\*: (\d+) errors? and (\d+) warnings? are not on this page; .*", last)
    assert said is not None
    assert empty == ""
    errors, warnings = (sum(words in line for line in kept) for words in ("é兵é兵", "not a place"))
    assert [int(number) for number in said.groups()] == [150 - errors, 600 - warnings]
    assert errors == 150 or warnings == 0


def test_page_that_fits_is_not_cut() -> None:
    """The usual page holds what GitHub shows of a summary, and nothing is said of a cut."""
    assert "Cut here" not in "".join(WHOLE)
    assert Options().size < 1_024_000


def test_comment_is_the_page_within_the_limit_of_a_comment() -> None:
    """A short page is the same; a long one has at most 65,536 characters."""
    assert render(EVERY_KIND, "comment") == render(EVERY_KIND, "markdown")
    long = render(MANY, "comment", UNCUT)
    assert LONGEST - 1_000 < len(long.encode()) <= LONGEST == 65_536
    assert "Cut here" in long


@pytest.mark.parametrize(
    ("report", "sign"),
    [(EVERY_KIND, "❌"), (Report.of([replace(PLACE, severity="warning")]), "🟡"), (Report.of([]), "✅")],
)
def test_first_line_tells_the_verdict(report: Report, sign: str) -> None:
    """A sign says whether something must be repaired, is worth a look, or nothing is wrong."""
    assert render(report, "markdown").startswith(f"### {sign} ")


def test_findings_beyond_the_limit_are_counted_by_rule() -> None:
    """Twenty of a rule are listed, the rest is a number."""
    page = render(FORTY, "markdown")
    assert page.count("\n- datasets/") == 20
    assert "\n- … and 1,204 more\n" in page


@given(COMPARED)
@example(HOSTILE_COMPARED)
@settings(deadline=None)
def test_what_was_there_before_is_folded_away(report: Report) -> None:
    """What is to be fixed is new; the rest stands in one fold, whatever its texts are; both are counted."""
    page = render(report, "markdown", Options(limit=10**6))
    tokens = HTML.parse(page)
    folds = [token.content.strip() for token in tokens if token.type == "html_block"]
    existing = [each for each in report.findings if each.standing != "new"]
    assert [each[:31] for each in folds] == ["<details><summary>There before:", "</details>"][
        : 2 * bool(existing)
    ]
    open_, _, folded = page.partition("<details>")
    for part, findings in ((open_, len(report.findings) - len(existing)), (folded, len(existing))):
        assert sum(token.type == "list_item_open" for token in GFM.parse(part)) == findings


def test_a_change_answers_for_what_is_new() -> None:
    """The sign, the headings and the counts tell new errors from those that were there before."""
    known, new = replace(PLACE, standing="existing"), replace(PLACE, line=99, standing="new")
    report = replace(Report.of([known, new]), since=Since("origin/main", {("place-unknown", "error"): 1}))
    page = render(report, "markdown")
    assert page.startswith("### ❌ 1 new error, 1 existing error · 0 fixed since origin/main\n")
    assert "| place-unknown | error | 1 | 1 |" in page
    assert "#### Fix before merge: 1 new error\n" in page
    assert (
        page.index(":99:17") < page.index("<summary>There before: 1 error</summary>") < page.index(":17:17")
    )
    before = render(replace(report, findings=(known,), since=Since("origin/main", {})), "markdown")
    assert before.startswith("### 🟡 ")
    assert "Fix before merge" not in before


def test_a_page_cut_inside_the_fold_closes_it() -> None:
    """What follows on the page, such as the changes, is not folded away by accident."""
    findings = [replace(PLACE, line=n, standing="existing") for n in range(200)]
    report = replace(Report.of(findings), since=Since("main", {}))
    for size in range(900, 3_000, 50):
        page = render(report, "markdown", replace(UNCUT, size=size))
        assert len(page.encode()) <= size
        assert page.count("<details>") == page.count("</details>")
        assert "**Cut here**" in page
