"""Pages of the rules for a record file as a whole."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="files")
_UNREAD = "No: nothing in the file is checked before this is right."

PAGES: tuple[Page, ...] = (
    _page(
        id="file-missing",
        summary="the file that a package or a release names is there",
        why="Records that are announced and not there are lost to everybody who loads the package.",
        form="json",
        bad="""\
{"resources": [{"name": "events", "path": "event.csv"}]}

# events.csv
event_id,summary
E001,a checkpoint was set up
""",
        good="""\
{"resources": [{"name": "events", "path": "events.csv"}]}

# events.csv
event_id,summary
E001,a checkpoint was set up
""",
        fix="Correct the path, letter by letter: large and small letters differ on most servers. Or put the "
        "file where the descriptor says. Of a published release, download it again.",
        waive="No.",
    ),
    _page(
        id="file-unreadable",
        summary="the file can be read: it is a plain file, permitted, undamaged",
        why="A folder, a device, a file without permission or a cut-off archive holds no records to check.",
        bad="""\
(a compressed file of which the end is missing)
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="The message has the reason: name the file and not its folder, give yourself the right to read "
        "it, or compress it again.",
        waive=_UNREAD,
    ),
    _page(
        id="file-empty",
        summary="the file has a header line",
        why="An empty file is more often an export that failed than a table without records. A table without "
        "records has its header all the same.",
        bad="",
        good="""\
event_id,summary
""",
        fix="Export the table again; or, if it has no records yet, write the line with the names of the "
        "columns.",
        waive=_UNREAD,
    ),
    _page(
        id="file-changed",
        summary="the file stays the same: while it is read, and after it was published",
        why="A file that changes under a check was checked by halves. And a published file never changes: "
        "whoever cited it must find the same bytes.",
        bad="""\
event_id,summary
E001,a checkpoint was set up after the release
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="While checking: close the program that writes to the file, wait until it is synchronised, and "
        "check again. `dateline verify`: download the release again; to correct records, publish a new "
        "version.",
        waive="No.",
    ),
    _page(
        id="format-error",
        summary="the file is text, in a form that is read: CSV, TSV, JSON or NDJSON",
        why="A spreadsheet that is renamed to `.csv` is still a spreadsheet, and hides values behind formats "
        "and formulas.",
        bad="""\
PK␃␄ (an Excel file, renamed)
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Open it in the program that made it and save the table as CSV UTF-8. Renaming the file does not "
        "help.",
        waive=_UNREAD,
    ),
    _page(
        id="encoding-error",
        summary="the file is text in the encoding that it should have, UTF-8 if nothing else is said",
        why="In another encoding, names in Korean or with accents become other letters, and nobody is told.",
        bad="""\
event_id,place_name
E001,Qu�bec
""",
        good="""\
event_id,place_name
E001,Québec
""",
        fix="In Excel, save as CSV UTF-8; elsewhere, choose UTF-8 when you save or export. The message names "
        "the line, and what the file looks like. Only if the file has to stay as it is, say `encoding:` "
        "beside its `path`.",
        waive=_UNREAD,
    ),
    _page(
        id="nul-byte",
        summary="no row has a NUL byte",
        why="Text has none. It is a sign of a damaged disk, or of UTF-16 read as UTF-8; most programs stop "
        "reading there in silence.",
        bad="""\
event_id,summary
E001,a check␀point was set up
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Restore the file from its last good version, or export it again as CSV UTF-8.",
        waive="No: the row is damaged, so none of its cells is checked.",
    ),
    _page(
        id="lfs-pointer",
        summary="the file is the records, not a Git LFS pointer to them",
        why="Where Git LFS is not installed, git leaves three lines in place of a large file. They look like "
        "a very small table.",
        bad="""\
version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Install Git LFS and run `git lfs pull`.",
        waive=_UNREAD,
    ),
    _page(
        id="merge-conflict",
        summary="no merge conflict was left in the file",
        why="Git marks where two people changed the same lines. Until somebody chooses, the file holds both.",
        bad="""\
event_id,summary
<<<<<<< HEAD
E001,a checkpoint was set up
=======
E001,two checkpoints were set up
>>>>>>> more-events
""",
        good="""\
event_id,summary
E001,two checkpoints were set up
""",
        fix="Keep the side that is right, or both if they are two records, and delete the three lines of "
        "marks. Until then the first side is the one that is checked.",
        waive="No.",
    ),
    _page(
        id="mixed-line-ends",
        severity="warning",
        summary="all lines end in the same way",
        why="Some programs take the odd sign at the end for a part of the last cell; and in git every line "
        "seems changed once a program makes them alike.",
        bad="""\
event_id,summary
E001,a checkpoint was set up␍
E002,a market hall was closed
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed
""",
        fix="Save the file with one kind of line ends, LF (Unix) if you can choose: most editors show and "
        "change it in the status bar.",
        waive="Yes, for a while: the cells are read without it. It goes when the file is saved next.",
    ),
    _page(
        id="record-too-long",
        summary="no record has more than 64 million characters",
        why="No table has such a line. It is another kind of file, or one that lost its line ends.",
        bad="""\
event_id,summary
E001,a checkpoint was set up E002,a market hall was closed E003,… (and so on, all in one line)
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
E002,a market hall was closed
""",
        fix="Look at the beginning of the line that the message names, and export the table again.",
        waive=_UNREAD,
    ),
    _page(
        id="source-error",
        summary="a JSON or NDJSON table is a list of rows, and each of its rows is JSON",
        why="Programs that read JSON stop at the first sign that is out of place.",
        form="json",
        bad="""\
{"resources": [{"name": "events", "path": "events.ndjson"}]}

# events.ndjson
{"event_id": "E001", "summary": "a checkpoint was set up"}
{"event_id": "E002", "summary": "a market hall was closed",}
""",
        good="""\
{"resources": [{"name": "events", "path": "events.ndjson"}]}

# events.ndjson
{"event_id": "E001", "summary": "a checkpoint was set up"}
{"event_id": "E002", "summary": "a market hall was closed"}
""",
        fix="The message has line and column. Usual slips are a comma before a closing bracket, single "
        "quotes and a missing bracket. All rows are objects, or all are lists.",
        waive=_UNREAD,
    ),
)
