"""Pages of the rules for what a dataset expects as a whole."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="datasets", form="yaml")

PAGES: tuple[Page, ...] = (
    _page(
        id="too-few-records",
        summary="a table has at least as many records as the dataset expects",
        why="A file that fell out of a pattern or a bad merge loses records without breaking any of them. "
        "The count notices.",
        property="expectations: [{table: …, rows: {minimum: …}}]",
        bad="""\
expectations:
  - {table: events, rows: {minimum: 2}}

# records/events.csv
event_id,summary
E001,a checkpoint was set up
""",
        good="""\
expectations:
  - {table: events, rows: {minimum: 2}}

# records/events.csv
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed
""",
        fix="Look for what is gone: `git log --stat` shows which files shrank, `path:` in `dataset.yaml` "
        "which are read. If records were rightly removed, lower the minimum in the same change.",
        waive="No: a minimum that does not hold warns of nothing.",
    ),
    _page(
        id="too-many-records",
        severity="warning",
        summary="a table has at most as many records as the dataset expects",
        why="Records that come in twice, from two files, say, look sound one by one.",
        property="expectations: [{table: …, rows: {maximum: …}}]",
        bad="""\
expectations:
  - {table: events, rows: {maximum: 1}}

# records/events.csv
event_id,summary
E001,a checkpoint was set up
E002,a checkpoint was set up
""",
        good="""\
expectations:
  - {table: events, rows: {maximum: 1}}

# records/events.csv
event_id,summary
E001,a checkpoint was set up
""",
        fix="Look for records that say the same under two keys. If the dataset has grown, raise the maximum.",
        waive="Yes, until somebody has looked; then raise the maximum.",
    ),
    _page(
        id="too-few-filled",
        summary="as large a share of a field's cells has a value as the dataset expects",
        why="A column that lost its values, through a renamed header or a bad join, is sound cell by cell: "
        "an "
        "empty cell breaks nothing.",
        property="expectations: [{table: …, field: F, filled: {minimum: …}}]",
        bad="""\
expectations:
  - {table: events, field: place, filled: {minimum: 0.9}}

# records/events.csv
event_id,place
E001,kp-10
E002,
""",
        good="""\
expectations:
  - {table: events, field: place, filled: {minimum: 0.9}}

# records/events.csv
event_id,place
E001,kp-10
E002,kp-09
""",
        fix="Look for records whose cells were filled once: the last change of the file shows them. If more "
        "is "
        "unknown than was thought, lower the share in the same change.",
        waive="No: lower the minimum instead, and say why in the change.",
    ),
    _page(
        id="too-many-filled",
        severity="warning",
        summary="no larger a share of a field's cells has a value than the dataset expects",
        why="A field for exceptions that is filled everywhere is used for something else, or was filled "
        "down by "
        "a spreadsheet.",
        property="expectations: [{table: …, field: F, filled: {maximum: …}}]",
        bad="""\
expectations:
  - {table: events, field: end, filled: {maximum: 0.5}}

# records/events.csv
event_id,end
E001,2024-10-20
E002,2024-10-20
""",
        good="""\
expectations:
  - {table: events, field: end, filled: {maximum: 0.5}}

# records/events.csv
event_id,end
E001,2024-10-20
E002,
""",
        fix="Compare a few of the cells with their articles. If all are right, raise the share.",
        waive="Yes, until somebody has looked; then raise the maximum.",
    ),
    _page(
        id="too-few-values",
        summary="a field has at least as many different values as the dataset expects",
        why="A column in which one value was filled down, or all codes became the first of the list, is "
        "sound "
        "cell by cell.",
        property="expectations: [{table: …, field: F, distinct: {minimum: …}}]",
        bad="""\
expectations:
  - {table: events, field: type, distinct: {minimum: 2}}

# records/events.csv
event_id,type
E001,arrest
E002,arrest
""",
        good="""\
expectations:
  - {table: events, field: type, distinct: {minimum: 2}}

# records/events.csv
event_id,type
E001,arrest
E002,patrol_order
""",
        fix="Look at what the field was before. If the values were rightly joined, lower the minimum.",
        waive="No: a minimum that does not hold warns of nothing.",
    ),
    _page(
        id="too-many-values",
        severity="warning",
        summary="a field has no more different values than the dataset expects",
        why="A field of a few words that suddenly has many is spelled in several ways, or holds free text.",
        property="expectations: [{table: …, field: F, distinct: {maximum: …}}]",
        bad="""\
