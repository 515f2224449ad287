"""Reads a PDF from standard input and writes it without anything that runs: how many pages, a line end, the file.

Only pages are taken over into a new file, so scripts, attached files, forms that send and data about the author stay
behind; of the pages only what is drawn. Run as a program by `documents`, never imported by a city.
"""

import io
import resource
import sys
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from hueioc.lib.documents import BROKEN, LOCKED, READ, TOO_LONG

_SECONDS, _BYTES = 20, 1_000_000_000
# Only what is named here is taken over; everything else is left behind, also what no reader of today knows.
_OF_A_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/Group", "/Rotate", "/UserUnit"),
        *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"),
    }
)
_OF_A_MARK = frozenset(
    {
        *("/Type", "/Subtype", "/Rect", "/Contents", "/AP", "/AS", "/F", "/C", "/CA", "/IC", "/Border", "/BS", "/BE"),
        *("/DA", "/DS", "/RC", "/Q", "/MK", "/FT", "/Ff", "/T", "/V", "/DV", "/MaxLen", "/Name", "/NM", "/M"),
        *("/QuadPoints", "/InkList", "/L", "/LE", "/Vertices", "/RD"),
    }
)
# What may stand on a page: marks and filled fields; never a file, a film, a sound or a three-dimensional scene.
_MARKS = frozenset(
    {
        *("/Widget", "/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp", "/Ink"),
        *("/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret"),
    }
)


def main(most_pages: int) -> int:
    """The exit code; see `documents`."""
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return LOCKED
        many = len(reader.pages)
        if not 0 < many <= most_pages:
            return TOO_LONG if many else BROKEN
        out = io.BytesIO()
        _harmless(reader).write(out)
    # A damaged file fails anywhere in the reader; whatever it is, this file cannot be read.
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, MemoryError, OSError, RecursionError):
        return BROKEN
    except (TypeError, ValueError, NotImplementedError, AssertionError):
        return BROKEN
    sys.stdout.buffer.write(b"%d\n" % many + out.getvalue())
    return READ


def _harmless(reader: PdfReader) -> PdfWriter:
    writer = PdfWriter()
    for page in reader.pages:
        _take_over(page)
        writer.add_page(page)
    writer.metadata = None
    return writer


def _take_over(page: DictionaryObject) -> None:
    _keep_only(page, _OF_A_PAGE)
    marks = page.get("/Annots")
    if marks is None:
        return
    kept = [mark for mark in ArrayObject(marks.get_object()) if _is_mark(mark.get_object())]
    for mark in kept:
        _keep_only(mark.get_object(), _OF_A_MARK)
    page[NameObject("/Annots")] = ArrayObject(kept)


def _keep_only(found: DictionaryObject, names: frozenset[str]) -> None:
    for name in [name for name in found if name not in names]:
        del found[name]


def _is_mark(mark: Any) -> bool:
    return isinstance(mark, DictionaryObject) and mark.get("/Subtype") in _MARKS


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
