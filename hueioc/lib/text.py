"""Folds and checks what people type, so that search, comparison and storage agree on one form."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# The combining marks of Latin letters; taken out at once they leave plain letters in every Vietnamese text.
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
# Control characters no document format may carry (XML 1.0 §2.2), except tab and line breaks.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: `Vỹ Dạ` and `vy da` become equal."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = _MARKS.sub("", decomposed)
    if not bare.isascii():  # marks of other scripts
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.casefold()).strip()


def has_broken_characters(text: str) -> bool:
    """True for lone surrogates and control characters that no database and no document accepts."""
    return _FORBIDDEN.search(text) is not None


def tidy(text: str) -> str:
    """NFC form with unified line ends and without outer blanks; callers reject broken characters first."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
