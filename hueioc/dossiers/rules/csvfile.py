"""Reads dossiers of another system from a CSV file: every line a dossier, every fault a sentence with its line."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hueioc.lib.refusals import Invalid
from hueioc.lib.text import has_broken_characters

NEEDED = ("number", "procedure", "received_by", "applicant", "registered_at", "status")
DATES = (
    *("registered_at", "accepted_at", "appointment_at", "done_at", "returned_at", "refused_at", "stopped_at"),
    *("withdrawn_at", "supplement_asked_at", "supplement_received_at", "paid_at"),
)
OTHERS = (
    *("unit", "applicant_kind", "phone", "id_number", "address", "channel", "paid_via", "result_code", "outcome"),
    *("has_electronic_result", "is_vneid"),
)
COLUMNS = frozenset((*NEEDED, *DATES, *OTHERS))
_YES = frozenset({"1", "yes", "true", "có", "x"})
_NO = frozenset({"", "0", "no", "false", "không"})
_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
_LONGEST_CELL = 500


@dataclass(frozen=True)
class Line:
    """One line of the file: its number (the head is line 1), its cells, and its instants in UTC-aware form."""

    number: int
    cells: Mapping[str, str]
    instants: Mapping[str, datetime]

    def is_yes(self, column: str) -> bool:
        """A yes or a no. Raises Invalid for anything else."""
        text = self.cells.get(column, "").casefold()
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise Invalid(_("%(column)s is yes or no, not %(text)s.") % {"column": column, "text": repr(text[:20])})


def read_lines(text: Iterable[str], zone: ZoneInfo) -> Iterator[Line | tuple[int, str]]:
    """Every line of a file, or (line, sentence) for one that cannot be read.

    Raises Invalid when the head is not one of a dossier file: then nothing of it can be read.
    """
    rows = csv.reader(text, strict=True)
    try:
        head = [name.strip().removeprefix("\ufeff") for name in next(rows, [])]
        _check_head(head)
        for row in rows:
            yield _line(rows.line_num, head, row, zone)
    except csv.Error as error:
        yield rows.line_num, _("This is not a line of a CSV file: %(what)s.") % {"what": error}


def _check_head(head: list[str]) -> None:
    missing = [name for name in NEEDED if name not in head]
    strange = [name for name in head if name not in COLUMNS]
    if missing:
        raise Invalid(_("The head lacks the columns: %(names)s.") % {"names": ", ".join(missing)})
    if strange or len(set(head)) != len(head):
        names = ", ".join(strange[:5]) or _("one stands twice")
        raise Invalid(_("The head has columns that are not known: %(names)s.") % {"names": names})


def _line(number: int, head: list[str], row: list[str], zone: ZoneInfo) -> Line | tuple[int, str]:
    if len(row) != len(head):
        return number, _("This line has %(has)d cells, the head has %(wants)d.") % {"has": len(row), "wants": len(head)}
    cells = {name: cell.strip() for name, cell in zip(head, row, strict=True)}
    broken = next((name for name, cell in cells.items() if has_broken_characters(cell)), "")
    if broken:
        return number, _("%(column)s holds characters that cannot be stored.") % {"column": broken}
    long = next((name for name, cell in cells.items() if len(cell) > _LONGEST_CELL), "")
    if long:
        return number, _("%(column)s is too long.") % {"column": long}
    empty = [name for name in NEEDED if not cells[name]]
    if empty:
        return number, _("These cells are empty: %(names)s.") % {"names": ", ".join(empty)}
    instants: dict[str, datetime] = {}
    for name in DATES:
        if cells.get(name):
            at = _instant(cells[name], zone)
            if at is None:
                return number, _("%(column)s is no date: %(text)s.") % {"column": name, "text": repr(cells[name][:30])}
            instants[name] = at
    return Line(number, cells, instants)


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601 with or without a zone, or day first as the offices write it; without a zone it is the city's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = next((at for form in _FORMS if (at := _parsed(text, form))), None)  # type: ignore[assignment]
    if found is None or not 1990 <= found.year <= 2100:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None
