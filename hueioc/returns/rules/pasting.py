"""What people copy out of a spreadsheet: lines with a value, with or without the name or code of the line before it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.lib.numerals import Signs
from hueioc.lib.text import fold
from hueioc.returns.pack import UNREAD, Form, FormField, keep

LONGEST_PASTE = 20_000


def pasted(form: Form, text: str, signs: Signs) -> tuple[dict[str, str], list[str | Promise]]:
    """Kept texts by field, and a sentence for every line that was not understood, by its number.

    One column alone is taken in the order of the form's typed lines; with more columns the first that names a line says
    which it is, by its code or its name, and the last filled one is its value.
    """
    rows = [line.split("\t") for line in text[:LONGEST_PASTE].replace("\r", "").split("\n")]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    is_bare = all(len(row) == 1 for row in rows)
    if is_bare and len(rows) > len(form.typed):
        return {}, [_("There are more values than lines in the form.")]
    found: dict[str, str] = {}
    faults: list[str | Promise] = []
    for number, row in enumerate(rows, 1):
        one = form.typed[number - 1] if is_bare else _named(form, row)
        if one is None:
            faults.append(_("Line %(n)s names no line of the form.") % {"n": number})
            continue
        cells = row if is_bare else row[1:]
        value = next((cell for cell in reversed(cells) if cell.strip()), "")
        kept = keep(one, value.strip(), signs)
        if kept.startswith(UNREAD):
            faults.append(
                _("Line %(n)s: “%(text)s” is no number that can be read.") % {"n": number, "text": value[:40]}
            )
        elif one.is_typed:
            found[one.code] = kept
    return found, faults


def _named(form: Form, row: list[str]) -> FormField | None:
    names = {fold(name): one for one in form.field for name in one.names.values()}
    for cell in row:
        one = form.by_code.get(cell.strip()) or names.get(fold(cell.strip()))
        if one is not None:
            return one
    return None
