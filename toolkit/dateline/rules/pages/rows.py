"""Pages of the rules for the rows of a record file."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="files")
_SHIFTED = "No: the cells of such a row cannot be told apart, so none of them is checked."

PAGES: tuple[Page, ...] = (
    _page(
        id="blank-row",
        summary="no row is empty",
        why="Spreadsheets leave empty rows at the end of a table; other programs count them as records.",
        bad="""\
event_id,summary
E001,a checkpoint was set up
,
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Delete the line. In a spreadsheet delete the whole row, not only what is in its cells.",
        waive="No.",
    ),
    _page(
        id="missing-cell",
        summary="no row has fewer cells than the header",
        why="If a delimiter is missing in the middle, every cell after it stands in the wrong column.",
        bad="""\
event_id,place_id,summary
E001,a checkpoint was set up
""",
        good="""\
event_id,place_id,summary
E001,,a checkpoint was set up
""",
        fix="Write an empty cell, that is, one more comma, where there is nothing to say.",
        waive=_SHIFTED,
    ),
    _page(
        id="extra-cell",
        summary="no row has more cells than the header",
        why="A comma inside a text makes two cells of it, and every cell after it stands in the wrong "
        "column.",
        bad="""\
event_id,summary
E001,a checkpoint, a barrier and a hut were set up
""",
        good="""\
event_id,summary
E001,"a checkpoint, a barrier and a hut were set up"
""",
        fix="Put quotes around a text with a comma in it; delete commas at the end of the line.",
        waive=_SHIFTED,
    ),
    _page(
        id="stray-quote",
        severity="error or warning",
        summary="quotes stand around whole cells, and are doubled inside them",
        why="Programs disagree on where such a cell ends. An error if text follows a closing quote, since "
        "the cell cannot be read in one way only; a warning if a quote stands inside a cell without quotes.",
        bad="""\
event_id,summary
E001,a "special" unit was sent
E002,"a "special" unit was sent"
""",
        good="""\
event_id,summary
E001,"a ""special"" unit was sent"
E002,"a ""special"" unit was sent"
""",
        fix="Put quotes around the cell and write each quote inside it twice. A spreadsheet does this when "
        "it saves CSV; editing by hand forgets it.",
        waive="The error, no. The warning may stay if only programs read the file that take it for a plain "
        "sign, as dateline does.",
    ),
    _page(
        id="unclosed-quote",
        summary="every quote that opens a cell is closed",
        why="Up to the next quote everything is one cell: a missing quote swallows the records after it.",
        bad="""\
event_id,summary
E001,"a checkpoint was set up
E002,a market hall was closed
""",
        good="""\
event_id,summary
E001,"a checkpoint was set up"
E002,a market hall was closed
""",
        fix="Close the quote at the end of the cell; if it belongs to the text, put the cell in quotes and "
        "write it twice.",
        waive="No: records after it are swallowed.",
    ),
)
