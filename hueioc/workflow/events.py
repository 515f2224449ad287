"""The five base facts of all work; every work room extends them and every view follows them."""

from datetime import date, datetime
from typing import ClassVar

from hueioc.journal.events import Code, Event, Ref


class Opened(Event, frozen=True, kw_only=True):
    """A piece of work exists: what service it is, how it came, and until when it is first promised."""

    kind: ClassVar[str] = "workflow.opened"
    service: Code
    phase: Code = "received"
    unit: Code = ""
    channel: Code = ""
    urgency: Code = "normal"
    due_at: datetime | None = None


class Handed(Event, frozen=True, kw_only=True):
    """One step of the hand-over protocol between units: offered, accepted, returned, lapsed, withdrawn or done.

    Within one flow work is also `sent_back` to an earlier step. `holds` narrows what is owed to who holds this role in
    the unit, `assignee` to one person; without either it is everybody's of the unit.
    """

    kind: ClassVar[str] = "workflow.handed"
    step: Code
    unit: Code
    role: Code = "lead"
    from_unit: Code = ""
    reason: Code = ""
    answer_due_at: datetime | None = None
    due_at: datetime | None = None
    phase: Code = ""
    assignee: Ref = ""
    holds: Code = ""


class Moved(Event, frozen=True, kw_only=True):
    """The state (phase, outcome, wait reason), the service or the deadline changed; fields hold the new state.

    `step` is where within its phase a flow stands now, empty for work that has phases only.
    """

    kind: ClassVar[str] = "workflow.moved"
    verb: Code
    phase: Code
    from_phase: Code
    outcome: Code = ""
    wait_reason: Code = ""
    service: Code = ""
    unit: Code = ""
    urgency: Code = ""
    reason: Code = ""
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    planned_until: date | None = None
    step: Code = ""


class Noted(Event, frozen=True, kw_only=True):
    """Something was added that changes no state: a note, a question, a link, a photo, a rating, a publication.

    `holds` and `assignee` say whom of the unit it is meant for, as with `Handed`.
    """

    kind: ClassVar[str] = "workflow.noted"
    verb: Code
    unit: Code = ""
    other: Ref = ""
    reason: Code = ""
    count: int = 0
    assignee: Ref = ""
    holds: Code = ""


class Closed(Event, frozen=True, kw_only=True):
    """The work has ended, with its outcome and whether that was on time under the citizen's deadline."""

    kind: ClassVar[str] = "workflow.closed"
    verb: Code = "close"
    from_phase: Code = ""
    outcome: Code
    unit: Code = ""
    reason: Code = ""
    service: Code = ""
    is_on_time: bool = True
    resolved_at: datetime | None = None
    due_at: datetime | None = None
    first_due_at: datetime | None = None


class Withheld(Event, frozen=True, kw_only=True):
    """Something happened to a confidential piece of work; `fact` says which of the five base facts it would have been.

    It is none of them, so that no view counts, shows, sends or publishes it, and it is always `restricted`: only the
    page of the work itself, which knows who may see it, reads it.
    """

    kind: ClassVar[str] = "workflow.withheld"
    fact: Code
    step: Code = ""
    unit: Code = ""
    role: Code = ""
    phase: Code = ""
    outcome: Code = ""
    reason: Code = ""
    count: int = 0
    due_at: datetime | None = None


def withheld(event: Event) -> Withheld:
    """What the journal keeps of a base fact about confidential work."""
    fact = next(base.kind.partition(".")[2] for base in BASE_FACTS if isinstance(event, base))
    names = ("unit", "role", "phase", "outcome", "reason", "count", "due_at")
    step = getattr(event, "step", "") or getattr(event, "verb", "")
    return Withheld(fact=fact, step=step, **{name: getattr(event, name) for name in names if hasattr(event, name)})


def unveiled(event: Withheld) -> Event:
    """The base fact that was withheld, as far as it was kept; for whoever tells those who may know of it."""
    if event.fact == "opened":
        return Opened(service="", phase=event.phase, unit=event.unit, due_at=event.due_at)
    if event.fact == "handed":
        return Handed(step=event.step, unit=event.unit, role=event.role, reason=event.reason, due_at=event.due_at)
    if event.fact == "moved":
        return Moved(verb=event.step, phase=event.phase, from_phase="", unit=event.unit, due_at=event.due_at)
    if event.fact == "closed":
        return Closed(verb=event.step, outcome=event.outcome, unit=event.unit)
    return Noted(verb=event.step, unit=event.unit, reason=event.reason, count=event.count)


class Reminded(Event, frozen=True, kw_only=True):
    """A unit is reminded of something it keeps that is no piece of work and has no life to fold, such as a page."""

    kind: ClassVar[str] = "workflow.reminded"
    unit: Code


BASE_FACTS = (Opened, Handed, Moved, Noted, Closed)
