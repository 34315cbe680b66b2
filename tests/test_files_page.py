"""docs/files.md names what the code reads."""

import re
from pathlib import Path

import pytest

from dateline.dataset import parse as dataset_parse
from dateline.dataset import tables as dataset_tables
from dateline.rules.expressions import FUNCTIONS
from dateline.rules.parser import MAX_OPERATORS
from dateline.rules.tokens import KEYWORDS, MAX_LENGTH
from dateline.table import dialect, extras, fields, uses
from dateline.table import parse as table_parse

PAGE = (Path(__file__).parent.parent / "docs" / "files.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"\$?\w+", PAGE))
READ = {
    "functions": FUNCTIONS,
    "keywords": KEYWORDS,
    "schema keys": table_parse.KEYS,
    "field keys": fields.KEYS,
    "companions": fields.EDTF,
    "extras": extras.Extras._fields,
    "rule keys": extras.RULE,
    "uses": {*uses.USES, *(part for parts in uses.KEYS.values() for part in parts)},
    "roles": {*extras.TEXT, *extras.EVIDENCE, *extras.CODES},
    "dataset keys": dataset_parse.KEYS,
    "table keys": dataset_tables.KEYS,
    "dialect keys": set(dialect.KEYS) - {"lineTerminator"},
}


@pytest.mark.parametrize("what", READ)
def test_page_names_everything_that_is_read(what: str) -> None:
    """Each key and each function that the readers know stands on the page."""
    assert set(READ[what]) <= WORDS


def test_page_names_no_function_that_is_refused() -> None:
    """A function on the page can be called."""
    listed = re.search(r"^- (`ABS`.*);$", PAGE, re.MULTILINE)
    assert listed is not None
    assert set(re.findall(r"[A-Z_]{3,}", listed[1])) == FUNCTIONS


def test_page_states_the_limits_that_hold() -> None:
    """The limits of an expression are those of the code."""
    assert f"{MAX_LENGTH:,} characters and {MAX_OPERATORS} operators" in PAGE
