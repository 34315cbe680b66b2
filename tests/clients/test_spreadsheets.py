"""Opening a release in spreadsheets, as README.md and the page of a release say."""

from __future__ import annotations

import csv
import io
import json
import shutil
import urllib.request
from typing import TYPE_CHECKING

import openpyxl
import pytest

from clients.reading import run

if TYPE_CHECKING:
    from pathlib import Path

    from clients.reading import Site, Told

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Commas, quotes, UTF-8, cells as they are shown, and a file for each sheet."""
BY_LIBREOFFICE = "Warning: failed to launch javaldx - java may not function correctly\n"


def test_workbook_is_where_the_files_say(told: Told) -> None:
    """The two files lead to the workbook, which openpyxl opens without a warning, a sheet a table."""
    place = told.snippets["Excel"]
    if place.startswith("http"):
        content = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(place, timeout=30).read()
    else:
        content = (told.folder / place).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    tables = json.loads((told.site.folder / "datapackage.json").read_bytes())["resources"]
    assert {each["name"] for each in tables} <= set(book.sheetnames)
    assert book[told.site.main].max_row - 1 == told.site.rows


@pytest.fixture
def office() -> str:
    """Return LibreOffice."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("install libreoffice-calc (Debian)")
    return found


def test_libreoffice_shows_the_cells_of_the_tables(site: Site, office: str, tmp_path: Path) -> None:
    """Opened in LibreOffice, each sheet shows the texts and dates of its table as they are written."""
    book = site.folder / f"{site.name}.xlsx"
    _convert(office, EVERY_SHEET, book, tmp_path)
    tables = json.loads((site.folder / "datapackage.json").read_bytes())["resources"]
    for each in tables:
        texts = [field["name"] for field in each["schema"]["fields"] if field["type"] in ("string", "date")]
        shown = _cells(tmp_path / f"{site.name}-{each['name']}.csv", texts)
        assert shown == _cells(site.folder / each["path"], texts)


def test_steps_for_csv_keep_what_excel_would_change(
    sites: dict[str, Site], office: str, tmp_path: Path
) -> None:
    """Opened as UTF-8 with its columns set to text, a CSV file keeps every cell, dates and ids as well."""
    site = sites["dprk-security-reports"]
    source = site.folder / f"data/{site.main}.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    text = "/".join(f"{number}/2" for number in range(1, len(rows[0]) + 1))
    _convert(office, "xlsx", source, tmp_path, f"--infilter=CSV:44,34,76,1,{text}")
    sheet = openpyxl.load_workbook(tmp_path / f"{site.main}.xlsx").worksheets[0]
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


def _convert(office: str, to: str, file: Path, folder: Path, *more: str) -> None:
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, home, "--headless", *more, "--convert-to", to, "--outdir", str(folder), str(file)]
    run(command, folder, known=BY_LIBREOFFICE)


def _cells(file: Path, columns: list[str]) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [[row[each] for each in columns] for row in csv.DictReader(lines)]
