"""Pages of the rules for dates as printed, and for clock times."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="dates")

_PHRASE = """\
fields:
  - {name: date_text, type: string, dateline: {phrase: {date: date_edtf}}}
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
"""
_SAID = """\
# schemas/claims.yaml
fields:
  - {name: date_text, type: string, dateline: {phrase: {date: date_edtf}}}
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
foreignKeys: [{fields: [article_id], reference: {resource: articles, fields: [article_id]}}]
dateline: {claim: {}}
# schemas/articles.yaml
primaryKey: [article_id]
fields:
  - {name: published_edtf, type: string, dateline: {edtf: {}}}
dateline: {article: {published: published_edtf}}
"""
_NOTED = """\
# records/claims.csv
claim_id,article_id,date_text,date_edtf
C001,A001,Yesterday,{}

# records/articles.csv
article_id,published_edtf
A001,{}
"""
_CLOCK = """\
fields:
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
dateline: {event: {date: date_edtf, time: time_local, timezone: timezone}}
"""
_HEAD = "event_id,date_edtf,time_local,timezone\n"

PAGES: tuple[Page, ...] = (
    _page(
        id="weekday-differs",
        summary="the date falls on the weekday that the phrase names",
        why="A weekday is the one check on a day that the article itself gives.",
        property="phrase: {date: F}",
        schema=_PHRASE,
        bad="claim_id,date_text,date_edtf\nC001,on Thursday,2021-11-12\n",
        good="claim_id,date_text,date_edtf\nC001,on Thursday,2021-11-11\n",
        fix="Count again from the day of the statement. If the article itself is wrong, code what it states.",
        waive="Yes, where the article names the wrong weekday: say so.",
    ),
    _page(
        id="first-of-month",
        severity="warning",
        summary="a phrase that names a month and no day is not the first of it",
        why="A spreadsheet makes 1 June of June. A false day is worse than an honest month.",
        property="phrase: {date: F}",
        schema=_PHRASE,
        bad="claim_id,date_text,date_edtf\nC001,in June,2023-06-01\n",
        good="claim_id,date_text,date_edtf\nC001,in June,2023-06\n",
        fix="Write the month.",
        waive="Where another passage gives the day: then cite that.",
    ),
    _page(
        id="phrase-convention",
        summary="early, mid and late stand for their fixed days",
        why="Two people who code mid-October must write the same: days 1-10, 11-20 and 21 to the end of a "
        "month; January to March, April to September and October to December of a year.",
        property="phrase: {date: F}",
        schema=_PHRASE,
        bad="claim_id,date_text,date_edtf\nC001,mid-October,[2024-10-10..2024-10-19]\n",
        good="claim_id,date_text,date_edtf\nC001,mid-October,[2024-10-11..2024-10-20]\n",
        fix="Write the window that is proposed.",
        waive="No. What is known better stands with the event.",
    ),
    _page(
        id="phrase-without-anchor",
        summary="a phrase counted from the day on which it was said has that day",
        why="Nobody can check what yesterday was without the day of the statement or of publication.",
        property="phrase: {date: F}",
        needs="articles, and sources where there are any, all of them readable",
        schema=_SAID,
        bad=_NOTED.format("2023-09-18", "2023-09"),
        good=_NOTED.format("2023-09-18", "2023-09-19"),
        fix="Give the date of the statement, or the day on which the article or another edition appeared. A "
        "window is enough where the phrase means the same from all of its days.",
        waive="Where the anchor is known and cannot be given: with the reason.",
    ),
    _page(
        id="phrase-without-year",
        summary="where a phrase names no year, it is said where the year comes from",
        why="Nov. 3 is a day in every year. The year was taken from an address, a page, another edition: "
        "readers must know from which.",
        property="phrase: {date: F, year_basis: F}",
        schema="""\
fields:
  - {name: date_text, type: string, dateline: {phrase: {date: date_edtf, year_basis: year_basis}}}
  - {name: date_edtf, type: string, dateline: {edtf: {}}}
