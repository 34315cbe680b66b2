"""Pages of the rules for ids as promises, and for the ledger of changes."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="datasets", severity="error", form="yaml")

_LEDGER = "a `changes.yaml` beside the dataset's `dataset.yaml`"
_SINCE = "an earlier state: `dateline check --since`"
_NO = "No: the ledger is where the reason belongs."
_SCHEMA = """\
fields:
  - {name: event_id, type: string}
primaryKey: event_id
"""

PAGES: tuple[Page, ...] = (
    _page(
        id="id-vanished",
        summary="a record that was there before is still there, or the ledger says what became of it",
        why="Somebody cited it. A citation that leads nowhere, and a count that shrank without a word, "
        "cost a dataset more trust than a retraction does.",
        needs=_SINCE,
        property="primaryKey: F",
        schema=_SCHEMA,
        bad="""\
# earlier/records/events.csv
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed

# records/events.csv
event_id,summary
E001,a checkpoint was set up
""",
        good="""\
# earlier/records/events.csv
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed

# changes.yaml
- table: events
  record: E002
  change: retracted
  reason: The outlet withdrew its report.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a checkpoint was set up
""",
        fix="If the record was lost, bring it back; if it got another key, give it its old one. If it is to "
        "go, write down why: `dateline retract events/E002 --gone --reason …`, or `dateline merge` where "
        "another record takes its place. Without `--gone` these commands take the record out, too.",
        waive=_NO,
    ),
    _page(
        id="id-reused",
        summary="no record has the id of one that was retracted, merged or split",
        why="Whoever cited the old record would be led to the new one, and would not notice.",
        needs=_LEDGER,
        property="primaryKey: F",
        schema=_SCHEMA,
        bad="""\
# changes.yaml
- table: events
  record: E002
  change: retracted
  reason: The outlet withdrew its report.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a checkpoint was set up
E002,a school was opened
""",
        good="""\
# changes.yaml
- table: events
  record: E002
  change: retracted
  reason: The outlet withdrew its report.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a checkpoint was set up
E003,a school was opened
""",
        fix="Give the new record an id that none ever had. If it is the old record, ended by mistake and "
        "brought back before it was published, delete its entry.",
        waive=_NO,
    ),
    _page(
        id="successor-unknown",
        summary="a record that another was merged or split into is there, or has an entry of its own",
        why="The entry is what leads from an old citation to the record that is meant.",
        needs=_LEDGER,
        schema=_SCHEMA,
        bad="""\
# changes.yaml
- table: events
  record: E002
  change: merged
  into: [E010]
  reason: Both outlets told of the same closure.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a market hall was closed
""",
        good="""\
# changes.yaml
- table: events
  record: E002
  change: merged
  into: [E001]
  reason: Both outlets told of the same closure.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a market hall was closed
""",
        fix="Correct the id under `into`. If that record was itself merged later, write an entry for it: "
        "chains are followed.",
        waive=_NO,
    ),
    _page(
        id="corrected-unknown",
        summary="a record that an entry says was corrected is there, or was ended later",
        why="An entry for a mistyped id explains nothing, and the change that it was meant for goes without.",
        needs=_LEDGER,
        schema=_SCHEMA,
        bad="""\
# changes.yaml
- table: events
  record: E010
  change: corrected
  reason: The outlet corrected the day.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a market hall was closed
""",
        good="""\
# changes.yaml
- table: events
  record: E001
  change: corrected
  reason: The outlet corrected the day.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,summary
E001,a market hall was closed
""",
        fix="Correct the id of the entry.",
        waive=_NO,
    ),
    _page(
        id="change-unexplained",
        summary="a record that was changed has an entry that says why, where the dataset asks for it",
        why="Readers compare versions. A value that is another one today, and nobody says why, looks like a "
        "slip or worse.",
        needs=_SINCE,
        property="ledger: {corrections: true}",
        schema=_SCHEMA,
        bad="""\
ledger: {corrections: true}

# earlier/records/events.csv
event_id,day
E001,2024-10-15

# records/events.csv
event_id,day
E001,2024-10-16
""",
        good="""\
ledger: {corrections: true}

# earlier/records/events.csv
event_id,day
E001,2024-10-15

# changes.yaml
- table: events
  record: E001
  change: corrected
  reason: The outlet corrected the day.
  by: coder-1
  date: 2025-03-31

# records/events.csv
event_id,day
E001,2024-10-16
""",
        fix="Write down why: `dateline correct events/E001 --reason …`. A reference that followed a merged "
        "record needs no entry, nor does a record that others were merged into.",
        waive=_NO,
    ),
)
