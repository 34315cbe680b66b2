from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.formats.source import Rows
from dateline.formats.xlsx import sheet_names, unfit
from dateline.formats.xlsx_cells import cells_of, row_xml, too_long
from dateline.table import Field, Table
from formats import samples

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from formats.samples import Written

TEXT = Field("a", type="string")
ONE = "fields: [{name: a, type: string}]"


@pytest.fixture(scope="module")
def workbook(everything: Written) -> Workbook:
    """Return the workbook of the table that has every type, as openpyxl reads it."""
    return openpyxl.load_workbook(everything.path("xlsx"))


def decoded(text: str) -> str:
    """Undo the escapes of ECMA-376 (ST_Xstring), which openpyxl leaves as they are."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match.group(1), 16)), text)


def column(workbook: Workbook, name: str) -> list[Any]:
    """Return a field's cells."""
    sheet = workbook["everything"]
    (at,) = (cell.column for cell in sheet[1] if cell.value == name)
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


def test_cells_are_typed(workbook: Workbook) -> None:
    """Numbers, truth values and dates that Excel can hold are such; all else is text."""
    assert [cell.value for cell in column(workbook, "number")] == [0.1, "NaN", "inf", None]
    assert [cell.value for cell in column(workbook, "boolean")] == [True, False, None, None]
    days = column(workbook, "date")
    assert [day.value for day in days] == [datetime(2024, 2, 29), "1900-02-28", datetime(1900, 3, 1), None]  # noqa: DTZ001
    assert days[0].number_format == "yyyy\\-mm\\-dd"
    assert [cell.value for cell in column(workbook, "year")] == [-44, 2024, None, None]
    assert column(workbook, "instant")[0].value == "2024-01-01T18:04:00Z"


def test_whole_numbers_that_a_spreadsheet_would_change_are_text(workbook: Workbook) -> None:
    """Excel keeps 15 digits of a number: an id of more is text, digit by digit."""
    found = [cell.value for cell in column(workbook, "integer")]
    assert found == [1, "9007199254740993", "-9223372036854775808", None]


def test_no_cell_is_a_formula(workbook: Workbook) -> None:
    """What begins like a formula is a string, and stays one when the cell is edited."""
    cells = [column(workbook, "string")[1], column(workbook, "any")[2], column(workbook, "integer")[2]]
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "-9223372036854775808"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 3


def test_every_character_is_held(workbook: Workbook) -> None:
    """Characters that XML cannot hold, and texts that look like their escapes, come back."""
    text = column(workbook, "string")[2].value
    assert decoded(text) == samples.ROWS[2]["string"]
    assert column(workbook, "any")[1].value == " leading"


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("_x0041_x0042_")
@example("_x005F\x01")
@example("__x000d_\r\n &lt;&amp;_x005F_x0041_")
def test_text_comes_back_from_a_row(text: str) -> None:
    """Any text is read back from the XML, and a decoder of the standard's escapes agrees."""
    frame = pl.LazyFrame({"a": [text]}).with_row_index("__row__", offset=2)
    (row,) = frame.select(row_xml([TEXT])).collect().to_series().to_list()
    assert "\n" not in row
    assert cells_of([TEXT], pl.Series([row]))["a"].to_list() == [text]


def test_a_sheet_can_be_used_at_once(workbook: Workbook) -> None:
    """Headers are bold and stay in view, rows can be filtered, properties name the release."""
    sheet = workbook["everything"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T5")
    assert all(cell.font.bold for cell in sheet[1])
    assert workbook.sheetnames == ["README", "everything", "codebook"]
    assert workbook.properties.title == "A sample of <everything> & more"


def test_the_first_and_the_last_sheet_tell_what_is_what(workbook: Workbook) -> None:
    """README has title, version, licence and citation; codebook has a row a field."""
    readme = dict(workbook["README"].iter_rows(values_only=True))
    assert readme["Dataset"] == "A sample of <everything> & more"
    assert (readme["Version"], readme["Date"]) == ("1.0.0", "2024-11-02")
    assert readme["Cite as"].startswith("Lovelace, A. (2024).")
    assert readme["Table everything"] == "Everything. Sheet everything, 4 rows."
    codebook = list(workbook["codebook"].iter_rows(values_only=True))
    assert codebook[0] == ("table", "field", "title", "type", "required", "allowed", "description")
    assert codebook[1] == ("everything", "id", None, "integer", "yes", "unique", None)
    assert len(codebook) == 21


def test_the_container_holds_nothing_of_the_machine(everything: Written) -> None:
    """Its files are stored uncompressed, in one order, with one time."""
    with ZipFile(everything.path("xlsx")) as archive:
        assert archive.testzip() is None
        facts = {(each.date_time, each.compress_type, each.create_system) for each in archive.infolist()}
        assert facts == {((1980, 1, 1, 0, 0, 0), ZIP_STORED, 3)}


@given(st.lists(st.text(min_size=1, max_size=50), unique=True, max_size=30))
@example(["a" * 40, "a" * 41, "A" * 31, "history", "README", "codebook", "[x]:*?/\\"])
def test_names_of_sheets_are_those_that_excel_takes(tables: list[str]) -> None:
    """At most 31 characters, none of the marks that Excel refuses, different in more than case."""
    names = sheet_names(tables)
    assert list(names) == tables
    assert len({name.lower() for name in names.values()}) == len(tables)
    assert not {name.lower() for name in names.values()} & {"readme", "codebook", "history"}
    for name in names.values():
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")


@pytest.mark.parametrize(
    ("text", "fits"), [("x" * 32_767, True), ("x" * 32_768, False), ("\U0001f600" * 16_384, False)]
)
def test_a_text_is_as_long_as_a_cell_allows(text: str, *, fits: bool) -> None:
    """32,767 UTF-16 units fit; a character beyond the basic plane counts twice."""
    assert too_long([TEXT], pl.LazyFrame({"a": [text, "b"]})) == ([] if fits else ["a"])


def test_a_table_that_does_not_fit_is_left_out_with_the_reason(tmp_path: Path) -> None:
    """The workbook has the other tables, and says why one is missing."""
    tables = {"long": (ONE, [{"a": "x" * 40_000}]), "short": (ONE, [{"a": "y"}])}
    written = samples.write(tmp_path / "out", tables)
    workbook = openpyxl.load_workbook(written.path("xlsx"))
    assert workbook.sheetnames == ["README", "short", "codebook"]
    readme = dict(workbook["README"].iter_rows(values_only=True))
    assert readme["Table long"] == (
        "Not in this workbook: a text of a is longer than the 32,767 characters that a cell holds. "
        "It is in the CSV and Parquet files."
    )


def test_there_is_no_workbook_if_nothing_fits(tmp_path: Path) -> None:
    """A workbook without a table would be of no use."""
    written = samples.write(tmp_path / "out", {"long": (ONE, [{"a": "x" * 40_000}])})
    assert "xlsx" not in {each.format for each in written.made}


def test_more_rows_than_a_sheet_has_are_told() -> None:
    """1,048,575 records fit below a header, and no more."""
    frame = pl.LazyFrame({"a": ["x"]})
    reasons = [unfit(Rows(Table("t", (TEXT,)), (TEXT,), frame, rows)) for rows in (1_048_575, 1_048_576)]
    assert reasons == ["", "it has 1,048,576 rows, and a sheet holds 1,048,575"]
