"""Reads a workbook (.xlsx) that somebody filled in by hand: its cells with their addresses, at a bounded cost.

An uploaded workbook may be made to harm: an archive that grows a thousandfold or lies about its sizes, millions of
rows, merged areas of a whole sheet, entities that expand. So every part is unpacked here within its bound and looked
at before the reader sees it; the reader gets an archive of these parts only.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from hueioc.lib.refusals import Invalid

LARGEST_BYTES = 2_000_000
# What the parts may hold unpacked: a form of a hundred lines needs a hundredth of it.
LARGEST_PARTS, LARGEST_PART, MOST_PARTS = 5_000_000, 2_000_000, 200
MOST_ROWS, MOST_COLUMNS = 2_000, 50
_MARKUP = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CELLS = re.compile(rb"<(?:\w+:)?c[\s/>]")
_MERGES = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")
_AREAS = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_MOST_CELLS = 20_000


@dataclass(frozen=True)
class SheetCell:
    """One cell: its address (`C7`), what it holds and of which kind."""

    address: str
    kind: Literal["empty", "text", "number", "formula", "date", "bool", "percent", "error"]
    text: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class ReadSheet:
    """One sheet: cells by (row, column) from 1, and which cells are merged into others, by address."""

    name: str
    cells: dict[tuple[int, int], SheetCell]
    merged: frozenset[str]

    def at(self, row: int, column: int) -> SheetCell:
        """The cell in a place; an empty one where nothing stands."""
        return self.cells.get((row, column)) or SheetCell(address_of(row, column), "empty")

    @property
    def last_row(self) -> int:
        return max((row for row, _column in self.cells), default=0)


def address_of(row: int, column: int) -> str:
    """`C7` for row 7, column 3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_sheet(data: bytes, name: str) -> ReadSheet:
    """The sheet with a name. Raises Invalid with a sentence for what is no workbook, too large, or lacks it."""
    harmless = _unpacked(data)
    try:
        book = load_workbook(harmless, read_only=False, data_only=False, keep_links=False)
    # Whatever a reader of XML raises at a file made by somebody else is the file's fault.
    except Exception as error:
        raise Invalid(_("This file cannot be read as an Excel workbook (.xlsx).")) from error
    try:
        if name not in book.sheetnames:
            raise Invalid(
                _("The workbook has no sheet “%(wanted)s”; it has: %(there)s.")
                % {"wanted": name, "there": ", ".join(book.sheetnames[:5])}
            )
        page = book[name]
        if not hasattr(page, "iter_rows") or page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
            raise Invalid(_("The sheet holds more rows or columns than the form has."))
        cells = {(cell.row, cell.column): _read(cell) for row in page.iter_rows() for cell in row if _is_filled(cell)}
        merged = frozenset(address_of(*place) for area in page.merged_cells.ranges for place in _places(area))
    finally:
        book.close()
    return ReadSheet(name, cells, merged)


def _places(area: Any) -> Iterator[tuple[int, int]]:
    """The cells of a merged area, as far as a form reaches."""
    for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1):
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1):
            yield row, column


def _unpacked(data: bytes) -> BytesIO:
    """The parts of a workbook in an archive of our own, whose sizes are what they say."""
    if len(data) > LARGEST_BYTES:
        raise Invalid(_("This file is too large for a form."))
    safe, whole = BytesIO(), 0
    try:
        with ZipFile(BytesIO(data)) as archive, ZipFile(safe, "w", ZIP_STORED) as copy:
            if len(archive.infolist()) > MOST_PARTS:
                raise Invalid(_("This file is too large for a form."))
            for part in archive.infolist():
                # Never more than the bound, whatever size the archive claims.
                with archive.open(part) as opened:
                    content = opened.read(LARGEST_PART + 1)
                whole += len(content)
                if len(content) > LARGEST_PART or whole > LARGEST_PARTS:
                    raise Invalid(_("This file is too large for a form."))
                _look_at(content, part.filename)
                copy.writestr(part.filename, content)
    # A broken or locked archive; a compression method nobody uses for workbooks raises NotImplementedError.
    except (BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
        raise Invalid(_("This file cannot be read as an Excel workbook (.xlsx).")) from error
    safe.seek(0)
    return safe


def _look_at(part: bytes, name: str) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    if _MARKUP.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Invalid(_("This file cannot be read as an Excel workbook (.xlsx)."))
    areas = _AREAS.findall(part)
    merged = sum(
        (int(last) - int(first) + 1) * (_column(right) - _column(left) + 1) for left, first, right, last in areas
    )
    if len(_CELLS.findall(part)) > _MOST_CELLS or merged > _MOST_CELLS or len(_MERGES.findall(part)) != len(areas):
        raise Invalid(_("The sheet holds more rows or columns than the form has."))


def _size(left: bytes, first: bytes, right: bytes, last: bytes) -> int:
    """How many cells an area has, whichever corner is named first."""
    return (abs(int(last) - int(first)) + 1) * (abs(_column(right) - _column(left)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _is_filled(cell: Any) -> bool:
    return getattr(cell, "value", None) is not None


def _read(cell: Any) -> SheetCell:
    address, value = address_of(cell.row, cell.column), cell.value
    if cell.data_type == "f":
        return SheetCell(address, "formula", str(getattr(value, "text", value))[:200])
    if cell.data_type == "e":
        return SheetCell(address, "error", str(value)[:40])
    if isinstance(value, bool):
        return SheetCell(address, "bool", str(value))
    if isinstance(value, int | float):
        # Excel keeps 17 digits and shows 15: what was typed as 0.1 comes back as 0.1.
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
        if "%" in str(cell.number_format):
            return SheetCell(address, "percent", str(value), number)
        return SheetCell(address, "number" if number.is_finite() else "error", str(value), number)
    if isinstance(value, date | datetime | time):
        return SheetCell(address, "date", str(value))
    return SheetCell(address, "text", str(value))
