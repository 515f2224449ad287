"""What the units of one officer owe, the nearest deadline first, with the figures of the unit beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hueioc.cases.queries import owed_cases, shown
from hueioc.indicators.queries import Slice, figures_of
from hueioc.lib import clock
from hueioc.people.queries import display_names
from hueioc.people.rules import Actor
from hueioc.workflow.queries import OwedLine, catalogue, city_world, said
from hueioc.workflow.rules.figures import Figure

MOST_READ = 1000
_FIGURES = ("open", "open_overdue", "on_time", "median_days", "satisfied")
_WEEK = timedelta(days=6)
_MOST_OTHER = 12


@dataclass(frozen=True)
class Owed:
    """One part of one report that a unit of mine owes: rows of the rooms below, which only they can change."""

    part: Any
    case: Any
    due_at: datetime | None
    assignee: str
    is_mine: bool
    is_overdue: bool

    @cached_property
    def look(self) -> dict[str, Any]:
        """What a line of a list shows; only lines that stand on the page pay for it."""
        return shown(self.case, text=self.case.description)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Reasons to return an offer with one tap."""
        return _quick_reasons(self.case.service) if self.is_offer else []

    @property
    def is_offer(self) -> bool:
        return bool(self.part.state == "offered")

    @property
    def waits_for_lead(self) -> bool:
        """A supporting part is finished only while the lead works: before, nobody can say what is left to do."""
        return not self.is_lead and self.case.phase != "in_work"

    @property
    def is_lead(self) -> bool:
        return bool(self.part.role == "lead")


TABS: dict[str, tuple[str | Promise, Callable[[Owed], bool]]] = {
    "all": (_("Everything"), lambda one: True),
    "offers": (_("To accept"), lambda one: one.is_offer),
    "overdue": (_("Overdue"), lambda one: one.is_overdue),
    "mine": (_("Given to me"), lambda one: one.is_mine),
    "joint": (_("Joint work"), lambda one: not one.is_lead),
}


def owed_to(actor: Actor) -> list[Owed]:
    """Live parts of the actor's units with their reports, nearest deadline first."""
    found, now = owed_cases(actor, MOST_READ), clock.now()
    names = display_names([part.assignee for part, _case in found if part.assignee])
    owed = [_owed(part, case, actor, names, now) for part, case in found]
    return sorted(owed, key=lambda one: (one.due_at is None, one.due_at or now))


def _owed(part: Any, case: Any, actor: Actor, names: dict[str, str], now: datetime) -> Owed:
    due_at = part.answer_due_at if part.state == "offered" else part.due_at
    if due_at and case.due_at and part.role == "lead":
        # The promise to the citizen comes first when it is nearer than the unit's own time.
        due_at = min(due_at, case.due_at)
    return Owed(
        part,
        case,
        due_at,
        names.get(part.assignee, ""),
        part.assignee in actor.refs,
        due_at is not None and due_at < now,
    )


@dataclass(frozen=True)
class Group:
    """Work of one other kind that units of mine owe; it is acted on at its own pages."""

    title: str
    board: str
    lines: list[OwedLine]

    @property
    def verbs(self) -> bool:
        """True when something can be done with several of these lines at once."""
        return bool(self.lines) and self.lines[0].ref.partition(":")[0] in settings.OWED_VERBS


def other_work(actor: Actor) -> list[Group]:
    """What the actor's units owe of every kind of work but reports, the nearest deadline of each kind first.

    The settings name the door of each kind, so that a new one stands here without an edit.
    """
    now, groups = clock.now(), []
    for door in settings.OWED_WORK.values():
        found: list[OwedLine] = import_string(door)(actor, MOST_READ)
        lines = sorted(found, key=lambda one: (one.due_at is None, one.due_at or now))[:_MOST_OTHER]
        if lines:
            groups.append(Group(lines[0].group, lines[0].board, lines))
    return groups


def _quick_reasons(category: str) -> list[tuple[str, str]]:
    """Reasons to return that say everything by themselves; the others have a form of their own."""
    found = catalogue().reasons(category, "return")
    return [(reason.code, said(reason.names)) for reason in found if not reason.needs_text]


def my_figures(actor: Actor) -> list[tuple[str, list[Figure]]]:
    """(unit, its figures of the last seven days) for each unit of the actor; the same numbers everybody can read."""
    today = city_world().day(clock.now())
    sheets = []
    for unit in sorted(actor.units):
        whole = {figure.code: figure for figure in figures_of(Slice(since=today - _WEEK, until=today, unit=unit)).whole}
        sheets.append((unit, [whole[code] for code in _FIGURES]))
    return sheets
