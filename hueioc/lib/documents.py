"""Turns a hostile upload into a harmless document: a picture is encoded anew, a PDF loses all that could run.

A PDF is read in a process of its own with little time and memory, because a file made with intent can keep a reader
busy for ever.
"""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from hueioc.lib.pictures import make_safe
from hueioc.lib.refusals import Invalid, Refusal

LARGEST_PDF_BYTES = 20 * 1024 * 1024
MOST_PAGES = 200
_SECONDS = 30
_MARK = b"%PDF-"
# ISO 32000 lets bytes stand before the mark; readers look for it in the first kilobyte.
_MARK_WITHIN = 1024
_ROOT = Path(__file__).resolve().parents[2]
# Exit codes of the process that reads a PDF.
READ, BROKEN, LOCKED, TOO_LONG = 0, 3, 4, 5


@dataclass(frozen=True, slots=True)
class SafeDocument:
    """A document as it may be kept and shown: its bytes, media type and number of pages."""

    data: bytes
    media_type: str
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        return "pdf" if self.media_type == "application/pdf" else "jpg"


def make_safe_document(data: bytes) -> SafeDocument:
    """The document without anything that runs or tells on its sender. Raises Invalid for anything else."""
    if _MARK in data[:_MARK_WITHIN]:
        return _pdf(data)
    try:
        return SafeDocument(make_safe(data).jpeg, "image/jpeg", 1)
    except Refusal as fault:
        raise Invalid(
            _("This file is neither a PDF nor a picture that can be read, or it is larger than 20 MB.")
        ) from fault


def _pdf(data: bytes) -> SafeDocument:
    if len(data) > LARGEST_PDF_BYTES:
        raise Invalid(_("This PDF is too large. Send one of at most 20 MB."))
    command = [sys.executable, "-m", "hueioc.lib.harmless_pdf", str(MOST_PAGES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, cwd=_ROOT)
    except subprocess.TimeoutExpired:
        raise Invalid(_("This PDF cannot be read. Save or print it as PDF again and send that.")) from None
    if done.returncode == LOCKED:
        raise Invalid(_("This PDF is locked with a password. Send one without."))
    if done.returncode == TOO_LONG:
        raise Invalid(_("This PDF has more than 200 pages. Send it in parts."))
    if done.returncode != READ:
        raise Invalid(_("This PDF cannot be read. Save or print it as PDF again and send that."))
    pages, _mark, harmless = done.stdout.partition(b"\n")
    return SafeDocument(harmless, "application/pdf", int(pages))


def document_answer(data: bytes, media_type: str, name: str, fallback: str) -> HttpResponse:
    """A document for a browser that keeps no copy, under the name it came with and the ending of what it is now."""
    answer = HttpResponse(data, content_type=media_type)
    ending = "pdf" if media_type == "application/pdf" else "jpg"
    named = f"{name.rpartition('.')[0] or fallback}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(False, named) or "inline"
    answer["Cache-Control"] = "no-store"
    return answer
