"""Numbers as people write them: with the separators of their language when they type, exact when they are kept."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A spreadsheet keeps 15 digits, so no more are taken: what goes out to one comes back the same.
MOST_DIGITS = 15


class Signs(NamedTuple):
    """How a language groups thousands and where its fractions begin."""

    thousands: str
    fraction: str


ENGLISH, CONTINENTAL = Signs(",", "."), Signs(".", ",")
_SPACES = re.compile("[\\s\u00a0\u202f]")
_CANONICAL = re.compile(r"-?\d+(\.\d+)?")


class NotANumber(ValueError):
    """What was written is no number; the sentence says what to write instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def signs_of(language: str) -> Signs:
    """The separators of a language; Arabic pages use Western digits and English separators."""
    return ENGLISH if language[:2] in {"en", "ar"} else CONTINENTAL


def read_number(text: str, signs: Signs) -> Decimal:
    """The number somebody typed or pasted. Raises NotANumber.

    Groups must be whole: in Vietnamese `1.234` is one thousand and more, and `1.5` is refused instead of guessed at.
    """
    bare = _SPACES.sub("", text).replace("\u2212", "-")
    thousands, fraction = re.escape(signs.thousands), re.escape(signs.fraction)
    shape = rf"-?(\d{{1,3}}({thousands}\d{{3}})+|\d+)({fraction}\d+)?"
    if not re.fullmatch(shape, bare, re.ASCII):
        if re.search(r"\d", bare) and re.fullmatch(r"[-\d.,]+", bare, re.ASCII):
            raise NotANumber(
                _("Write it as %(whole)s or %(part)s.")
                % {"whole": f"1{signs.thousands}234", "part": f"1234{signs.fraction}5"}
            )
        raise NotANumber(_("This is not a number."))
    return kept(bare.replace(signs.thousands, "").replace(signs.fraction, "."))


def kept(text: str) -> Decimal:
    """The number as it is kept: digits, one point at most. Raises NotANumber."""
    if not _CANONICAL.fullmatch(text) or not text.isascii():
        raise NotANumber(_("This is not a number."))
    if sum(one.isdigit() for one in text) > MOST_DIGITS:
        raise NotANumber(_("This number is too long."))
    return Decimal(text)


def canonical(number: Decimal) -> str:
    """How a number is kept: `1234.5`, never with an exponent, a needless zero or a minus before zero."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def written(text: str, signs: Signs) -> str:
    """A kept number as the language writes it; what is no kept number stays as it is."""
    if not _CANONICAL.fullmatch(text):
        return text
    whole, _point, part = text.partition(".")
    minus, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", signs.thousands)
    return f"{minus}{grouped}{signs.fraction}{part}" if part else f"{minus}{grouped}"


def plain(text: str, signs: Signs) -> str:
    """A kept number as it is typed into a field: with the language's fraction sign and no groups."""
    return text.replace(".", signs.fraction) if _CANONICAL.fullmatch(text) else text
