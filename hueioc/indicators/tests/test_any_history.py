"""Any history at all: the sums kept while facts arrive are those counted from all facts at the end."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hueioc.cases.events import CaseRated
from hueioc.indicators.follow import Indicators
from hueioc.indicators.models import DayCount
from hueioc.indicators.queries import DIMENSIONS, Course, Now, Slice, course, standing_now
from hueioc.indicators.queries.now import one_by_one
from hueioc.journal.events import Event
from hueioc.journal.follower import SealedFact
from hueioc.lib import clock
from hueioc.workflow.events import Closed, Handed, Moved, Opened
from hueioc.workflow.rules.figures import MEASURES

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
SERVICES, UNITS, OPEN_PHASES = ("drainage", "light_fault"), ("north", "south"), ("received", "assigned", "in_work")
OUTCOMES = ("fixed", "answered", "planned", "refused", "duplicate", "withdrawn")


class Truth:
    """One piece of work told a second time, in the plainest way: only what the figures need."""

    def __init__(self, at: datetime, event: Opened) -> None:
        self.opened, self.service, self.unit, self.due = at, event.service, event.unit, event.due_at
        self.outcome, self.phase, self.score = "", "received", 0
        self.first_due: datetime | None = None
        self.resolved: datetime | None = None
        self.answered, self.reopened, self.returned = False, False, False

    def hear(self, at: datetime, event: Event) -> None:
        if isinstance(event, Handed):
            self.returned |= event.step == "returned"
            self.unit = event.unit if event.step == "offered" else "" if self.unit == event.unit else self.unit
        elif isinstance(event, CaseRated):
            self.score = event.score
        elif isinstance(event, Moved):
            self.reopened |= event.from_phase in {"resolved", "closed"} and event.phase in OPEN_PHASES
            if event.phase in OPEN_PHASES:
                self.resolved = None
            elif self.resolved is None or event.from_phase in OPEN_PHASES:
                self.resolved = at
            self.phase, self.outcome, self.unit = event.phase, event.outcome, event.unit
            self.due, self.first_due = event.due_at, event.first_due_at or self.first_due
        elif isinstance(event, Closed):
            self.phase, self.outcome, self.unit = "closed", event.outcome, event.unit
            self.due, self.first_due = event.due_at, event.first_due_at or self.first_due
            self.resolved = self.resolved or at
        self.answered |= self.ended or self.promised

    @property
    def left_out(self) -> bool:
        return self.resolved is not None and self.outcome in {"duplicate", "withdrawn"}

    @property
    def promised(self) -> bool:
        return self.phase == "resolved" and self.outcome == "planned"

    @property
    def ended(self) -> bool:
        return self.resolved is not None and not self.left_out and not self.promised

    def counts(self) -> Counter[tuple[str, str]]:
        """(day, measure) as the definitions say; days are the city's, seven hours ahead."""
        day = (self.opened + timedelta(hours=7)).date().isoformat()
        found: Counter[tuple[str, str]] = Counter({(day, "received"): 1, (day, "returned"): int(self.returned)})
        if not self.left_out:
            found[day, "owed"] = 1
            found[day, "answered"] = int(self.answered)
            found[day, "reopened"] = int(self.answered and self.reopened)
        if self.resolved and self.due and self.resolved > self.due and not self.promised:
            found[(self.resolved + timedelta(hours=7)).date().isoformat(), "ended_late"] = 1
            found[(max(self.due, self.opened) + timedelta(hours=7)).date().isoformat(), "fell_late"] = 1
        if self.resolved:
            end = (self.resolved + timedelta(hours=7)).date().isoformat()
            found[end, "left_out"] = int(self.left_out)
            if self.ended:
                found |= self._ends(end, self.resolved)
        return +found

    def _ends(self, end: str, resolved: datetime) -> Counter[tuple[str, str]]:
        rateable = self.outcome in {"fixed", "answered", "planned"}
        score = self.score if rateable else 0
        first = self.first_due or self.due
        numbers = {
            "ended": 1,
            "dated": int(self.due is not None),
            "on_time": int(self.due is not None and resolved <= self.due),
            "on_time_first": int(self.due is not None and first is not None and resolved <= first),
            "fixed": int(self.outcome == "fixed"),
            "refused": int(self.outcome == "refused"),
            "rateable": int(rateable),
            "rated": int(score > 0),
            "satisfied": int(score in {4, 5}),
            "acceptable": int(score == 3),
            "score_sum": score,
        }
        return Counter({(end, measure): number for measure, number in numbers.items()})


dues = st.none() | st.integers(0, 400).map(lambda hours: START + timedelta(hours=hours))
steps = st.one_of(
    st.builds(Handed, step=st.sampled_from(["offered", "returned", "withdrawn"]), unit=st.sampled_from(UNITS)),
    st.builds(
        Moved,
        verb=st.just("move"),
        phase=st.sampled_from(OPEN_PHASES),
        from_phase=st.sampled_from([*OPEN_PHASES, "resolved", "closed"]),
        unit=st.sampled_from(["", *UNITS]),
        due_at=dues,
        first_due_at=dues,
    ),
    st.builds(
        Moved,
        verb=st.just("resolve"),
        phase=st.just("resolved"),
        from_phase=st.sampled_from(["in_work", "resolved"]),
        outcome=st.sampled_from(OUTCOMES[:3]),
        planned_until=st.none() | st.dates(START.date(), (START + timedelta(days=25)).date()),
        unit=st.sampled_from(UNITS),
        due_at=dues,
        first_due_at=dues,
    ),
    st.builds(
        Closed, outcome=st.sampled_from(OUTCOMES), unit=st.sampled_from(["", *UNITS]), due_at=dues, first_due_at=dues
    ),
    st.builds(CaseRated, verb=st.just("rate"), score=st.integers(1, 5)),
)
opened = st.builds(
    Opened,
    service=st.sampled_from(SERVICES),
    unit=st.sampled_from(["", *UNITS]),
    urgency=st.sampled_from(["normal", "urgent"]),
    due_at=dues,
)
lives = st.lists(st.tuples(opened, st.lists(steps, max_size=6)), min_size=1, max_size=5)


