"""The shapes of working calendars and of dated limits and numbers in rules packs."""

from datetime import date, time
from pathlib import Path
from typing import Literal, TypeVar

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, read_toml
from hueioc.workflow.pack.services import Allowance


class Session(Validity, frozen=True, kw_only=True):
    """Office hours on some days of the week (1 = Monday), local time of the city."""

    weekdays: list[int]
    begins: time
    ends: time


class Holiday(Pack, frozen=True, kw_only=True):
    """A named day off, so that a deadline's trace can say why it skipped a day."""

    code: PackCode
    names: Text


class CalendarYear(Pack, frozen=True, kw_only=True):
    """The days off of one year by holiday, and the days of the weekend on which offices work instead."""

    year: int
    source: str
    status: Literal["confirmed", "example", "to_be_verified"]
    off: dict[PackCode, list[date]] = {}
    worked: list[date] = []


class Calendar(Pack, frozen=True, kw_only=True):
    """`calendar.toml`: weekly sessions, and for each listed year its days off and its swapped working days."""

    code: PackCode
    names: Text
    session: list[Session]
    holiday: list[Holiday]
    year: list[CalendarYear]


class Limit(Validity, frozen=True, kw_only=True):
    """A dated time limit by name; the one that holds on a day is used for work opened on that day."""

    code: PackCode
    names: Text
    allowance: Allowance


class Number(Validity, frozen=True, kw_only=True):
    """A dated number by name, such as a share (0–1) or a count."""

    code: PackCode
    names: Text
    value: float
    unit: PackCode = "count"


class RuleSet(Pack, frozen=True, kw_only=True):
    """`rules.toml`: limits and numbers with source and days of validity; the arithmetic is in the rooms."""

    code: PackCode
    names: Text
    limit: list[Limit] = []
    number: list[Number] = []

    def limit_on(self, code: str, day: date) -> Allowance:
        """The time limit that holds on a day. Raises LookupError when none does."""
        return _in_force(self.limit, code, day).allowance

    def number_on(self, code: str, day: date) -> float:
        """The number that holds on a day. Raises LookupError when none does."""
        return _in_force(self.number, code, day).value


Rule = TypeVar("Rule", Limit, Number)


def _in_force(rules: list[Rule], code: str, day: date) -> Rule:
    for rule in rules:
        if rule.code == code and rule.holds_on(day):
            return rule
    raise LookupError(f"no rule {code} is in force on {day}")


def read_calendar(pack: CityPack) -> Calendar:
    """The calendar the city names. Raises PackError."""
    return read_toml(pack.root / "rules" / pack.city.calendar / "calendar.toml", Calendar)


def read_rules(folder: Path) -> RuleSet:
    """One set of limits and numbers. Raises PackError."""
    return read_toml(folder / "rules.toml", RuleSet)
