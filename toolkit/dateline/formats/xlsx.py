"""A release as one Excel workbook (ECMA-376), a sheet a table, the same bytes wherever it is made.

The XML is made by the streaming engine and stored in the container as it is: a compressed
one would depend on the machine's zlib. What a sheet cannot hold is never cut: the table is
left out, and the first sheet says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import polars as pl

from dateline.formats.about import about, allowed_words, type_words
from dateline.formats.proof import insist_equal_batches
from dateline.formats.source import BATCH, Rows, batches
from dateline.formats.xlsx_cells import LONGEST, cells_of, escaped, row_xml, too_long
from dateline.formats.xlsx_parts import (
    BOLD,
    RELATIONS,
    STYLES,
    column_name,
    content_types,
    core_properties,
    filtered,
    sheet_foot,
    sheet_head,
    workbook,
    workbook_relations,
)
from dateline.package import Made
from dateline.package.markdown import plain
from dateline.table import Field, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dateline.package import Release

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet below its header."""
MOST_COLUMNS: Final = 16_384
MOST_BYTES: Final = 2**28
"""Of the whole workbook, which is not compressed: what is larger no spreadsheet opens in good time."""

_README, _CODEBOOK = "README", "codebook"
_NAME_LENGTH: Final = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = (_README, _CODEBOOK, "History")
_WIDTHS: Final = {"date": 12, "boolean": 10, "integer": 12, "number": 12, "year": 8}
_DATES = """\
Fields of type date are real dates from 1900-03-01 on. Earlier days, EDTF dates, times and datetimes \
are text, the last three in ISO 8601."""
_NUMBERS = "Whole numbers of more than 15 digits are text, since a spreadsheet would change them."
_TEXT = """\
Lists and documents are JSON text. Characters that a workbook cannot hold stand as _x0001_, by their \
code. No cell is a formula."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A sheet that is yet to be written: its name, its header, and the rows below."""

    name: str
    header: Sequence[str]
    rows: Rows
    widths: Sequence[int]

    @property
    def area(self) -> str:
        return filtered(len(self.rows.fields), self.rows.height)

    @property
    def lines(self) -> pl.LazyFrame:
        numbered = self.rows.frame.with_row_index("__row__", offset=2)
        return numbered.select(row_xml(self.rows.fields).alias("row"))


def write_xlsx(release: Release, tables: Sequence[Rows], folder: Path) -> tuple[Made, ...]:
    """Write the workbook, and prove that it holds the records; there is none if no table fits.

    Raises:
        PublishError: if it does not hold them.

    """
    made = Made(
        f"{release.dataset.name}.xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Tables as an Excel workbook, a sheet each",
    )
    names = sheet_names([rows.table.name for rows in tables])
    reasons = _reasons(tables, names)
    kept = [rows for rows in tables if not reasons[rows.table.name]]
    if not kept:
        return ()
    sheets = [_sheet(names[rows.table.name], rows) for rows in kept]
    readme = _texts(_README, (16, 120), _readme(release, tables, names, reasons))
    codebook = _texts(_CODEBOOK, (20, 24, 28, 14, 10, 40, 80), _codebook(tables))
    _write(folder / made.path, release, [readme, *sheets, codebook])
    _prove(folder / made.path, made, sheets)
    return (made,)


def sheet_names(tables: Iterable[str]) -> dict[str, str]:
    """Name a sheet for each table, as Excel takes it: short, without some marks, no two alike."""
    taken = {name.lower() for name in _RESERVED}
    found = {}
    for table in tables:
        base = _NOT_IN_NAMES.sub("_", table).strip("'") or "table"
        number, name = 1, base[:_NAME_LENGTH]
        while name.lower() in taken:
            number += 1
            name = f"{base[: _NAME_LENGTH - 1 - len(str(number))]}~{number}"
        taken.add(name.lower())
        found[table] = name
    return found


def _reasons(tables: Iterable[Rows], names: Mapping[str, str]) -> dict[str, str]:
    """Say for each table why a workbook cannot hold it; nothing if it can."""
    found, size = {}, 0
    for rows in tables:
        reason = unfit(rows)
        if not reason:
            sheet = _sheet(names[rows.table.name], rows)
            sized = sheet.lines.select(pl.col("row").str.len_bytes().cast(pl.Int64).sum())
            added = int(sized.collect(engine="streaming").item()) + rows.height
            reason = "the workbook would be larger than 256 MiB" if size + added > MOST_BYTES else ""
            size += 0 if reason else added
        found[rows.table.name] = reason
    return found


def unfit(rows: Rows) -> str:
    """Say why no sheet can hold a table; nothing if one can."""
    if rows.height > MOST_ROWS:
        return f"it has {rows.height:,} rows, and a sheet holds {MOST_ROWS:,}"
    if len(rows.fields) > MOST_COLUMNS:
        return f"it has {len(rows.fields):,} fields, and a sheet holds {MOST_COLUMNS:,}"
    names = too_long(rows.fields, rows.frame)
    if names:
        return f"a text of {', '.join(names)} is longer than the {LONGEST:,} characters that a cell holds"
    return ""


