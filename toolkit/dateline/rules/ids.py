"""The ids of dateline's own rules. An id is stable, and a schema's own rules may not take it.

Each has a page in `dateline.rules.pages`, where it is told how to add one.
"""

from __future__ import annotations


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILES = _ids("""
    blank-header blank-label blank-row duplicate-label encoding-error extra-cell extra-label
    file-changed file-empty file-missing file-unreadable format-error incorrect-label lfs-pointer
    merge-conflict missing-cell missing-label mixed-line-ends nul-byte record-too-long source-error
    stray-quote unclosed-quote wrong-delimiter
""")
"""What can be wrong with a record file itself."""

PACKAGES = _ids("""
    byte-count byte-order-mark compression-error dialect-error field-count hash-count package-error
    resource-error row-count schema-error scheme-error
""")
"""What can be wrong with a Data Package beside its records."""

CELLS = _ids("""
    category code-unknown enum exclusive-maximum exclusive-minimum foreign-key json-schema max-length
    maximum min-length minimum pattern primary-key required type unique unique-key
""")
"""What a Table Schema asks of cells, and of tables together."""

DATES = _ids("edtf-bounds edtf-invalid edtf-precision")
"""What an EDTF date and its companions must be."""

PLACES = _ids("")
"""What must hold of places, and of the records that name them."""

SOURCES = _ids("event-without-claim")
"""What must hold of articles, claims and the sources behind them."""

EVIDENCE = _ids("""
    evidence-copied evidence-hash evidence-moved evidence-order evidence-outside evidence-paragraph
    text-hash text-missing text-paragraphs
""")
"""What must hold between records and the texts they cite."""

PEOPLE = _ids("")
"""What keeps people from harm."""

DATASETS = _ids("too-few-records too-many-records")
"""What a dataset expects as a whole."""

RELEASES = _ids("""
    data-unlisted file-unlisted frictionless-failed frictionless-warning parquet-differs path-refused
    release-differs sums-unreadable
""")
"""What a published release is held to when it is verified; beside them, frictionless's own errors."""

GROUPS = {
    "files": FILES,
    "packages": PACKAGES,
    "cells": CELLS,
    "dates": DATES,
    "places": PLACES,
    "sources": SOURCES,
    "evidence": EVIDENCE,
    "people": PEOPLE,
    "datasets": DATASETS,
    "releases": RELEASES,
}
"""Every rule in its group, in the order in which groups are listed."""

OWN = frozenset().union(*GROUPS.values())
