"""What became of one piece of work, told by the five base facts alone, so that every view counts the same."""

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hueioc.journal.follower import SealedFact
from hueioc.lib.geo import Point
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened

DONE = frozenset({"resolved", "closed"})
# Nobody is owed an answer any more: counted apart, so that closing them makes no ratio look better.
NOT_OWED = frozenset({"duplicate", "withdrawn"})
# States a life can be in; `promised` is an answer that names a later day, which is not an end.
OPEN, PROMISED, ENDED, LEFT_OUT = "open", "promised", "ended", "left_out"


@dataclass(frozen=True)
class OutcomeTraits:
    """What the process pack says about an outcome."""

    fixed: bool = False
    follow_up: bool = False
    rated: bool = False


@dataclass(frozen=True)
class World:
    """What folding needs beside the facts: the city's time zone, and the traits of (service, outcome)."""

    zone: ZoneInfo
    traits: Callable[[str, str], OutcomeTraits]

    def day(self, instant: datetime) -> date:
        """The city's day of an instant."""
        return instant.astimezone(self.zone).date()


@dataclass(kw_only=True)
class Life:
    """One piece of work as its facts tell it. Instants in UTC, `..._on` days of the city, `seconds` of waiting.

    `answered_on` is the day of the first answer and stays; `resolved_at`, `ended_on` and `seconds` speak of the
    last one and are empty while the work is open again. The point is rounded.
    """

    ref: str
    kind: str
    service: str
    opened_at: datetime
    opened_on: date
    unit: str = ""
    area: str = ""
    phase: str = "received"
    outcome: str = ""
    reason: str = ""
    wait_reason: str = ""
    channel: str = ""
    urgency: str = "normal"
    state: str = OPEN
    due_at: datetime | None = None
    due_on: date | None = None
    first_due_at: datetime | None = None
    planned_until: date | None = None
    answered_on: date | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    ended_on: date | None = None
    seconds: int | None = None
    is_fixed: bool = False
    is_rateable: bool = False
    score: int = 0
    reopened: int = 0
    returns: int = 0
    extended: int = 0
    is_public: bool = False
    lat: float | None = None
    lon: float | None = None

    @property
    def first_promise(self) -> datetime | None:
        """The first deadline told; before the first promise is fixed, the deadline as it stands."""
        return self.first_due_at or self.due_at

    @property
    def is_ended_late(self) -> bool:
        """Ended, with or without an answer, after the deadline as extended."""
        if self.state not in {ENDED, LEFT_OUT} or self.resolved_at is None or self.due_at is None:
            return False
        return self.resolved_at > self.due_at

    @property
    def is_on_time(self) -> bool | None:
        """Answered by the deadline as extended; None while open or without a deadline."""
        return self._kept(self.due_at)

    @property
    def is_on_time_first(self) -> bool | None:
        """Answered by the first promise; None while open or without a deadline."""
        return self._kept(self.first_promise)

    def _kept(self, due: datetime | None) -> bool | None:
        if self.state != ENDED or self.resolved_at is None or self.due_at is None or due is None:
            return None
        return self.resolved_at <= due


FIELDS = tuple(Life.__dataclass_fields__)


def lives_of(rows: Iterable[Sequence[Any]]) -> dict[str, Life]:
    """Lives by their reference, from rows that hold FIELDS in their order."""
    lives = (Life(**dict(zip(FIELDS, row, strict=True))) for row in rows)
    return {life.ref: life for life in lives}


# The last day before a deadline is when help still helps.
SOON = timedelta(hours=24)


def lateness(phase: str, due_at: datetime | None, now: datetime) -> str:
    """How work stands to its deadline, as maps mark it: over, soon, new (handed to nobody yet), in_time or done."""
    if phase in DONE:
        return "done"
    if due_at is not None and due_at < now:
        return "over"
    if phase == "received":
        return "new"
    return "soon" if due_at is not None and due_at < now + SOON else "in_time"


def take(lives: MutableMapping[str, Life], facts: Iterable[SealedFact], world: World) -> set[str]:
    """Let facts in order act on the lives of their subjects; returns the references that changed.

    A fact about work that was never opened is passed over: nothing is known that could be counted.
    """
    touched = set()
    for fact in facts:
        if isinstance(fact.event, Opened) and fact.subject not in lives:
            lives[fact.subject] = _begun(fact, fact.event, world)
        life = lives.get(fact.subject)
        if life is not None:
            _go_on(life, fact, world)
            touched.add(fact.subject)
    return touched


