"""Reporting periods as people write them: a month, a quarter or a year."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid

_PATTERN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


class Period(NamedTuple):
    """First and last day, both included, and the number of months: 1, 3 or 12. `name` is 2026, 2026-Q4 or 2026-11."""

    name: str
    first: date
    last: date
    months: int


def read_period(text: str) -> Period:
    """The period of `2026`, `2026-Q4` or `2026-11`. Raises Invalid with a sentence for anything else."""
    found = _PATTERN.fullmatch(text.strip())
    if found is None:
        sentence = _("This is not a period. Write a year, a quarter or a month: 2026, 2026-Q4, 2026-11.")
        raise Invalid(sentence, fields={"period": sentence})
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        begin, months = int(month), 1
    elif quarter:
        begin, months = 3 * int(quarter) - 2, 3
    else:
        begin, months = 1, 12
    end = begin + months - 1
    return Period(found[0], date(year, begin, 1), date(year, end, monthrange(year, end)[1]), months)


def recent(day: date, months: int = 12) -> list[Period]:
    """Periods to choose from, the latest first: months back from a day, then their quarters and years."""
    back = [divmod(day.year * 12 + day.month - 1 - n, 12) for n in range(months)]
    names = [f"{year}-{month + 1:02d}" for year, month in back]
    names += dict.fromkeys(f"{year}-Q{month // 3 + 1}" for year, month in back)
    names += dict.fromkeys(f"{year}" for year, _month in back)
    return [read_period(name) for name in names]