""",
        bad="claim_id,date_text,date_edtf,year_basis\nC001,Nov. 3,2021-11-03,\n",
        good="claim_id,date_text,date_edtf,year_basis\nC001,Nov. 3,2021-11-03,url\n",
        fix="Fill in the basis of the year. Where the row has no field for it, that of its event counts.",
        waive="No.",
    ),
    _page(
        id="phrase-date-differs",
        severity="warning",
        summary="the date is one that the phrase means",
        why="Where the phrase can be read, the date follows from it: by itself, or counted from the "
        "statements and the editions of its article.",
        property="phrase: {date: F}",
        needs="articles and sources, where the phrase is counted from a day",
        schema=_SAID,
        bad=_NOTED.format("2023-09-17", "2023-09-19"),
        good=_NOTED.format("2023-09-18", "2023-09-19"),
        fix="Write the date that is proposed, or correct the day from which it was counted. English phrases "
        "only; one with a word that is not understood is not read. The year of one without a year is yours.",
        waive="Yes, where the article makes clear that it means something else: say so.",
    ),
    _page(
        id="time-without-day",
        summary="a clock time stands with a date that is a day",
        why="Nine o'clock of a month is no moment.",
        property="event: {date: F, time: F}",
        schema=_CLOCK,
        bad=_HEAD + "E001,2018-01,09:00,Asia/Pyongyang\n",
        good=_HEAD + "E001,2018-01-20,09:00,Asia/Pyongyang\n",
        fix="Give the day, or leave the time out.",
        waive="No.",
    ),
    _page(
        id="time-without-zone",
        summary="a clock time stands with its zone",
        why="The same clock time is another moment in each zone.",
        property="event: {time: F, timezone: F}",
        schema=_CLOCK,
        bad=_HEAD + "E001,2018-01-20,09:00,\n",
        good=_HEAD + "E001,2018-01-20,09:00,Asia/Pyongyang\n",
        fix="Name the zone of the place where the clock stood.",
        waive="No.",
    ),
    _page(
        id="zone-unknown",
        summary="a zone has a name of the IANA database",
        why="Zones are named, as offsets change: Pyongyang stood at +08:30 from 2015-08-15 to 2018-05-04.",
        property="event: {timezone: F}",
        schema=_CLOCK,
        bad=_HEAD + "E001,2018-01-20,09:00,KST\n",
        good=_HEAD + "E001,2018-01-20,09:00,Asia/Pyongyang\n",
        fix="Write the name as the database has it, capital letters included.",
        waive="No.",
    ),
    _page(
        id="time-skipped",
        summary="clocks showed the time on that day in its zone",
        why="Where clocks are set forward, an hour is missing: a time in it is wrong, or of another zone.",
        property="event: {date: F, time: F, timezone: F}",
        schema=_CLOCK,
        bad=_HEAD + "E001,2018-05-04,23:45,Asia/Pyongyang\n",
        good=_HEAD + "E001,2018-05-04,23:15,Asia/Pyongyang\n",
        fix="Look at day, time and zone again.",
        waive="No.",
    ),
    _page(
        id="time-ambiguous",
        severity="warning",
        summary="clocks showed the time only once on that day in its zone",
        why="Where clocks are set back, an hour comes twice.",
        property="event: {date: F, time: F, timezone: F, offset: F}",
        schema=_CLOCK,
        bad=_HEAD + "E001,2015-08-14,23:45,Asia/Pyongyang\n",
        good=_HEAD + "E001,2015-08-14,23:15,Asia/Pyongyang\n",
        fix="If the table has a field for the offset from UTC, give it; else say in a note which is meant.",
        waive="Yes, where nobody knows which is meant.",
    ),
    _page(
        id="offset-differs",
        summary="a stored offset from UTC is the one that the zone had on that day",
        why="A table of offsets learnt by heart is wrong for some years.",
        property="event: {date: F, time: F, timezone: F, offset: F}",
        schema=_CLOCK.replace("timezone: timezone", "timezone: timezone, offset: utc_offset"),
        bad=_HEAD.replace("\n", ",utc_offset\n") + "E001,2018-01-20,09:00,Asia/Pyongyang,+09:00\n",
        good=_HEAD.replace("\n", ",utc_offset\n") + "E001,2018-01-20,09:00,Asia/Pyongyang,+08:30\n",
        fix="Write the offset that is proposed.",
        waive="No.",
    ),
)
