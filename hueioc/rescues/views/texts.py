"""From a free text or a row of a table to a call, for every door that takes texts."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hueioc.lib.refusals import Refusal
from hueioc.rescues.queries import check_new, terms
from hueioc.rescues.rules.intake import KINDS, LONGEST_TEXT, NewRescue
from hueioc.rescues.rules.parsing import read_text
from hueioc.rescues.rules.phones import plain

MOST_ROWS = 500
# What a table of social posts may call its columns; the first line says which it has.
COLUMNS = {
    "text": ("text", "content", "message", "noi dung", "nội dung", "bai viet", "bài viết", "post"),
    "name": ("name", "ten", "tên", "ho ten", "họ tên", "author", "nguoi dang", "người đăng"),
    "phone": ("phone", "sdt", "sđt", "so dien thoai", "số điện thoại", "dien thoai", "điện thoại", "tel"),
    "address": ("address", "dia chi", "địa chỉ", "noi o", "nơi ở"),
    "people": ("people", "so nguoi", "số người"),
    "lat": ("lat", "latitude", "vi do", "vĩ độ"),
    "lon": ("lon", "lng", "longitude", "kinh do", "kinh độ"),
    "link": ("link", "url", "id", "nguon", "nguồn"),
}


def from_text(text: str, *, channel: str, phone: str = "", key: str | None = None, language: str = "vi") -> NewRescue:
    """A call from words alone; a long one keeps its beginning, and the sender's phone comes first."""
    read = read_text(text, terms())
    phones = dict.fromkeys([*filter(None, [plain(phone)]), *read.phones])
    return NewRescue(
        text=text[:LONGEST_TEXT],
        address=read.address,
        people=read.people,
        depth=read.depth,
        **_counts(read.counts),
        needs=read.needs,
        name=read.name,
        phones=tuple(phones)[:5],
        channel=channel,
        language=language,
        key=key,
    )


def _counts(counts: dict[str, int]) -> dict[str, Any]:
    return {kind: counts.get(kind, 0) for kind in KINDS}


@dataclass(frozen=True)
class Line:
    """One row of a pasted table: its number, the call it would be, or what is wrong with it."""

    number: int
    new: NewRescue | None
    fault: str


def rows_of(pasted: str, *, channel: str) -> list[Line]:
    """Rows of a pasted table (comma, semicolon or tab), each as a call or with its fault; a heading names the columns.

    Without a known heading every line is one text. Blank lines are left out.
    """
    lines = [line for line in pasted.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return []
    delimiter = max(",;\t", key=lines[0].count)
    heading = _heading(lines[0], delimiter)
    if not heading:
        return [_line(number, {"text": line}, channel) for number, line in enumerate(lines[:MOST_ROWS], 1)]
    return list(_rows(pasted, delimiter, heading, channel))


def _heading(line: str, delimiter: str) -> list[str]:
    names = [cell.strip().strip('"').casefold() for cell in line.split(delimiter)]
    known = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    found = [known.get(name, "") for name in names]
    return found if "text" in found or "phone" in found or "address" in found else []


def _rows(pasted: str, delimiter: str, heading: list[str], channel: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(pasted), delimiter=delimiter, strict=False)
    try:
        for number, cells in enumerate(reader):
            if number == 0 or not any(cell.strip() for cell in cells):
                continue
            if number > MOST_ROWS:
                yield Line(number, None, _("At most 500 rows at once; paste the rest afterwards."))
                return
            yield _line(number, dict(zip(heading, cells, strict=False)), channel)
    except csv.Error as error:
        yield Line(reader.line_num, None, _("This row cannot be read as a table: %(fault)s.") % {"fault": error})


def _line(number: int, cells: dict[str, str], channel: str) -> Line:
    text = cells.get("text", "")
    try:
        read = from_text(text, channel=channel, phone=cells.get("phone", ""), key=_key(cells, text))
        new = _with_cells(read, cells)
        if not new.phones and cells.get("phone", "").strip():
            raise Refusal(_("The phone in this row is none."))
        check_new(new)
    except Refusal as refusal:
        return Line(number, None, str(refusal.sentence))
    except ValueError:
        return Line(number, None, _("A number in this row cannot be read."))
    return Line(number, new, "")


def _key(cells: dict[str, str], text: str) -> str:
    """The same post pasted twice is one call; two families who write the same words from two phones are two."""
    told = [cells.get(name, "") for name in ("link", "phone", "address", "name")]
    return "post:" + "|".join([*told, text])


def _with_cells(read: NewRescue, cells: dict[str, str]) -> NewRescue:
    """What stands in a column of its own goes before what was read in the text."""
    people, lat, lon = (cells.get(name, "").strip().replace(",", ".") for name in ("people", "lat", "lon"))
    return NewRescue(
        **{
            **{name: getattr(read, name) for name in read.__dataclass_fields__},
            "name": cells.get("name", "").strip() or read.name,
            "address": cells.get("address", "").strip() or read.address,
            "people": int(float(people)) if people else read.people,
            "lat": float(lat) if lat else None,
            "lon": float(lon) if lon else None,
        }
    )
