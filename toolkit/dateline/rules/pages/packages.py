"""Pages of the rules for what a Data Package says of its records."""

from __future__ import annotations

from functools import partial

from dateline.rules.pages.model import Page

_page = partial(Page, group="packages", form="json", needs="a Data Package")

_EVENTS = """\

# events.csv
event_id,summary
E001,a checkpoint was set up
"""
_GOOD = """\
{"resources": [{"name": "events", "path": "events.csv"}]}
"""


def _resource(more: str) -> str:
    """Return a descriptor of one table, of which `more` is said."""
    return f'{{"resources": [{{"name": "events", "path": "events.csv",\n  {more}}}]}}\n{_EVENTS}'


PAGES: tuple[Page, ...] = (
    _page(
        id="package-error",
        summary="the descriptor is JSON and describes a package as the standard asks",
        why="Programs read the descriptor before anything else. One that they cannot read hides all records.",
        bad="""\
{"name": "reports", "resources": "events.csv"}
""",
        good=f"{_GOOD}{_EVENTS}",
        fix="The message has line and column. At the least a descriptor is an object with a list of "
        "`resources`.",
        waive="No.",
    ),
    _page(
        id="resource-error",
        summary="each resource has a name of its own, files within the package, and sound properties",
        why="A path that leaves the package works on its author's machine alone, and may read what nobody "
        "meant to publish.",
        bad="""\
{"resources": [{"name": "events", "path": "/home/me/events.csv"}]}
""",
        good=f"{_GOOD}{_EVENTS}",
        fix="Write paths from the descriptor's folder on, with `/` and without `..`; give every resource a "
        "`name` and a `path` or `data`.",
        waive="No.",
    ),
    _page(
        id="schema-error",
        summary="a table's schema can be used: known types, constraints of the right kind, keys that exist",
        why="What a schema says wrongly is not checked at all, while it seems to be. Its other parts are "
        "used.",
        bad=_resource('"schema": {"fields": [{"name": "event_id"}, {"name": "summary", "type": "text"}]}'),
        good=_resource('"schema": {"fields": [{"name": "event_id"}, {"name": "summary", "type": "string"}]}'),
        fix="Correct what stands at the line in the message. Types are those of Table Schema; a limit is of "
        "its field's type; a foreign key names a resource of the package.",
        waive="No.",
    ),
    _page(
        id="dialect-error",
        summary="a table's dialect can be used",
        why="The dialect says how cells are parted. Read by another one, a table falls into the wrong cells.",
        bad=_resource('"dialect": {"delimiter": "comma"}'),
        good=_resource('"dialect": {"delimiter": ","}'),
        fix="Correct what stands at the line in the message, or leave the dialect out: the defaults are "
        "those of ordinary CSV.",
        waive="No.",
    ),
    _page(
        id="scheme-error",
        summary="files lie in the package, not on the web",
        why="Nothing is fetched, so records on the web are not checked. What stands there may change, too.",
        bad="""\
{"resources": [{"name": "events", "path": "https://data.example/events.csv"}]}
""",
        good=f"{_GOOD}{_EVENTS}",
        fix="Download the file into the package's folder and name its path.",
        waive="Where a package has to name files on the web, yes: check a copy of them beside it.",
    ),
    _page(
        id="compression-error",
        summary="a compressed file unpacks to one table, and is what its name says",
        why="A damaged archive or two files in one cannot be read as a table. What unpacks to more than 200 "
        "times its size and more than a gigabyte is refused: such files are made to fill disks.",
        bad="""\
{"resources": [{"name": "events", "path": "events.csv.gz"}]}

# events.csv.gz
event_id,summary
E001,a checkpoint was set up
""",
        good=f"{_GOOD}{_EVENTS}",
        fix="Compress the file again, or give it the name that fits what it is. An archive with several "
        "files needs `innerpath`.",
        waive="No.",
    ),
    _page(
        id="byte-order-mark",
        severity="warning",
        summary="the descriptor does not begin with a byte order mark",
        why="The mark cannot be seen, and many programs refuse JSON that begins with it.",
        bad=rf"\ufeff{_GOOD}{_EVENTS}",
        good=f"{_GOOD}{_EVENTS}",
        fix="Save the file as UTF-8 without BOM; most editors have both.",
        waive="Yes, if all who read the package are known to cope.",
    ),
    _page(
        id="byte-count",
        summary="the file has as many bytes as the descriptor says",
        why="A file of another size is not the one that was described: cut off, or changed since.",
        property="bytes: …",
        bad=_resource('"bytes": 40'),
        good=_resource('"bytes": 46'),
        fix="Get the right file; or, if the file is right, write the descriptor anew. Programs that change "
        "line ends change the size.",
        waive="No.",
    ),
    _page(
        id="hash-count",
        summary="the file has the hash that the descriptor says",
        why="Equal hashes prove that these are the bytes that were described, whoever sent them.",
        property="hash: …",
        bad=_resource('"hash": "md5:0123456789abcdef0123456789abcdef"'),
        good=_resource('"hash": "md5:4ffe0a7842dec2343f65564ac58b5852"'),
        fix="Get the right file; or, if the file is right, write the hash in the message. Without the name "
        "of an algorithm before a colon, a hash is MD5.",
        waive="No.",
    ),
    _page(
        id="row-count",
        summary="the table has as many rows as the descriptor says",
        why="A number that differs means rows that were lost, or a descriptor that was not written anew.",
        property="rows: …",
        bad=_resource('"rows": 2'),
        good=_resource('"rows": 1'),
        fix="Look for what is gone; if the file is right, correct `rows` or leave it out.",
        waive="No.",
    ),
    _page(
        id="field-count",
        summary="the table has as many fields as the descriptor says",
        why="A number that differs means a column that was lost, or a descriptor that was not written anew.",
        property="fields: …",
        bad=_resource('"fields": 3'),
        good=_resource('"fields": 2'),
        fix="Look for what is gone; if the file is right, correct `fields` or leave it out.",
        waive="No.",
    ),
)
