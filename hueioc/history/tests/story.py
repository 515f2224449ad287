"""An invented history in the shape of a real one, the same for the same seed, without any database."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hueioc.cases.events import CaseClosed, CaseHanded, CaseMoved, CaseNoted, CaseOpened, FilterSaved
from hueioc.journal.events import Event
from hueioc.journal.follower import SealedFact

UNITS = ("ward-1", "ward-2", "water")
SERVICES = ("drainage", "noise", "lamps")
BEGINNING = datetime(2025, 11, 28, 16, 30, tzinfo=UTC)


def story(seed: int, works: int) -> list[SealedFact]:
    """Facts of some works over some weeks, in the order of the journal."""
    chance = random.Random(seed)
    told = [turn for number in range(works) for turn in _life(f"case:W{number:04d}", chance)]
    told.sort(key=lambda turn: turn[0])
    return [_fact(seq, at, subject, event) for seq, (at, subject, event) in enumerate(told, 1)]


Turn = tuple[datetime, str, Event]


def _life(subject: str, chance: random.Random) -> Iterator[Turn]:
    at = BEGINNING + timedelta(hours=chance.uniform(0, 24 * 20))
    due_at = at + timedelta(days=3)
    service = chance.choice(SERVICES)
    yield at, subject, CaseOpened(service=service, channel="web", due_at=due_at)
    if chance.random() < 0.1:
        yield at, "filter:1", FilterSaved()
    while chance.random() < 0.9:
        at, unit = _later(at, chance), chance.choice(UNITS)
        yield at, subject, CaseHanded(step="offered", unit=unit)
        at = _later(at, chance)
        step = chance.choice(["accepted", "accepted", "returned", "lapsed"])
        yield at, subject, CaseHanded(step=step, unit=unit, phase="in_work" if step == "accepted" else "")
        if step != "accepted":
            continue
        yield from _work(subject, at, unit, due_at, chance)
        return


def _work(subject: str, at: datetime, unit: str, due_at: datetime, chance: random.Random) -> Iterator[Turn]:
    phase = "in_work"
    while chance.random() < 0.85:
        at = _later(at, chance)
        yield at, subject, CaseNoted(verb=chance.choice(["note", "photo"]), unit=unit)
        at = resolved_at = _later(at, chance)
        yield at, subject, CaseMoved(verb="resolve", phase="resolved", from_phase=phase, outcome="fixed", unit=unit)
        phase = "resolved"
        at = _later(at, chance)
        if chance.random() < 0.7:
            yield (
                at,
                subject,
                CaseClosed(
                    outcome=chance.choice(["fixed", "fixed", "duplicate"]),
                    from_phase=phase,
                    unit=unit,
                    service=chance.choice(SERVICES),
                    is_on_time=resolved_at <= due_at,
                    resolved_at=chance.choice([resolved_at, None]),
                    due_at=chance.choice([due_at, due_at, None]),
                ),
            )
            phase = "closed"
        if chance.random() < 0.6:
            return
        at = _later(at, chance)
        yield at, subject, CaseMoved(verb="reopen", phase="in_work", from_phase=phase, unit=unit)
        phase = "in_work"


def _later(at: datetime, chance: random.Random) -> datetime:
    return at + timedelta(seconds=chance.uniform(1, 90_000))


def _fact(seq: int, at: datetime, subject: str, event: Event) -> SealedFact:
    return SealedFact(
        seq=seq,
        id=seq + 3,
        kind=event.kind,
        version=event.version,
        subject=subject,
        actor="account:LAN" if seq % 2 else "rule:clock",
        happened_at=at,
        recorded_at=at + timedelta(microseconds=seq),
        area=f"area-{seq % 3}" if seq % 4 else "",
        point=None,
        visibility="public" if seq % 2 else "internal",
        cause="",
        event=event,
    )
