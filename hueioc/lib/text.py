"""Folds and checks what people type, so that search, comparison and storage agree on one form."""

import re
import unicodedata

# What is neither a plain letter nor a combining mark of Latin letters: no Vietnamese text, taken apart, has any of it.
_OTHERS = re.compile("[^\x00-\x7f\u0300-\u034e\u0350-\u036f]")
# Control characters no document format may carry (XML 1.0 §2.2), except tab and line breaks.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: `Vỹ Dạ` and `vy da` become equal."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    if _OTHERS.search(decomposed):  # other scripts, with marks of their own
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    else:
        bare = decomposed.encode("ascii", "ignore").decode()
    return " ".join(bare.casefold().split())


def has_broken_characters(text: str) -> bool:
    """True for lone surrogates and control characters that no database and no document accepts."""
    return _FORBIDDEN.search(text) is not None


def tidy(text: str) -> str:
    """NFC form with unified line ends and without outer blanks; callers reject broken characters first."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
