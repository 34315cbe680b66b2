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
from render.samples import EVERY_KIND, FORTY, HOSTILE_REPORT, PLACE, REPORTS

GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])
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


def test_what_is_new_is_marked_and_counted() -> None:
    """Where records were compared with an earlier state, new findings come first in their rule's list."""
    known, new = replace(PLACE, standing="existing"), replace(PLACE, line=99, standing="new")
    report = replace(Report.of([known, new]), since=Since("origin/main", {("place-unknown", "error"): 1}))
    page = render(report, "markdown")
    assert "#### Fix before merge: 2 errors, 1 new\n" in page
    items = [line for line in page.splitlines() if line.startswith("- ")]
    assert [item.startswith("- **new** ") for item in items] == [True, False]
    assert ":99:17" in items[0]