def _sheet(name: str, rows: Rows) -> _Sheet:
    names = [field.name for field in rows.fields]
    return _Sheet(name, names, rows, [_width(field) for field in rows.fields])


def _width(field: Field) -> int:
    return max(_WIDTHS.get(field.type, 24), min(len(field.name) + 4, 40))


def _texts(name: str, widths: Sequence[int], rows: Sequence[Sequence[str | None]]) -> _Sheet:
    """Make a sheet of texts; the first row is its header."""
    header, *others = rows
    fields = tuple(Field(f"column {at}", type="string") for at in range(len(widths)))
    held = [[_shortened(text) for text in row] for row in others]
    frame = pl.LazyFrame(held, {field.name: pl.String for field in fields}, orient="row")
    made = Rows(Table(name, fields), fields, frame, len(others))
    return _Sheet(name, [_shortened(text) or "" for text in header], made, widths)


def _readme(
    release: Release, tables: Iterable[Rows], names: Mapping[str, str], reasons: Mapping[str, str]
) -> list[tuple[str, str | None]]:
    said = about(release)
    return [
        ("Dataset", said.title),
        ("Name", said.name),
        ("Version", said.version),
        ("Date", said.created[:10]),
        ("Licence", said.licence),
        ("Cite as", said.citation),
        ("Address", said.homepage),
        ("About", said.description),
        ("Dates", _DATES),
        ("Numbers", _NUMBERS),
        ("Text", _TEXT),
        *((f"Table {rows.table.name}", _sheet_words(rows, names, reasons)) for rows in tables),
    ]


def _sheet_words(rows: Rows, names: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    name = rows.table.name
    title = f"{rows.table.title}. " if rows.table.title else ""
    if reasons[name]:
        return f"{title}Not in this workbook: {reasons[name]}. It is in the CSV and Parquet files."
    return f"{title}Sheet {names[name]}, {rows.height:,} rows."


def _codebook(tables: Iterable[Rows]) -> list[tuple[str | None, ...]]:
    header = ("table", "field", "title", "type", "required", "allowed", "description")
    return [header, *(_described(rows.table, field) for rows in tables for field in rows.fields)]


def _described(table: Table, field: Field) -> tuple[str | None, ...]:
    required = "yes" if table.required(field) else "no"
    allowed = allowed_words(table, field) or None
    return table.name, field.name, field.title, type_words(field), required, allowed, field.description


def _shortened(text: str | None) -> str | None:
    """Cut a schema's own words to what a cell holds."""
    return f"{text[: LONGEST // 2 - 2]} …" if text and len(text) > LONGEST // 2 else text


def _write(path: Path, release: Release, sheets: Sequence[_Sheet]) -> None:
    filters = [None if sheet.name == _README else sheet.area for sheet in sheets]
    parts = {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": core_properties(plain(release.dataset.title), release.provenance.timestamp),
        "xl/workbook.xml": workbook([sheet.name for sheet in sheets], filters),
        "xl/_rels/workbook.xml.rels": workbook_relations(len(sheets)),
        "xl/styles.xml": STYLES,
    }
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(_member(name), text)
        for number, (sheet, area) in enumerate(zip(sheets, filters, strict=True), 1):
            with archive.open(_member(_sheet_path(number)), "w") as file:
                file.write(sheet_head(sheet.widths, sheet.rows.height).encode())
                file.write(_header(sheet.header).encode())
                for batch in batches(sheet.lines):
                    file.write(batch.write_csv(None, include_header=False, quote_style="never").encode())
                file.write(sheet_foot(area).encode())


def _member(name: str) -> ZipInfo:
    """Describe a file of the container: nothing of the machine, its clock or its user."""
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_STORED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member


def _sheet_path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _header(labels: Sequence[str]) -> str:
    texts = pl.DataFrame({"label": labels}).select(escaped(pl.col("label"))).to_series()
    cells = (
        f'<c r="{column_name(at)}1" s="{BOLD}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="1">{"".join(cells)}</row>\n'


def _prove(path: Path, made: Made, sheets: Iterable[_Sheet]) -> None:
    with ZipFile(path) as archive:
        for number, sheet in enumerate(sheets, 2):
            read = _read(archive, _sheet_path(number), sheet.rows.fields)
            insist_equal_batches(made.path, "XLSX", sheet.rows, read)


def _read(archive: ZipFile, name: str, fields: Sequence[Field]) -> Iterator[pl.DataFrame]:
    """Read a sheet's rows in batches; the container's checksum is checked on the way."""
    with archive.open(name) as file:
        for _ in range(3):  # the declaration, what stands before the rows, the header
            file.readline()
        while lines := list(islice(file, BATCH)):
            rows = [line.decode() for line in lines if line.startswith(b"<row ")]
            if rows:
                yield cells_of(fields, pl.Series("row", rows, pl.String))
