"""A return as a sheet of a workbook and back: where each line stands, and every fault with the address of its cell."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.numerals import NotANumber, canonical, kept
from hueioc.lib.sheets import ReadSheet, SheetCell
from hueioc.returns.pack import Form, FormField, wrong_number

# The one sheet that is read, its first row of lines, and its columns: code, name, unit, value, remark.
SHEET = "data"
FIRST_ROW, CODE, NAME, UNIT, VALUE = 6, 1, 2, 3, 4
# The cell that says which return the sheet is of.
MARK_ROW, MARK_COLUMN = 1, 1


class CellFault(NamedTuple):
    """What is wrong in one cell of a workbook."""

    address: str
    sentence: str | Promise


def mark_of(code: str, form: str, period: str) -> str:
    """What stands in the first cell, so that last month's file is not read as this month's."""
    return f"{code} {form} {period}"


def read_values(sheet: ReadSheet, form: Form, mark: str) -> tuple[dict[str, str], list[CellFault]]:
    """Kept texts by field, and what is wrong by cell. Computed lines are not read: the house computes them itself."""
    head = sheet.at(MARK_ROW, MARK_COLUMN)
    if head.text != mark:
        return {}, [CellFault(head.address, _("This sheet is of another return. Export this one again."))]
    rows, faults = _rows_by_code(sheet, form)
    values: dict[str, str] = {}
    for one in form.typed:
        if one.code not in rows:
            faults.append(CellFault(f"A{FIRST_ROW}", _("The line “%(line)s” is missing.") % {"line": one.code}))
            continue
        cell = sheet.at(rows[one.code], VALUE)
        try:
            values[one.code] = _value(one, cell, sheet.merged)
        except NotANumber as error:
            faults.append(CellFault(cell.address, error.sentence))
    return values, faults


def _rows_by_code(sheet: ReadSheet, form: Form) -> tuple[dict[str, int], list[CellFault]]:
    rows: dict[str, int] = {}
    faults = []
    for row in range(FIRST_ROW, sheet.last_row + 1):
        cell = sheet.at(row, CODE)
        if cell.kind == "empty":
            continue
        if cell.text not in form.by_code:
            faults.append(CellFault(cell.address, _("There is no line with this code in the form.")))
        elif cell.text in rows:
            faults.append(CellFault(cell.address, _("This line stands twice.")))
        else:
            rows[cell.text] = row
    return rows, faults


_WRONG: Mapping[str, str | Promise] = {
    "formula": _("A formula stands here; paste its value."),
    "error": _("An error of Excel stands here."),
    "date": _("A date stands here instead of a number."),
    # 50 % is kept as 0.5: whoever reads it must not guess which of the two was meant.
    "percent": _("This cell is formatted in per cent; type the number without the sign."),
    "bool": _("TRUE or FALSE stands here instead of a number."),
}


def _value(one: FormField, cell: SheetCell, merged: frozenset[str]) -> str:
    """The kept text of one cell. Raises NotANumber with what is wrong with it."""
    if cell.address in merged:
        raise NotANumber(_("This cell is merged with others; undo that."))
    if cell.kind in _WRONG and (one.is_number or cell.kind in ("formula", "error")):
        raise NotANumber(_WRONG[cell.kind])
    if not one.is_number:
        return cell.text
    if cell.kind == "empty" or not cell.text.strip():
        return ""
    number = _number(cell)
    if wrong := wrong_number(one, number):
        raise NotANumber(wrong)
    return canonical(number)


def _number(cell: SheetCell) -> Decimal:
    """The number of a cell, as a number or as plain digits. Raises NotANumber for a text that only looks like one."""
    if cell.number is not None:
        return kept(f"{cell.number:f}")
    if any(sign in cell.text for sign in ".,") and any(letter.isdigit() for letter in cell.text):
        raise NotANumber(
            _("“%(text)s” is a text with separators; type it as a number, without separators of thousands.")
            % {"text": cell.text[:40]}
        )
    try:
        return kept(cell.text.strip())
    except NotANumber as error:
        raise NotANumber(_("“%(text)s” is a text and no number.") % {"text": cell.text[:40]}) from error
