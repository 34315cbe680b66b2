"""Findings and hostile texts that the tests of the formats share."""

from collections import Counter
from dataclasses import fields, replace

from hypothesis import strategies as st

from dateline.findings import Finding, Report, Since, Waived

FILE = "datasets/harbour/records/a001/events.csv"
PLACE = Finding(
    rule="place-unknown",
    severity="error",
    message="'hyesahn' is not a place in the gazetteer",
    table="events",
    field="place_id",
    file=FILE,
    row=17,
    line=17,
    column=17,
    field_number=3,
    key="E052",
    value="hyesahn",
    expected="Hyesan, Ryanggang, 혜산시",
    suggestion="hyesan",
    snippet="E052,2024-10-15,hyesahn,adm2,reported",
)
EVERY_KIND = Report.of(
    [
        PLACE,
        Finding(
            rule="type",
            severity="error",
            message="'2024-02-30' is not a date",
            table="events",
            field="date_earliest",
            file=FILE,
            row=3,
            line=4,
            column=13,
            field_number=2,
            key="E002",
            value="2024-02-30",
            expected="a date like 2024-02-29",
            snippet='E002,"兵士 \t雲",2024-02-30,' + "A long summary, " * 12,
        ),
        Finding(
            rule="missing-label",
            severity="error",
            message="the header has no column 'place_id'",
            table="claims",
            field="place_id",
            file="datasets/harbour/records/a001/claims.csv",
            row=1,
            line=1,
            column=10,
            snippet="claim_id,plaec_id,note",
            value="plaec_id",
            suggestion="place_id",
        ),
        Finding(
            rule="end-before-start",
            severity="warning",
            message="the event ends before it begins",
            table="events",
            field="end_date",
            file=FILE,
            row=1_203,
            line=1_209,
            column=18,
            key="E1201",
            value="2021-11-03",
            expected="swap the two dates, or leave end_date empty",
            snippet="E1201,2021-11-04,2021-11-03",
        ),
        Finding(
            rule="foreign-key",
            severity="error",
            message="no row of places has the key 'nampo'",
            table="events",
            field="place_id",
            file="build/events.parquet",
            row=12,
            key="E012",
            value="nampo",
        ),
        Finding(
            rule="rows-minimum",
            severity="warning",
            message="claims has 12 rows, fewer than 60",
            table="claims",
            expected="at least 60 rows",
        ),
        Finding(rule="tombstone-missing", severity="error", message="E0031 was released and is gone"),
    ],
    records={"events": 1_203, "claims": 12, "places": 3},
    notes=["compared 14 cited passages with 5 texts"],
    waived=[Waived(replace(PLACE, row=18, line=18, key="E053"), "It is spelled so in the article.")],
)

FORTY = Report.of(
    [replace(PLACE, line=n, row=n, key=f"E{n:03}") for n in range(2, 42)],
    more={("place-unknown", "error"): 1_184},
    records={"events": 5_000},
)

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J",
    "\r overwritten",
    "two\nlines\r\nthree\u2028four\u2029five\x85six\x0bseven\x0ceight",
    "::error file=x,line=1::made up",
    "  \u00a0::stop-commands::x",
    "see ##[error]made up and ##vso[task.complete] and ###[x]",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u061c\u200e\u200f",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164\u115f\ufe0f\U000e0041\U000e0100",
    "\ud800 half a pair \udcff",
    "\ufdd0\uffff\U0010ffff \ue000",
    "a" + "\u0301" * 40,
    "| cell | `code` <script>alert(1)</script> **bold** _it_ [link](https://example.org) ![i](x) ~~s~~ $x$",
    "@someone #12 GH-7 www.example.org https://example.org someone@example.org :tada: &lt; <!-- x -->",
    "[markup]red[/markup] [/] [bold",
    "# heading",
    "1. list",
    "- item",
    "> quote",
    "=====",
    "    code",
    "=HYPERLINK(1)",
    "%0A::error::x",
    '"><img src=x onerror=alert(1)>',
    "\x00\x07\x08\x7f",
    "",
    " ",
    "…",
    "\\u202e \\x1b",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.text(st.sampled_from("#:[]` \\*_<>|@&\x1b\u202e\u0301\ud800\n\r\t-+=1.)/wGH兵한a")),
)

TEXT_MEMBERS = [
    f.name for f in fields(Finding) if isinstance(getattr(PLACE, f.name), str) and f.name != "severity"
]
HOSTILE_REPORT = Report.of(
    [replace(PLACE, **dict.fromkeys(TEXT_MEMBERS, text)) for text in HOSTILE],
    records=dict.fromkeys(HOSTILE, 1),
    notes=HOSTILE,
    waived=[Waived(replace(PLACE, **dict.fromkeys(TEXT_MEMBERS, text)), text) for text in HOSTILE],
)

SOMETIMES = st.one_of(st.none(), TEXTS)
NUMBERS = st.one_of(st.none(), st.integers(1, 200))
SEVERITY = st.sampled_from(["error", "warning"])
FINDINGS = st.builds(
    Finding, rule=TEXTS, severity=SEVERITY, message=TEXTS, table=SOMETIMES,
    field=SOMETIMES, file=SOMETIMES, row=NUMBERS, line=NUMBERS, column=NUMBERS, field_number=NUMBERS,
    key=SOMETIMES, value=SOMETIMES, expected=SOMETIMES, suggestion=SOMETIMES, snippet=SOMETIMES,
)  # fmt: skip
REPORTS = st.builds(
    Report.of,
    st.lists(FINDINGS, max_size=4),
    more=st.dictionaries(st.tuples(TEXTS, SEVERITY), st.integers(1, 2_000), max_size=2),
    records=st.dictionaries(TEXTS, st.integers(0, 9), max_size=2),
    notes=st.lists(TEXTS, max_size=2),
    waived=st.lists(st.builds(Waived, FINDINGS, TEXTS), max_size=2),
)
"""Reports with anything in every text."""


def beside(report: Report) -> Report:
    """Return a report beside an earlier state: every second finding is new."""
    found = [replace(each, standing=("new", "existing")[n % 2]) for n, each in enumerate(report.findings)]
    new = Counter((each.rule, each.severity) for each in found if each.standing == "new")
    since = Since(HOSTILE[0], dict(new), tuple(found), len(found))
    return replace(Report.of(found, notes=report.notes, waived=report.waived), since=since)


COMPARED = st.builds(beside, REPORTS)
"""Reports beside an earlier state."""
HOSTILE_COMPARED = beside(HOSTILE_REPORT)
