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
    maximum min-length minimum not-nfc pattern primary-key required stray-space type unique unique-key
""")
"""What a Table Schema asks of cells and of tables together, and how a dataset's cells are written."""

DATES = _ids("""
    date-after-publication date-long-before-publication dates-out-of-order edtf-bounds edtf-invalid
    edtf-precision end-before-start first-of-month numbers-out-of-order offset-differs once-but-interval
    part-outside-whole phrase-convention phrase-date-differs phrase-without-anchor phrase-without-year
    sequence-reversed statement-before-event time-ambiguous time-skipped time-without-day
    time-without-zone weekday-differs zone-unknown
""")
"""What an EDTF date and its companions must be, and what must be in order."""

PLACES = _ids("""
    event-main-place event-place-differs gazetteer-parent-cycle gazetteer-repeated gazetteer-shape
    place-code-differs place-code-form place-code-unknown place-elsewhere place-from-source
    place-has-no-point place-key place-name-ambiguous place-name-differs place-name-unknown place-not-then
    place-parent-country place-precision place-unidentified place-unknown point-outside-country
    point-outside-province
""")
"""What must hold of places, and of the records that name them."""

SOURCES = _ids("""
    archive-missing archive-of-other-page chain-against-via chain-depth chain-end chain-positions
    claim-without-chain claims-disagree claims-of-uncoded coded-without-claims contested-without-dispute
    corroboration-differs date-from-uncertain-claim duplicate-without-parent event-without-claim
    likely-duplicate more-sources-than-people number-from-uncertain-claim original-found
    original-missing parent-circle published-before-statement quotation-without-speaker
    republisher-missing source-of-other-article url-host-unknown url-invalid url-not-canonical
    via-circle via-other-article
""")
"""What must hold of articles, claims and the sources behind them."""

EVIDENCE = _ids("""
    evidence-copied evidence-hash evidence-moved evidence-order evidence-outside evidence-paragraph
    quote-without-marks text-hash text-missing text-paragraphs
""")
"""What must hold between records and the texts they cite."""

PEOPLE = _ids("""
    coarsened-in-detail few-alike person-in-detail personal-identifier private-name private-person
    unit-place-day withheld-record
""")
"""What keeps people from harm."""

DATASETS = _ids("""
    change-unexplained corrected-unknown group-too-large group-too-small id-reused id-vanished
    records-stale sequence-broken successor-unknown too-few-filled too-few-records too-few-values
    too-many-filled too-many-records too-many-values waiver-expired waiver-stale waiver-unused
""")
"""What a dataset expects as a whole."""

RELEASES = _ids("""
    data-unlisted delta-differs file-unlisted frictionless-failed frictionless-warning latest-differs
    parquet-differs path-refused profile-differs release-differs sums-unreadable version-unlisted
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

FIXABLE = _ids("""
    chain-depth corroboration-differs edtf-bounds edtf-precision evidence-moved evidence-paragraph not-nfc
    place-key place-unknown stray-space text-paragraphs url-not-canonical
""")
"""Rules of which some findings have one answer, which `dateline check --fix` writes."""

NO_REPEATS = _ids("gazetteer-repeated primary-key unique unique-key")
"""Rules that ask for values which occur once."""

NEVER_WAIVED = (
    FILES
    | PACKAGES
    | CELLS
    | RELEASES
    | _ids("""
        change-unexplained coarsened-in-detail corrected-unknown edtf-bounds edtf-invalid edtf-precision
        evidence-hash evidence-moved evidence-order evidence-outside evidence-paragraph id-reused id-vanished
        place-unknown successor-unknown text-hash text-paragraphs waiver-expired waiver-stale waiver-unused
        withheld-record
    """)
)
"""Rules that no reason outweighs: a package that breaks them is not what it says it is."""
