"""Pages of the rules for EDTF dates, and for what is computed from them."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="dates")

PAGES: tuple[Page, ...] = (
    _page(
        id="edtf-invalid",
        summary="the text is a date in the EDTF profile",
        why="News says mid-October. EDTF can say exactly that, so that programs can reckon with it; free "
        "words and days that do not exist cannot be reckoned with. docs/dates.md has the whole profile.",
        property="edtf: {}",
        schema="""\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
""",
        bad="""\
event_id,date_edtf
E001,mid-October 2024
E002,2023-02-30
E003,2021-5
""",
        good="""\
event_id,date_edtf
E001,[2024-10-11..2024-10-20]
E002,2023-02-28
E003,2021-05
""",
        fix="Write what the message proposes, if it fits the article. A day is 2024-10-15, a month 2024-10, "
        "about a month 2024-10~, one day out of several [2024-10-11..2024-10-20], what lasted "
        "2021-11/2021-12. Format the column as text, or a spreadsheet makes days of months.",
        waive="No. An unknown date is an empty cell.",
    ),
    _page(
        id="edtf-bounds",
        summary="the stored first and last day are those that the date covers",
        why="Most people who use the records sort and filter by these two days and never read the EDTF text. "
        "If the two disagree, they find the wrong records.",
        property="edtf: {earliest: F, latest: F}",
        schema="""\
fields:
  - name: date_edtf
    type: string
    dateline: {edtf: {earliest: date_earliest, latest: date_latest}}
  - {name: date_earliest, type: date}
  - {name: date_latest, type: date}
""",
        bad="""\
event_id,date_edtf,date_earliest,date_latest
E001,2023-06~,2023-06-01,2023-06-30
""",
        good="""\
event_id,date_edtf,date_earliest,date_latest
E001,2023-06~,2023-05-01,2023-07-31
""",
        fix="Make sure that the EDTF text is what the article says; then write the day that the message "
        "computes from it. Where the date is open on one side, or the cell with the date is empty, the "
        "stored day is empty too.",
        waive="No: the days are computed. If they look wrong to you, the EDTF text says something else than "
        "you mean.",
    ),
    _page(
        id="edtf-precision",
        summary="the stored precision word is the one that the date has",
        why="Whoever needs days leaves out what is known to the month only. A wrong word makes a month pass "
        "for a day.",
        property="edtf: {precision: F}",
        schema="""\
fields:
  - name: date_edtf
    type: string
    dateline: {edtf: {precision: date_precision}}
  - {name: date_precision, type: string}
""",
        bad="""\
event_id,date_edtf,date_precision
E001,2023-09,day
""",
        good="""\
event_id,date_edtf,date_precision
E001,2023-09,month
""",
        fix="Write the word that the message gives; docs/dates.md lists them all. If you know the day, "
        "correct the date instead: the word follows from it.",
        waive="No: the word is computed.",
    ),
)
