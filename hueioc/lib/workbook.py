"""Writes small spreadsheets (Office Open XML) with the standard library: texts, numbers and dates, nothing that runs.

Texts go in as inline strings, which no program takes for a formula, whatever they begin with.
"""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | date | None
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[\[\]:*?/\\]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Day 0 of spreadsheets, with their leap year of 1900 that never was.
_EPOCH = date(1899, 12, 30)
# Styles by number: 0 plain, 1 bold, 2 day, 3 per cent.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/>'
    '</font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Share(float):
    """A share from 0 to 1, shown in per cent."""


class Sheet(NamedTuple):
    """One sheet: its name, the heads of its columns, its rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file with these sheets; the first row of each is bold and stays in sight."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        numbers = range(1, len(sheets) + 1)
        book.writestr("[Content_Types].xml", _HEAD + _content_types(numbers))
        book.writestr("_rels/.rels", _HEAD + _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        book.writestr("xl/workbook.xml", _HEAD + _book(sheets))
        links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        book.writestr("xl/_rels/workbook.xml.rels", _HEAD + _relations([*links, ("rIdS", "styles", "styles.xml")]))
        book.writestr("xl/styles.xml", _HEAD + _STYLES)
        for number, sheet in zip(numbers, sheets, strict=True):
            book.writestr(f"xl/worksheets/sheet{number}.xml", _HEAD + _sheet(sheet))
    return out.getvalue()


def _content_types(numbers: Sequence[int]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", f"{kind}.sheet.main+xml"), ("/xl/styles.xml", f"{kind}.styles+xml")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", f"{kind}.worksheet+xml") for number in numbers]
    rows = "".join(f'<Override PartName="{part}" ContentType="{what}"/>' for part, what in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{rows}</Types>'


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    rows = "".join(
        f'<sheet name={quoteattr(_NAME.sub(" ", sheet.name)[:31])} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{rows}</sheets></workbook>'


def _sheet(sheet: Sheet) -> str:
    rows = [_row([_text(head, 1) for head in sheet.heads], 1)]
    rows += [_row([_cell(value) for value in row], number) for number, row in enumerate(sheet.rows, 2)]
    frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>'
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(sheet, place - 1)}" customWidth="1"/>'
        for place in range(1, len(sheet.heads) + 1)
    )
    columns = f"<cols>{widths}</cols>" if widths else ""
    return (
        f'<worksheet xmlns="{_MAIN}">{frozen}</sheetViews>{columns}<sheetData>{"".join(rows)}</sheetData></worksheet>'
    )


def _width(sheet: Sheet, place: int) -> int:
    texts = [sheet.heads[place], *(str(row[place]) for row in sheet.rows if place < len(row))]
    return min(60, max(10, *(len(text) + 2 for text in texts)))


def _row(cells: Sequence[str], number: int) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(text: str, style: int = 0) -> str:
    shown = escape(_FORBIDDEN.sub(" ", text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _cell(value: Cell) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f'<c s="2"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, Share):
        return f'<c s="3"><v>{float(value)!r}</v></c>'
    return f"<c><v>{value!r}</v></c>" if isinstance(value, int | float) else _text(value)
