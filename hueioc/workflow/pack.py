"""The shapes of services, processes, calendars and rule sets in packs, with the checks that they fit together."""

from datetime import date, time
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, read_toml

Evidence = Literal["photo_required", "photo_recommended", "none"]
Phase = Literal["received", "assigned", "in_work", "resolved", "closed"]
Requirement = Literal["reason", "text", "evidence", "units", "until", "outcome", "case", "category", "score", "person"]
Relation = Literal["none", "reporter", "lead", "part", "centre"]


class Allowance(Pack, frozen=True, kw_only=True):
    """How long something may take, in exactly one unit: working days or hours, or hours or minutes of the clock."""

    working_days: int | None = None
    working_hours: float | None = None
    hours: float | None = None
    minutes: float | None = None

    def __post_init__(self) -> None:
        given = [
            value for value in (self.working_days, self.working_hours, self.hours, self.minutes) if value is not None
        ]
        if len(given) != 1 or given[0] <= 0:
            raise ValueError("an allowance is one positive number of working_days, working_hours, hours or minutes")


class Category(Validity, frozen=True, kw_only=True):
    """A kind of matter people bring; a group has no parent, a leaf can be chosen. No allowance: the service's."""

    code: PackCode
    parent: PackCode | None = None
    names: Text
    hint: dict[str, str] = {}
    role: PackCode | None = None
    other_roles: list[PackCode] = []
    allowance: Allowance | None = None
    accept_within: Allowance | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    evidence: Evidence = "photo_recommended"
    keywords: list[str] = []
    sensitive: bool = False
    examples: list[str] = []


class Reason(Validity, frozen=True, kw_only=True):
    """A coded reason with what officers see (`names`) and, when it is told, what everybody reads (`public`)."""

    code: PackCode
    names: Text
    public: dict[str, str] = {}
    needs_text: bool = False
    needs_unit: bool = False
    wait_reason: PackCode | None = None
    most_working_days: int | None = None


class ServiceFile(Validity, frozen=True, kw_only=True):
    """`service.toml`: the service; its categories stand in `categories/*.toml`, its reasons in `reasons.toml`."""

    code: PackCode
    kind: PackCode
    names: Text
    hint: dict[str, str] = {}
    process: PackCode
    rules: PackCode
    allowance: Allowance
    accept_within: Allowance
    objection_working_days: int
    legal_basis: Text
    number_prefix: str = ""


class CategoriesFile(Pack, frozen=True, kw_only=True):
    """`categories/*.toml`: any number of categories; all files of the folder are read together."""

    category: list[Category]


class Reasons(Pack, frozen=True, kw_only=True):
    """`reasons.toml`: why work may pause, go back, be refused or take longer."""

    pause: list[Reason] = []
    return_: list[Reason] = msgspec.field(default_factory=list, name="return")
    refusal: list[Reason] = []
    extension: list[Reason] = []
    withdrawal: list[Reason] = []
    reopening: list[Reason] = []


class Service(Pack, frozen=True, kw_only=True):
    """A service as the house uses it: manifest, categories in order, reasons."""

    about: ServiceFile
    categories: list[Category]
    reasons: Reasons


class PhaseText(Pack, frozen=True, kw_only=True):
    """One phase with what staff (`names`) and the public (`public`) read."""

    code: Phase
    names: Text
    public: Text


class Outcome(Pack, frozen=True, kw_only=True):
    """How work can end; `fixed` counts as done in fact, `follow_up` keeps a clock running after the answer."""

    code: PackCode
    names: Text
    public: Text
    fixed: bool = False
    follow_up: bool = False
    evidence: Evidence = "none"
    rated: bool = True


class WaitReason(Pack, frozen=True, kw_only=True):
    """What work waits for, and which clocks rest meanwhile; only a legal reason rests the citizen's."""

    code: PackCode
    names: Text
    public: Text
    rests_unit_clock: bool = False
    rests_citizen_clock: bool = False


class ProcessRole(Pack, frozen=True, kw_only=True):
    """Who may act: an account that holds `holds` (empty: anybody) and stands in `relation` to the work."""

    code: PackCode
    names: Text
    holds: PackCode | None = None
    relation: Relation = "none"


class Transition(Pack, frozen=True, kw_only=True):
    """One verb: allowed in `from` phases, leads to `to` (None: the phase stays), for these roles, with these inputs."""

    verb: PackCode
    names: Text
    from_: list[Phase] = msgspec.field(default_factory=list, name="from")
    to: Phase | None = None
    roles: list[PackCode]
    requires: list[Requirement] = []
    reasons: Literal["", "pause", "return", "refusal", "extension", "withdrawal", "reopening"] = ""
    outcomes: list[PackCode] = []
    wait_reason: PackCode | None = None
    only_waiting: list[PackCode] = []
    closes: bool = False


class Process(Validity, frozen=True, kw_only=True):
    """`process.toml`: phases, outcomes, wait reasons, roles and transitions of one kind of work."""

    code: PackCode
    names: Text
    phase: list[PhaseText]
    outcome: list[Outcome]
    wait_reason: list[WaitReason]
    role: list[ProcessRole]
    transition: list[Transition]


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


def read_service(folder: Path) -> Service:
    """One service folder. Raises PackError."""
    files = [read_toml(path, CategoriesFile) for path in sorted((folder / "categories").glob("*.toml"))]
    return Service(
        about=read_toml(folder / "service.toml", ServiceFile),
        categories=[category for file in files for category in file.category],
        reasons=read_toml(folder / "reasons.toml", Reasons),
    )


def read_process(folder: Path) -> Process:
    """One process folder. Raises PackError."""
    return read_toml(folder / "process.toml", Process)


def read_calendar(pack: CityPack) -> Calendar:
    """The calendar the city names. Raises PackError."""
    return read_toml(pack.root / "rules" / pack.city.calendar / "calendar.toml", Calendar)


def read_rules(folder: Path) -> RuleSet:
    """One set of limits and numbers. Raises PackError."""
    return read_toml(folder / "rules.toml", RuleSet)