expectations:
  - {table: events, field: outlet, distinct: {maximum: 1}}

# records/events.csv
event_id,outlet
E001,Daily NK
E002,DailyNK
""",
        good="""\
expectations:
  - {table: events, field: outlet, distinct: {maximum: 1}}

# records/events.csv
event_id,outlet
E001,Daily NK
E002,Daily NK
""",
        fix="List the values, the rare ones first. If all are meant, raise the maximum.",
        waive="Yes, until somebody has looked; then raise the maximum.",
    ),
    _page(
        id="records-stale",
        severity="error or warning",
        summary="the newest date of a field is as recent as the dataset expects",
        why="A dataset that is thought to go on and has stopped is believed longer than it should be.",
        property="expectations: [{table: …, field: F, newest: {within: P1Y, of: …}}]",
        bad="""\
coverage: {temporal: 2020/2024-12}
expectations:
  - {table: events, field: day, newest: {within: P1Y}}

# records/events.csv
event_id,day
E001,2023-10-15
""",
        good="""\
coverage: {temporal: 2020/2024-12}
expectations:
  - {table: events, field: day, newest: {within: P1Y}}

# records/events.csv
event_id,day
E001,2024-10-15
""",
        schema="""\
fields:
  - {name: day, type: date}
""",
        fix="Add what is newer, or say in `coverage` where the records end. What is counted from `today` is "
        "a "
        "warning always, because the same records will be stale some day.",
        waive="Yes, for a pause that has an end: until the day of it.",
    ),
    _page(
        id="group-too-small",
        summary="each group of rows has as many as the dataset expects",
        why="Some things come in a fixed number: an event has one main place, a claim one source at least. "
        "Where a row is missing, every row that is there is sound.",
        property="expectations: [{table: …, group: [F], count: {minimum: …}, where: SQL}]",
        bad="""\
expectations:
  - {table: event_places, group: [event_id], where: "role = 'main'", count: {minimum: 1}}

# records/event_places.csv
event_id,place_id,role
E001,hyesan,also
E001,kp-10,also
""",
        good="""\
expectations:
  - {table: event_places, group: [event_id], where: "role = 'main'", count: {minimum: 1}}

# records/event_places.csv
event_id,place_id,role
E001,hyesan,also
E001,kp-10,main
""",
        fix="Add the row that is missing, or correct the one that is not counted. Where the group's fields "
        "are a "
        "foreign key, a record that it leads to and that has no row at all is found in its own table.",
        waive="Yes, for a group that really is an exception; say why.",
    ),
    _page(
        id="group-too-large",
        severity="error or warning",
        summary="no group of rows has more than the dataset expects",
        why="A second main place makes a join count its event twice.",
        property="expectations: [{table: …, group: [F], count: {maximum: …}, where: SQL}]",
        bad="""\
expectations:
  - {table: event_places, group: [event_id], where: "role = 'main'", count: {maximum: 1}}

# records/event_places.csv
event_id,place_id,role
E001,hyesan,main
E001,kp-10,main
""",
        good="""\
expectations:
  - {table: event_places, group: [event_id], where: "role = 'main'", count: {maximum: 1}}

# records/event_places.csv
event_id,place_id,role
E001,hyesan,also
E001,kp-10,main
""",
        fix="Decide which rows are right; the rows from the first beyond the limit on are pointed at.",
        waive="Yes, for a group that really is an exception; say why.",
    ),
    _page(
        id="sequence-broken",
        summary="the numbers of each group are 1, 2, 3 and so on, each once",
        why="A gap in a chain of sources is a voice that was lost; a number that stands twice leaves open "
        "who "
        "told whom.",
        property="expectations: [{table: …, group: [F], sequence: F}]",
        bad="""\
expectations:
  - {table: claim_sources, group: [claim_id], sequence: position}

# records/claim_sources.csv
claim_id,position
C001,1
C001,3
""",
        good="""\
expectations:
  - {table: claim_sources, group: [claim_id], sequence: position}

# records/claim_sources.csv
claim_id,position
C001,1
C001,2
""",
        schema="""\
# schemas/claim_sources.yaml
fields:
  - {name: position, type: integer}
""",
        fix="Add the row that is missing, or number the rows anew.",
        waive="No: the order of the rows is what the numbers are for.",
    ),
)
