"""Periods of returns: a month, quarter, half or year, which by law may end on a day before the month does."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from hueioc.returns.pack import Length

MONTHS: dict[Length, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MARKS: dict[Length, str] = {"month": "M", "quarter": "Q", "half": "H", "year": "Y"}
_CODE = re.compile(r"(\d{4})-([MQHY])(\d{1,2})")


class Period(NamedTuple):
    """One period: its code (`2026-M10`, `2026-Q3`, `2026-H1`, `2026-Y1`) and its days, both included."""

    code: str
    first: date
    last: date

    @property
    def length(self) -> Length:
        return next(length for length, mark in _MARKS.items() if mark == self.code[5])

    @property
    def year(self) -> int:
        return int(self.code[:4])

    @property
    def number(self) -> int:
        """Which one of its year: the month 1 to 12, the quarter 1 to 4, the half 1 or 2."""
        return int(self.code[6:])


def _end(year: int, month: int, closes_day: int) -> date:
    """The last day of data of a month; 0 is the end of the month itself."""
    last = monthrange(year, month)[1]
    return date(year, month, min(closes_day, last) if closes_day else last)


def _month_before(year: int, month: int, back: int) -> tuple[int, int]:
    place = year * 12 + month - 1 - back
    return place // 12, place % 12 + 1


def period_at(year: int, number: int, length: Length, closes_day: int = 0) -> Period:
    """The period with a number within a year."""
    months = MONTHS[length]
    last = _end(year, number * months, closes_day)
    before = _month_before(year, number * months, months)
    return Period(f"{year}-{_MARKS[length]}{number}", _end(*before, closes_day) + timedelta(days=1), last)


def period_of(day: date, length: Length, closes_day: int = 0) -> Period:
    """The period that holds a day."""
    number = (day.month - 1) // MONTHS[length] + 1
    found = period_at(day.year, number, length, closes_day)
    return found if day <= found.last else after(found, closes_day)


def period_called(code: str, closes_day: int = 0) -> Period:
    """The period with this code. Raises ValueError for what is none."""
    found = _CODE.fullmatch(code)
    length = next((length for length, mark in _MARKS.items() if found and mark == found[2]), None)
    if found is None or length is None or not 1 <= int(found[3]) <= 12 // MONTHS[length] or int(found[1]) < 1900:
        raise ValueError(f"{code} is no period")
    return period_at(int(found[1]), int(found[3]), length, closes_day)


def after(period: Period, closes_day: int = 0) -> Period:
    """The period that follows."""
    most = 12 // MONTHS[period.length]
    year, number = (period.year, period.number + 1) if period.number < most else (period.year + 1, 1)
    return period_at(year, number, period.length, closes_day)


def before(period: Period, closes_day: int = 0) -> Period:
    """The period in front of it."""
    most = 12 // MONTHS[period.length]
    year, number = (period.year, period.number - 1) if period.number > 1 else (period.year - 1, most)
    return period_at(year, number, period.length, closes_day)


def same_day(period: Period, day: int, months_after: int) -> date:
    """A day of the month that lies some months after the period's last one; 0 is the end of that month."""
    year, month = _month_before(period.year, period.number * MONTHS[period.length], -months_after)
    return _end(year, month, day)
