"""A workbook filled in by hand comes back as it went; what is wrong in it is told by cell, and harm is bounded."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hueioc.lib.refusals import Invalid
from hueioc.lib.sheets import LARGEST_PART, read_sheet
from hueioc.questions.tests.people import browser
from hueioc.returns.models import Return
from hueioc.returns.queries import form_of
from hueioc.returns.rules.workbooks import FIRST_ROW, SHEET, mark_of, read_values
from hueioc.returns.tests.people import FILLED, OPEN_DAY, opened
from tests.cast import WARD, Cast

SAMPLES = Path(__file__).with_name("samples")


def _export(client: Client, one: Return) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(client.get(f"/returns/{one.code}/xlsx/").content))


def _row(code: str, form: str = "population") -> int:
    return FIRST_ROW + [one.code for one in form_of(form).field].index(code)


def _import(client: Client, one: Return, book: openpyxl.Workbook | bytes) -> HttpResponse:
    if not isinstance(book, bytes):
        out = BytesIO()
        book.save(out)
        book = out.getvalue()
    upload = SimpleUploadedFile("form.xlsx", book)
    return client.post(f"/returns/{one.code}/import/", {"file": upload})  # type: ignore[return-value]


def test_what_is_filled_in_by_hand_comes_back_as_it_was(cast: Cast) -> None:
    client = browser(cast.accounts["officer"])
    one = opened(WARD, form="crops-livestock")
    book = _export(client, one)
    page = book[SHEET]
    typed = {"rice_sown": 120.5, "rice_harvested": 0.1, "rice_yield": 61.55, "vegetables": 0, "pests": 1234567.25}
    typed |= {"cattle": 310, "pigs": 123456789, "poultry": 15400, "culled": 0}
    for code, number in typed.items():
        page.cell(_row(code, "crops-livestock"), 4).value = number
    assert _import(client, one, book).status_code == 302
    one.refresh_from_db()
    assert {code: cell[0] for code, cell in one.draft.items()} == {
        **{"rice_sown": "120.5", "rice_harvested": "0.1", "rice_yield": "61.55", "vegetables": "0"},
        **{"pests": "1234567.25", "cattle": "310", "pigs": "123456789", "poultry": "15400", "culled": "0"},
    }
    before = one.draft
    assert _import(client, one, _export(client, one)).status_code == 302
    one.refresh_from_db()
    assert one.draft == before, "exported and imported unchanged, not a cell differs, nor who filled it"


def test_a_form_filled_in_with_libreoffice_gives_what_was_typed(city: None) -> None:
    """Exported here, opened in LibreOffice Calc 7.4, filled in and saved as a workbook of Excel."""
    sheet = read_sheet((SAMPLES / "filled-in-libreoffice-7.4.xlsx").read_bytes(), SHEET)
    mark = mark_of("26-HWMG-H94B", "infectious-disease", "2026-M11")
    values, faults = read_values(sheet, form_of("infectious-disease"), mark)
    assert faults == []
    assert values == {
        **{"dengue": "1234", "dengue_deaths": "1", "hand_foot_mouth": "3", "influenza": "4"},
        **{"measles": "5", "bites": "6", "outbreaks": "7", "sprayed": "8"},
    }


def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_taken(cast: Cast) -> None:
    client = browser(cast.accounts["officer"])
    one = opened(WARD)
    book = _export(client, one)
    page = book[SHEET]
    for code, number in FILLED.items():
        page.cell(_row(code), 4).value = int(number)
    page.cell(_row("births"), 4).value = "=10+11"
    page.cell(_row("girls"), 4).value = "1.234,5"
    page.cell(_row("third_child"), 4).value = "1,234.5"
    page.cell(_row("deaths"), 4).value = "mười hai"
    page.cell(_row("moved_in"), 4).value = OPEN_DAY.replace(tzinfo=None)
    page.cell(_row("population"), 4).value = 20112.5
    page.cell(_row("deaths"), 4).value, page.cell(_row("deaths"), 4).number_format = 12, "0%"
    page.merge_cells(f"D{_row('moved_out')}:E{_row('moved_out')}")
    answer = _import(client, one, book)
    text = answer.content.decode()
    assert answer.status_code == 400
    for code in ("births", "girls", "third_child", "deaths", "moved_in", "moved_out", "population"):
        assert f">D{_row(code)}<" in text, code
    one.refresh_from_db()
    assert one.draft == {}
    page.title = "Sheet1"
    assert SHEET in _import(client, one, book).content.decode(), "the wrong sheet is told by its name"
    page.title, page["A1"] = SHEET, "26-AAAA-AAAA population 2026-M09"
    assert ">A1<" in _import(client, one, book).content.decode(), "the file of another month"


def _zip(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet holds this."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = SHEET
    book.save(out)
    made = BytesIO()
    with zipfile.ZipFile(out) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = xml.encode()
            copy.writestr(part, content)
    return made.getvalue()


_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.mark.parametrize(
    "data",
    [
        b"not a workbook",
        _zip("xl/workbook.xml", b"0" * (LARGEST_PART + 1)),
        _zip("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
        _with_sheet(_HEAD + "<sheetData>" + "<row><c/></row>" * 30_000 + "</sheetData></worksheet>"),
        _with_sheet(_HEAD + '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        _with_sheet(_HEAD + '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'),
        _with_sheet(_HEAD + "<sheetData><row><c"),
    ],
    ids=["bytes", "bomb", "entities", "cells", "merges", "rows", "broken"],
)
def test_a_hostile_workbook_is_refused_before_it_costs_anything(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_sheet(data, SHEET)


def test_a_size_that_lies_is_believed_by_nobody() -> None:
    data = bytearray(_zip("xl/workbook.xml", b"0" * (LARGEST_PART * 4)))
    claimed = (LARGEST_PART * 4).to_bytes(4, "little")
    small = (100).to_bytes(4, "little")
    with pytest.raises(Invalid):
        read_sheet(bytes(data.replace(claimed, small)), SHEET)
