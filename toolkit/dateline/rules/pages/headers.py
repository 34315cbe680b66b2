"""Pages of the rules for a record file's header line."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="files")

PAGES: tuple[Page, ...] = (
    _page(
        id="blank-header",
        summary="the header line has names of columns",
        why="Cells are read by the names above them. Without names nobody knows what is what.",
        bad="""\
,
E001,a checkpoint was set up
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Write the names of the schema's fields into the first line; delete empty lines above it.",
        waive="No: nothing in the file is checked before this is right.",
    ),
    _page(
        id="blank-label",
        summary="every column has a name",
        why="A column without a name is read by nobody; often it is what is left of a deleted one.",
        bad="""\
event_id,summary,
E001,a checkpoint was set up,
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Delete the column, commas included; or give it the name of its field.",
        waive="No.",
    ),
    _page(
        id="duplicate-label",
        summary="no two columns have the same name",
        why="Programs take the first, the last or both. Of two columns that differ one is wrong.",
        bad="""\
event_id,summary,summary
E001,a checkpoint was set up,a checkpoint
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Keep the column that is right and delete the other, or give it its own field's name. Here the "
        "first one is read.",
        waive="No.",
    ),
    _page(
        id="missing-label",
        summary="the file has a column for every field of the schema",
        why="Tables whose columns differ from file to file cannot be put together.",
        property="fieldsMatch: exact",
        bad="""\
event_id
E001
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="If the column has another name, rename it as the message says. If it is not there, add it; its "
        "cells may be empty unless the field is required.",
        waive="No. If files may lack fields, the schema says so: `fieldsMatch: superset` or `partial`.",
    ),
    _page(
        id="extra-label",
        summary="every column is a field of the schema",
        why="A column that the schema does not know is neither checked nor published, so work is lost in "
        "silence. Notes to oneself may even be published by mistake where nobody looks for them.",
        property="fieldsMatch: exact",
        bad="""\
event_id,summary,note
E001,a checkpoint was set up,ask again about the date
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Correct the name; or delete the column; or add the field to the schema in the same change.",
        waive="No. If files may have more columns, the schema says so: `fieldsMatch: subset` or `partial`.",
    ),
    _page(
        id="incorrect-label",
        severity="error or warning",
        summary="the columns stand in the schema's order, and their names have no spaces around them",
        why="Programs that go by position read one field for the other. Here cells are read by name either "
        "way. Another order is an error, spaces are a warning.",
        property="fieldsMatch: exact",
        bad="""\
summary,event_id
a checkpoint was set up,E001
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Move the columns into the order that the message lists; delete the spaces.",
        waive="The warning may stay for a while. If any order will do, the schema says so: `fieldsMatch: "
        "equal`.",
    ),
    _page(
        id="wrong-delimiter",
        summary="cells are parted by the delimiter that the file should have, a comma if nothing is said",
        why="Where the comma is the decimal sign, spreadsheets save CSV with semicolons; to other programs "
        "each line is then one cell.",
        bad="""\
event_id;summary
E001;a checkpoint was set up
""",
        good="""\
event_id,summary
E001,a checkpoint was set up
""",
        fix="Save the table with commas: in LibreOffice tick the filter settings when saving, in Excel set "
        "the list separator of the system. Only if the file has to stay as it is, say `dialect: {delimiter: "
        "';'}` beside its `path`.",
        waive="No: nothing in the file is checked before this is right.",
    ),
)
