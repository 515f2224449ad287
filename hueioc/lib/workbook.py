"""Small spreadsheets (Office Open XML) from rows of texts, numbers, shares and dates; nothing in them runs."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME, _NARROWEST, _WIDEST = 31, 10, 60
# What people type must not become a formula or a link by what it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Share(float):
    """A share from 0 to 1, shown in per cent."""


class Sheet(NamedTuple):
    """One sheet: its name, the heads of its columns, its rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class _Forms(NamedTuple):
    head: Format
    day: Format
    share: Format


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file with these sheets; the first row of each is bold and stays in sight."""
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        forms = _Forms(
            book.add_format({"bold": True}),
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "0.00%"}),
        )
        for sheet in sheets:
            _write(book.add_worksheet(_NAME.sub(" ", sheet.name)[:_LONGEST_NAME]), sheet, forms)
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet, forms: _Forms) -> None:
    page.freeze_panes(1, 0)
    for place, head in enumerate(sheet.heads):
        texts = [head, *(str(row[place]) for row in sheet.rows if place < len(row))]
        page.set_column(place, place, min(_WIDEST, max(_NARROWEST, *(len(text) + 2 for text in texts))))
        page.write_string(0, place, _harmless(head), forms.head)
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _write_cell(page, number, place, value, forms)


def _write_cell(page: Worksheet, number: int, place: int, value: Cell, forms: _Forms) -> None:
    if value is None:
        return
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        page.write_datetime(number, place, day, forms.day)
    elif isinstance(value, Share):
        page.write_number(number, place, float(value), forms.share)
    elif isinstance(value, int | float):
        page.write_number(number, place, value)
    else:
        page.write_string(number, place, _harmless(value))


def _harmless(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
