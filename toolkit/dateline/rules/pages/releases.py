"""Pages of the rules that `dateline verify` holds a published release to."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_AGAIN = "Download the release again, all of it. If it is the publisher's own copy, restore it: a published "
_AGAIN += "version is never changed, and `dateline publish` never writes such a one."
_page = partial(Page, group="releases", form="text", waive="No.", needs="a published release")

PAGES: tuple[Page, ...] = (
    _page(
        id="sums-unreadable",
        summary="SHA256SUMS lists a hash and a path in each of its lines",
        why="The list is the release's seal. Where it cannot be read, no file can be shown to be the "
        "published one.",
        bad="""\
# SHA256SUMS
data/events.csv 4d7a2146
""",
        good="""\
# SHA256SUMS
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  data/events.csv
""",
        fix=_AGAIN,
    ),
    _page(
        id="path-refused",
        summary="SHA256SUMS names files of the release, none outside it",
        why="A path that leads out of the folder would have another file read and vouched for.",
        bad="""\
# SHA256SUMS
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  ../events.csv
""",
        good="""\
# SHA256SUMS
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  data/events.csv
""",
        fix=f"Do not use the files, and ask the publisher. {_AGAIN}",
    ),
    _page(
        id="file-unlisted",
        severity="warning",
        summary="every file in the release's folder stands in SHA256SUMS",
        why="A file that is not listed was not published: somebody put it there afterwards.",
        bad="""\
# SHA256SUMS
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  data/events.csv

# data/events-old.csv
event_id,summary
""",
        good="""\
# SHA256SUMS
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  data/events.csv
""",
        fix="Take the file out of the folder.",
        waive="Yes, if you put it there yourself; it is no part of the release.",
    ),
    _page(
        id="data-unlisted",
        summary="every data file that the descriptor names stands in SHA256SUMS",
        why="Records in a file that is not listed cannot be shown to be the published ones.",
        bad="""\
# SHA256SUMS
81cf2f6d0a4ae1d75b3db28ac64d5e2b6e7e7e1a3a0a63ac2b3e5d0b6b0c9f11  datapackage.json
""",
        good="""\
# SHA256SUMS
81cf2f6d0a4ae1d75b3db28ac64d5e2b6e7e7e1a3a0a63ac2b3e5d0b6b0c9f11  datapackage.json
4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393  data/events.csv
""",
        fix=_AGAIN,
    ),
    _page(
        id="parquet-differs",
        summary="a table's Parquet file holds the same values as its CSV file",
        why="Two people who load one version in two ways must get the same records.",
        bad="""\
data/events.csv       E001,2024-10-15
data/events.parquet   E001,2024-10-16
""",
        good="""\
data/events.csv       E001,2024-10-15
data/events.parquet   E001,2024-10-15
""",
        fix=_AGAIN,
    ),
    _page(
        id="release-differs",
        summary="release.json says the same as the descriptor: name, title, version, moment, tables",
        why="The record of what was published is release.json: newer versions are compared with it.",
        bad="""\
# datapackage.json
{"name": "reports", "version": "1.1.0"}

# release.json
{"dataset": "reports", "version": "1.0.0"}
""",
        good="""\
# datapackage.json
{"name": "reports", "version": "1.1.0"}

# release.json
{"dataset": "reports", "version": "1.1.0"}
""",
        fix=_AGAIN,
    ),
    _page(
        id="profile-differs",
        summary="datapackage.json is valid by the official JSON Schema of a Data Package 2.0",
        why="The standard is what other people's programs are written for.",
        bad="""\
# datapackage.json
{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "reports",
 "licenses": "CC-BY-4.0", "resources": [{"name": "events", "path": "data/events.csv"}]}
""",
        good="""\
# datapackage.json
{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "reports",
 "licenses": [{"name": "CC-BY-4.0"}], "resources": [{"name": "events", "path": "data/events.csv"}]}
""",
        fix=_AGAIN,
    ),
    _page(
        id="delta-differs",
        summary="delta.json, applied to the tables of the release before, makes those of this one",
        why="Whoever keeps a copy up to date by deltas has other records than everybody else, and does not "
        "know it.",
        bad="""\
# 1.0.0/data/events.csv
event_id,summary
E001,A bridge closed

# 1.0.1/delta.json
{"format": "dateline-delta/1", "from": "1.0.0", "to": "1.0.1", "tables": {"events": {
  "key": ["event_id"], "fields": ["event_id", "summary"],
  "changed": {"E001": {"summary": ["A road closed", "A bridge opened"]}}}}}
""",
        good="""\
# 1.0.0/data/events.csv
event_id,summary
E001,A bridge closed

# 1.0.1/delta.json
{"format": "dateline-delta/1", "from": "1.0.0", "to": "1.0.1", "tables": {"events": {
  "key": ["event_id"], "fields": ["event_id", "summary"],
  "changed": {"E001": {"summary": ["A bridge closed", "A bridge opened"]}}}}}
""",
        fix=_AGAIN,
    ),
    _page(
        id="latest-differs",
        summary="the folder `latest` is a copy of the newest release, to the byte",
        why="Most people load `latest`: it must be what the version that it claims to be is.",
        bad="""\
# index.json
{"datasets": [{"name": "reports", "latest": "1.1.0"}]}

# reports/latest/release.json
{"dataset": "reports", "version": "1.0.0"}
""",
        good="""\
# index.json
{"datasets": [{"name": "reports", "latest": "1.1.0"}]}

# reports/latest/release.json
{"dataset": "reports", "version": "1.1.0"}
""",
        fix="Publish again: the copy is made anew.",
    ),
    _page(
        id="version-unlisted",
        severity="warning",
        summary="every release that stands in a target is listed in its index.json",
        why="Programs follow the index: a release that it lacks is found by nobody.",
        bad="""\
# index.json
{"datasets": [{"name": "reports", "versions": [{"version": "1.0.0"}]}]}

# reports/1.1.0/release.json
{"dataset": "reports", "version": "1.1.0"}
""",
        good="""\
# index.json
{"datasets": [{"name": "reports", "versions": [{"version": "1.1.0"}, {"version": "1.0.0"}]}]}

# reports/1.1.0/release.json
{"dataset": "reports", "version": "1.1.0"}
""",
        fix="Publish again: the run before was stopped before it wrote the index.",
    ),
    _page(
        id="frictionless-failed",
        summary="frictionless, which knows nothing of dateline, can judge the package",
        why="Others load the package with it. An exception there is a fault in the descriptor that no report "
        "names.",
        bad="""\
# datapackage.json
{"resources": [{"name": "events", "path": "data/events.csv", "schema": {"fields": [
  {"name": "event_id", "type": "string", "constraints": {"pattern": "("}}]}}]}
""",
        good="""\
# datapackage.json
{"resources": [{"name": "events", "path": "data/events.csv", "schema": {"fields": [
  {"name": "event_id", "type": "string", "constraints": {"pattern": "E[0-9]+"}}]}}]}
""",
        fix=f"The message ends with what frictionless said. {_AGAIN}",
    ),
    _page(
        id="frictionless-warning",
        severity="warning",
        summary="frictionless read each table to its end and had nothing to note",
        why="Where it stops early, as after very many errors, the rest of the table was not judged.",
        bad="""\
data/events.csv   reached error limit: 100000
""",
        good="""\
data/events.csv   valid
""",
        fix="Look at the errors that stand beside the warning; it goes with them.",
        waive="Yes, if the reason in the message is known and harmless.",
    ),
)
