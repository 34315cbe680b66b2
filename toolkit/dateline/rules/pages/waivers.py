"""Pages of the rules for waivers: findings that stand with a reason."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(
    Page,
    group="datasets",
    severity="warning",
    form="yaml",
    needs="a `waivers.yaml` beside the dataset's `dataset.yaml`",
)

_NO = "No. A waiver cannot be waived."
_SCHEMA = """\
fields:
  - {name: event_id, type: string}
  - {name: n_best, type: integer}
primaryKey: event_id
dateline:
  rules:
    - id: number-looks-high
      sql: n_best <= 1000
      fields: [n_best]
      message: more people than the place has
      severity: warning
"""

PAGES: tuple[Page, ...] = (
    _page(
        id="waiver-unused",
        summary="a waiver covers a finding",
        why="A waiver for a record that passes would hide the next mistake in the same cell.",
        schema=_SCHEMA,
        bad="""\
# waivers.yaml
- rule: number-looks-high
  table: events
  record: E001
  field: n_best
  value_sha256: a176eeb31e601c3877c87c2843a2f584968975269e369d5c86788b4c2f92d2a2
  reason: The article says so twice; it speaks of a whole county.
  by: coder-1

# records/events.csv
event_id,n_best
E001,30
""",
        good="""\
# records/events.csv
event_id,n_best
E001,30
""",
        fix="Delete the entry. If the record got another key, waive its finding anew with `dateline waive`.",
        waive=_NO,
    ),
    _page(
        id="waiver-stale",
        summary="the cell is the one that the waiver was given for",
        why="A reason was found good for one value. Another value may be another mistake.",
        schema=_SCHEMA,
        bad="""\
# waivers.yaml
- rule: number-looks-high
  table: events
  record: E001
  field: n_best
  value_sha256: a176eeb31e601c3877c87c2843a2f584968975269e369d5c86788b4c2f92d2a2
  reason: The article says so twice; it speaks of a whole county.
  by: coder-1

# records/events.csv
event_id,n_best
E001,30000
""",
        good="""\
# waivers.yaml
- rule: number-looks-high
  table: events
  record: E001
  field: n_best
  value_sha256: a176eeb31e601c3877c87c2843a2f584968975269e369d5c86788b4c2f92d2a2
  reason: The article says so twice; it speaks of a whole county.
  by: coder-1

# records/events.csv
event_id,n_best
E001,3000
""",
        fix="Look at the new value. Repair the record, or waive the finding anew with "
        "`dateline waive`; the new entry takes the old one's place.",
        waive=_NO,
    ),
    _page(
        id="waiver-expired",
        summary="the waiver's last day has not passed",
        why="A day was set because somebody was to look at the matter again by then.",
        schema=_SCHEMA,
        bad="""\
# waivers.yaml
- rule: number-looks-high
  table: events
  record: E001
  field: n_best
  value_sha256: a176eeb31e601c3877c87c2843a2f584968975269e369d5c86788b4c2f92d2a2
  reason: The outlet was asked on 2025-01-10.
  by: coder-1
  expires: 2025-03-31

# records/events.csv
event_id,n_best
E001,3000
""",
        good="""\
# waivers.yaml
- rule: number-looks-high
  table: events
  record: E001
  field: n_best
  value_sha256: a176eeb31e601c3877c87c2843a2f584968975269e369d5c86788b4c2f92d2a2
  reason: The outlet confirmed the number in 2025.
  by: coder-1

# records/events.csv
event_id,n_best
E001,3000
""",
        fix="Repair the record, or waive the finding anew with `dateline waive`, with a new reason "
        "and a later day, or none.",
        waive=_NO,
    ),
)
