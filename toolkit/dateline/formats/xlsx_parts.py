"""The parts of a workbook beside its rows (ECMA-376 part 1, SpreadsheetML), as XML text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

BOLD, DATE, PLAIN_TEXT = 1, 2, 3
"""Styles, by their place in `cellXfs` of STYLES."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = f"{_PACKAGE}/metadata/core-properties"
_OOXML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/>'
    "</Relationships>"
)

STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def column_name(at: int) -> str:
    """Return the letters of a column, counted from 0: A, B and so on, AA after Z."""
    before, letter = divmod(at, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + letter)


def content_types(sheets: int) -> str:
    """Return [Content_Types].xml."""
    parts = {
        "/xl/workbook.xml": f"{_OOXML}.sheet.main+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{_OOXML}.worksheet+xml" for n in range(1, sheets + 1)},
        "/xl/styles.xml": f"{_OOXML}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    said = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )


def workbook(names: Sequence[str], filters: Sequence[str | None]) -> str:
    """Return xl/workbook.xml: the sheets' names, and for each the range that is filtered, if one is."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"{escape(_absolute(name, area))}</definedName>"
        for n, (name, area) in enumerate(zip(names, filters, strict=True))
        if area is not None
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets>"
        f"{f'<definedNames>{defined}</definedNames>' if defined else ''}</workbook>"
    )


def _absolute(sheet: str, area: str) -> str:
    corners = []
    for corner in area.split(":"):
        letters = corner.rstrip("0123456789")
        corners.append(f"${letters}${corner[len(letters) :]}")
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{':'.join(corners)}"


def workbook_relations(sheets: int) -> str:
    """Return xl/_rels/workbook.xml.rels."""
    links = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    links.append((f"{_OFFICE}/styles", "styles.xml"))
    said = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def core_properties(title: str, created: str) -> str:
    """Return docProps/core.xml; `created` is RFC 3339."""
    stamp = "".join(
        f'<dcterms:{each} xsi:type="dcterms:W3CDTF">{created}</dcterms:{each}>'
        for each in ("created", "modified")
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>dateline</dc:creator>{stamp}</cp:coreProperties>"
    )


def sheet_head(widths: Sequence[int], rows: int) -> str:
    """Return a worksheet up to its first row: the first row stays in view, columns have widths."""
    area = filtered(len(widths), rows)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="{area}"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>\n"
    )


def sheet_foot(area: str | None) -> str:
    """Return a worksheet behind its last row."""
    return f"</sheetData>{f'<autoFilter ref={quoteattr(area)}/>' if area else ''}</worksheet>"


def filtered(columns: int, rows: int) -> str:
    """Return the range of a header and so many rows below it."""
    return f"A1:{column_name(columns - 1)}{rows + 1}"
