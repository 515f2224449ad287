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
    """One step of the hand-over protocol between units: offered, accepted, returned, lapsed, withdrawn or done."""

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


class Moved(Event, frozen=True, kw_only=True):
    """The state (phase, outcome, wait reason), the service or the deadline changed; fields hold the new state."""

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


class Noted(Event, frozen=True, kw_only=True):
    """Something was added that changes no state: a note, a question, a link, a photo, a rating, a publication."""

    kind: ClassVar[str] = "workflow.noted"
    verb: Code
    unit: Code = ""
    other: Ref = ""
    reason: Code = ""
    count: int = 0


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


class Reminded(Event, frozen=True, kw_only=True):
    """A unit is reminded of something it keeps that is no piece of work and has no life to fold, such as a page."""

    kind: ClassVar[str] = "workflow.reminded"
    unit: Code


BASE_FACTS = (Opened, Handed, Moved, Noted, Closed)
