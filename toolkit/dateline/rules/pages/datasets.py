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
)
