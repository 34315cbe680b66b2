"""The task: a table of events, the two tables it refers to, and the 32 rules that all contestants check.

Rules are named as Table Schema names its constraints, with the field they are about:
"enum country". Two compare dates of a row: "ends-before-it-begins", "published-before-event".
Only the standard library is used, so that every contestant can import it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = 3_000
ROWS_AN_ARTICLE = 5

PRECISIONS = ["day", "week", "month", "quarter", "year"]
TYPES = [
    *["airstrike", "shelling", "arrest", "protest", "displacement", "looting", "siege", "ambush"],
    *["kidnapping", "explosion", "property-damage", "other"],
]
ACTORS = [
    f"actor-{name}"
    for name in (
        *["army", "police", "militia-a", "militia-b", "rebels", "civilians", "unknown", "foreign-force"],
        *["border-guard", "navy", "air-force", "intelligence", "court", "mayor", "company", "ngo"],
        *["un-mission", "clan-x", "clan-y", "other"],
    )
]
REGIONS = [f"Region {n:02d}" for n in range(1, 25)]
USED_COUNTRIES = ["UA", "SY", "YE", "SD", "MM", "ET", "ML", "NG"]
COUNTRIES = sorted(
    {*USED_COUNTRIES, *(a + b for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWX")}
)  # as many as ISO 3166 has, near enough
EVENT_ID = r"^evt-[0-9]{9}$"
URL = r"^https?://[a-z0-9.-]+/[a-z0-9/._-]+$"
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2026, 12, 31)
MOST_PERSONS = 1_000_000
LONGEST_NOTE = 200

COLUMNS = [
    *["event_id", "article_id", "event_date", "event_date_end", "date_precision", "place_id", "admin1"],
    *["country", "event_type", "actor", "source_url", "published_date", "persons_affected", "note"],
]
DATES = ["event_date", "event_date_end", "published_date"]
NUMBERS = ["persons_affected"]
OPTIONAL = ["event_date_end", "persons_affected", "note"]
ENUMS = {
    "date_precision": PRECISIONS,
    "admin1": REGIONS,
    "country": COUNTRIES,
    "event_type": TYPES,
    "actor": ACTORS,
}
PATTERNS = {"event_id": EVENT_ID, "source_url": URL}
KEYS = {"place_id": "places", "article_id": "articles"}
ORDERS = {
    "ends-before-it-begins event_date_end": ("event_date_end", "event_date"),
    "published-before-event published_date": ("published_date", "event_date"),
}
"""Rule → the field that may not be before the other; it holds where one of them is empty."""

RULES = [
    *(f"type {name}" for name in DATES + NUMBERS),
    *(f"required {name}" for name in COLUMNS if name not in OPTIONAL),
    *(f"enum {name}" for name in ENUMS),
    *(f"pattern {name}" for name in PATTERNS),
    *(f"foreign-key {name}" for name in KEYS),
    *(f"range {name}" for name in DATES + NUMBERS),
    "maxLength note",
    *ORDERS,
    "unique event_id",
]


def _field(name: str) -> dict[str, object]:
    type_ = "date" if name in DATES else "integer" if name in NUMBERS else "string"
    constraints: dict[str, object] = {} if name in OPTIONAL else {"required": True}
    if name in ENUMS:
        constraints["enum"] = ENUMS[name]
    if name in PATTERNS:
        constraints["pattern"] = PATTERNS[name]
    if name in DATES:
        constraints |= {"minimum": f"{FIRST_DAY}", "maximum": f"{LAST_DAY}"}
    if name in NUMBERS:
        constraints |= {"minimum": 0, "maximum": MOST_PERSONS}
    if name == "note":
        constraints["maxLength"] = LONGEST_NOTE
    return {"name": name, "type": type_, "constraints": constraints}


def schemas() -> dict[str, dict[str, object]]:
    """Return the Table Schema of each table; only the events have rules."""
    rules = [
        {
            "id": rule.split()[0],
            "sql": f"{later} >= {earlier}",
            "fields": [later],
            "message": f"{later} is before {earlier}",
        }
        for rule, (later, earlier) in ORDERS.items()
    ]
    references = [
        {"fields": [name], "reference": {"resource": table, "fields": [name]}} for name, table in KEYS.items()
    ]
    strings = {"places": ["place_id", "name", "admin1", "country"], "articles": ["article_id", "title"]}
    plain = {
        table: {"fields": [{"name": name, "type": "string"} for name in names]}
        for table, names in strings.items()
    }
    events = {
        "fields": [_field(name) for name in COLUMNS],
        "primaryKey": ["event_id"],
        "foreignKeys": references,
        "dateline": {"rules": rules},
    }
    return {"events": events, **plain}


def records(project: str) -> Path:
    """Return the folder of a project's record files."""
    return Path(project) / "datasets" / "bench" / "records"


Found = dict[str, list[int]]
"""Rule → how many cells break it, and the sum of their rows' indexes, counted from 0."""


def found(cells: Iterable[tuple[int, str]]) -> Found:
    """Sum up failing cells, each a row's index and a rule."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, rule in cells:
        sums[rule][0] += 1
        sums[rule][1] += row
    return dict(sums)


def tell(result: Found) -> None:
    """Print what a contestant found, for the runner."""
    sys.stdout.write(json.dumps(result, sort_keys=True) + "\n")
