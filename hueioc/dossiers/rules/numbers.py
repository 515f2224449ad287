"""Dossier numbers in the three forms that are in use: read whatever was typed, write one canonical text.

A number is agency, day and sequence with hyphens between: `G09.20-20260609-0092637`, `H57.12-261127-0001` and the
older `000.00.16.H57-210826-0001` (domain notes on dossiers, "Dossier number"). The agency is an optional prefix of
three groups, a letter G or H with two digits, and up to three more groups.
"""

import re
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid

AGENCY = r"(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[GH][0-9]{2}(?:\.[0-9]{1,3}){0,3}"
_NUMBER = re.compile(rf"({AGENCY})-([0-9]{{6}}|[0-9]{{8}})-([0-9]{{4,7}})")
# What word processors and telephones put where a hyphen belongs.
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−_/", "-"))
_MOST_DIGITS = 7
LONGEST = 48


class DossierNumber(NamedTuple):
    """One number; how many digits its day and sequence have belongs to it, because it is printed so."""

    agency: str
    day: date
    sequence: int
    day_digits: int = 6
    sequence_digits: int = 4

    def __str__(self) -> str:
        day = self.day.strftime("%Y%m%d")[8 - self.day_digits :]
        return f"{self.agency}-{day}-{self.sequence:0{self.sequence_digits}d}"


def read_number(typed: str) -> DossierNumber:
    """The number somebody typed or scanned. Raises Invalid with a sentence that says what a number looks like."""
    text = "".join(typed[: 2 * LONGEST].translate(_HYPHENS).upper().split())
    match = _NUMBER.fullmatch(text)
    day = _day(match[2]) if match else None
    if match is None or day is None:
        sentence = _("This is not a dossier number. It has an agency, a day and a sequence: H00.00-260131-0001.")
        raise Invalid(sentence, fields={"number": sentence})
    return DossierNumber(match[1], day, int(match[3]), len(match[2]), len(match[3]))


def is_agency(text: str) -> bool:
    """Whether this is the identifier of an agency as numbers carry it."""
    return re.fullmatch(AGENCY, text) is not None


def next_number(agency: str, day: date, last: int, *, day_digits: int, sequence_digits: int) -> DossierNumber:
    """The number after the `last` one of an agency's day; the sequence grows a digit when it must.

    Raises Invalid when ten million were given out on one day.
    """
    sequence = last + 1
    digits = max(sequence_digits, len(str(sequence)))
    if digits > _MOST_DIGITS:
        raise Invalid(_("This agency has given out every number of this day."))
    return DossierNumber(agency, day, sequence, day_digits, digits)


def _day(digits: str) -> date | None:
    # Six digits leave the century out; the numbering began in this one.
    whole = digits if len(digits) == 8 else f"20{digits}"
    try:
        return date(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    except ValueError:
        return None