def _begun(fact: SealedFact, event: Opened, world: World) -> Life:
    return Life(
        ref=fact.subject,
        kind=fact.subject.partition(":")[0],
        service=event.service,
        opened_at=fact.happened_at,
        opened_on=world.day(fact.happened_at),
        unit=event.unit,
        phase=event.phase,
        channel=event.channel,
        urgency=event.urgency,
        due_at=event.due_at,
    )


def _go_on(life: Life, fact: SealedFact, world: World) -> None:
    event = fact.event
    life.area = fact.area or life.area
    _place(life, fact.point)
    life.is_public = fact.visibility == "public"
    if isinstance(event, Handed):
        _handed(life, event)
    elif isinstance(event, Moved):
        _moved(life, event, fact.happened_at)
    elif isinstance(event, Noted):
        _noted(life, event)
    elif isinstance(event, Closed):
        _closed(life, event, fact.happened_at)
    _settle(life, world)


def _place(life: Life, point: Point | None) -> None:
    if point is not None:
        life.lat, life.lon = point


def _handed(life: Life, event: Handed) -> None:
    life.returns += event.step in {"returned", "sent_back"}
    if event.role != "lead":
        return
    if event.step == "offered":
        life.unit = event.unit
    elif event.step in {"returned", "withdrawn"} and life.unit == event.unit:
        life.unit = ""


def _moved(life: Life, event: Moved, at: datetime) -> None:
    if event.from_phase in DONE and event.phase not in DONE and event.reason != "undone":
        life.reopened += 1
    life.extended += event.verb == "extend"
    life.phase, life.outcome, life.wait_reason = event.phase, event.outcome, event.wait_reason
    life.unit = event.unit
    life.service, life.urgency = event.service or life.service, event.urgency or life.urgency
    life.due_at, life.first_due_at = event.due_at, event.first_due_at or life.first_due_at
    life.planned_until = event.planned_until
    if event.phase not in DONE:
        life.resolved_at = life.closed_at = None
        life.reason = ""
    elif event.from_phase not in DONE or life.resolved_at is None:
        life.resolved_at = at


def _noted(life: Life, event: Noted) -> None:
    # The fact of being taken back is told to the public, who knew of it.
    if event.verb == "unpublished":
        life.is_public = False
    # Any kind of work may let people rate; the score is a field of the event that says so.
    life.score = getattr(event, "score", 0) or life.score


def _closed(life: Life, event: Closed, at: datetime) -> None:
    life.phase, life.outcome, life.reason, life.wait_reason = "closed", event.outcome, event.reason, ""
    life.unit = event.unit
    life.service = event.service or life.service
    life.resolved_at, life.closed_at = event.resolved_at or life.resolved_at or at, at
    life.due_at, life.first_due_at = event.due_at, event.first_due_at or life.first_due_at


def _settle(life: Life, world: World) -> None:
    """What follows from the state: how it is counted, when it ended, how long it took."""
    # Nothing is late before it was received, whatever an old file says of its deadline.
    life.due_on = max(world.day(life.due_at), life.opened_on) if life.due_at else None
    traits = world.traits(life.service, life.outcome) if life.outcome else OutcomeTraits()
    if life.phase not in DONE or life.resolved_at is None:
        life.state = OPEN
    elif life.outcome in NOT_OWED:
        life.state = LEFT_OUT
    elif traits.follow_up and life.phase != "closed":
        life.state = PROMISED
    else:
        life.state = ENDED
    life.is_fixed = life.state == ENDED and traits.fixed
    life.is_rateable = life.state == ENDED and traits.rated
    has_end = life.state != OPEN and life.resolved_at is not None
    life.ended_on = world.day(life.resolved_at) if has_end and life.resolved_at else None
    life.seconds = int((life.resolved_at - life.opened_at).total_seconds()) if has_end and life.resolved_at else None
    if life.state in {PROMISED, ENDED}:
        life.answered_on = life.answered_on or life.ended_on