def told(histories: Sequence[tuple[Opened, Sequence[Event]]], order: Sequence[int]) -> list[SealedFact]:
    """The facts of all histories, mixed in any order that keeps each one's own."""
    waiting = [[first, *rest] for first, rest in histories]
    facts: list[SealedFact] = []
    for turn in (*order, *range(100)):
        left = [number for number, events in enumerate(waiting) if events]
        if not left:
            break
        number = left[turn % len(left)]
        event, at = waiting[number].pop(0), START + timedelta(hours=7 * len(facts))
        facts.append(
            SealedFact(
                seq=len(facts) + 1,
                id=len(facts) + 1,
                kind=type(event).kind,
                version=1,
                subject=f"case:{number}",
                actor="rule:test",
                happened_at=at,
                recorded_at=at,
                area="",
                point=None,
                visibility="internal",
                cause="",
                event=event,
            )
        )
    return facts


# Received on the days after their deadline.
RECEIVED_LATE: list[tuple[Opened, list[Event]]] = [
    (Opened(service="drainage", due_at=START + timedelta(hours=1)), []) for _ in range(5)
]
Sums = Counter[tuple[str, str, str, str]]


def expected(facts: Sequence[SealedFact]) -> Sums:
    known: dict[str, Truth] = {}
    for fact in facts:
        if isinstance(fact.event, Opened):
            known[fact.subject] = Truth(fact.happened_at, fact.event)
        else:
            known[fact.subject].hear(fact.happened_at, fact.event)
    sums: Sums = Counter()
    for truth in known.values():
        for (day, measure), number in truth.counts().items():
            sums[day, truth.unit, truth.service, measure] += number
    return sums


def kept_at(level: str) -> Sums:
    return Counter(
        {
            (row.day.isoformat(), row.unit, row.service, measure): getattr(row, measure)
            for row in DayCount.objects.filter(level=level)
            for measure in MEASURES
            if getattr(row, measure)
        }
    )


def summed(sums: Sums, keeps: Callable[[str, str], tuple[str, str]]) -> Sums:
    """The same sums without what a level does not tell apart."""
    found: Sums = Counter()
    for (day, unit, service, measure), number in sums.items():
        found[day, *keeps(unit, service), measure] += number
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=lives, order=st.lists(st.integers(0, 99), max_size=30), batch=st.integers(1, 9))
def test_sums_kept_in_any_batches_are_those_counted_at_the_end(
    city: None, histories: list[tuple[Opened, list[Event]]], order: list[int], batch: int
) -> None:
    facts = told(histories, order)
    follower = Indicators()
    with transaction.atomic():
        follower.reset()
        for begin in range(0, len(facts), batch):
            follower.handle(facts[begin : begin + batch])
        kept = {level: kept_at(level) for level in ("each", "unit", "service", "area", "all")}
    truth = expected(facts)
    assert kept["each"] == truth
    assert kept["unit"] == summed(truth, lambda unit, service: (unit, ""))
    assert kept["service"] == summed(truth, lambda unit, service: ("", service))
    assert kept["area"] == kept["all"] == summed(truth, lambda unit, service: ("", ""))


def plainly(what: Slice, as_of: datetime) -> Now:
    """What stands, counted from the work itself."""
    return replace(standing_now(what, as_of), groups=one_by_one(what, as_of))


def numbers(tallies: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    return {code: +tally for code, tally in tallies.items() if +tally}


def hours_to_look_at(facts: Sequence[SealedFact]) -> list[datetime]:
    """An hour after the last fact, and an hour after every deadline that comes later, which is on the day of it."""
    last = facts[-1].happened_at
    told_of = (getattr(fact.event, name, None) for fact in facts for name in ("due_at", "first_due_at"))
    return [at + timedelta(hours=1) for at in sorted({last, *(due for due in told_of if due and due > last)})]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=lives, order=st.lists(st.integers(0, 99), max_size=30))
@example(histories=RECEIVED_LATE, order=[])
def test_sums_of_what_stands_tell_at_any_hour_what_a_look_at_each_piece_tells(
    city: None, histories: list[tuple[Opened, list[Event]]], order: list[int]
) -> None:
    facts = told(histories, order)
    with transaction.atomic():
        follower = Indicators()
        follower.reset()
        for begin in range(0, len(facts), 4):
            follower.handle(facts[begin : begin + 4])
        for now in hours_to_look_at(facts):
            for what in (Slice(), Slice(unit="north"), Slice(category="drainage", kind="")):
                summed_up, plain = standing_now(what, now), plainly(what, now)
                assert summed_up.groups is None
                assert +summed_up.whole() == +plain.whole()
                for dimension in DIMENSIONS:
                    assert numbers(summed_up.by(dimension)) == numbers(plain.by(dimension))
            assert course_at(now) == course_at(now, pieces=True)


def course_at(now: datetime, *, pieces: bool = False) -> Course:
    """The last weeks; from each piece of work when no level of sums is said to answer."""
    with clock.at(now), patch("hueioc.indicators.queries.course.level_of", lambda what: "each" if pieces else "all"):
        return course(Slice(), (now - timedelta(days=20)).date(), now.date())
