"""Each analysis once more in plain Python over the facts themselves, for comparison and for nothing else."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

from hueioc.journal.follower import SealedFact
from hueioc.workflow.events import BASE_FACTS, Closed, Handed, Moved, Noted, Opened

HOUR = timedelta(hours=1)
DONE = {"resolved", "closed"}
Rows = list[tuple[Any, ...]]
Facts = Sequence[SealedFact]
_NAMES = dict(zip(BASE_FACTS, ("opened", "handed", "moved", "noted", "closed"), strict=True))


def day(fact: SealedFact, zone: ZoneInfo) -> date:
    return fact.happened_at.astimezone(zone).date()


def hours(begin: datetime, end: datetime) -> float:
    return (end - begin) / HOUR


def lives(facts: Facts) -> dict[str, list[SealedFact]]:
    found: dict[str, list[SealedFact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.event, BASE_FACTS):
            found[fact.subject].append(fact)
    return found


def quantile(values: Iterable[float], share: float) -> float:
    """Between the two neighbours in proportion, as most statistics programs do by default."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def step_name(fact: SealedFact) -> str:
    event = fact.event
    if isinstance(event, Handed):
        return f"handed:{event.step}"
    if isinstance(event, Moved):
        return f"moved:{event.phase}"
    if isinstance(event, Noted):
        return f"noted:{event.verb}"
    return next(name for base, name in _NAMES.items() if isinstance(event, base))


def last_ends(facts: Facts) -> Iterator[tuple[SealedFact, list[SealedFact]]]:
    for life in lives(facts).values():
        end: SealedFact | None = None
        for fact in life:
            if isinstance(fact.event, Closed):
                end = fact
            elif isinstance(fact.event, Moved) and fact.event.from_phase in DONE and fact.event.phase not in DONE:
                end = None
        if end is not None:
            yield end, life


def cube(facts: Facts, zone: ZoneInfo) -> Rows:
    counts = Counter((day(fact, zone).replace(day=1), fact.area, fact.kind) for fact in facts)
    return sorted((*place, number) for place, number in counts.items())


def resolution_times(facts: Facts, zone: ZoneInfo) -> Rows:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for end, life in last_ends(facts):
        opened = [fact.happened_at for fact in life if isinstance(fact.event, Opened)]
        if opened:
            assert isinstance(end.event, Closed)
            resolved_at = end.event.resolved_at or end.happened_at
            found[end.event.unit, end.event.service].append(hours(min(opened), resolved_at))
    return [
        (*place, len(all_), quantile(all_, 0.25), median(all_), quantile(all_, 0.75), quantile(all_, 0.9))
        for place, all_ in sorted(found.items())
    ]


def directly_follows(facts: Facts, zone: ZoneInfo) -> Rows:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for life in lives(facts).values():
        for one, following in pairwise(life):
            found[step_name(one), step_name(following)].append(hours(one.happened_at, following.happened_at))
    rows = [(*pair, len(all_), median(all_)) for pair, all_ in found.items()]
    return sorted(rows, key=lambda row: (-row[2], *row[:2]))


def hand_overs(facts: Facts, zone: ZoneInfo) -> Rows:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        if isinstance(fact.event, Handed):
            counts[fact.event.unit][fact.event.step] += 1
    return [
        (
            unit,
            *(steps[step] for step in ("offered", "accepted", "returned", "lapsed")),
            steps["returned"] / steps["offered"] if steps["offered"] else None,
        )
        for unit, steps in sorted(counts.items())
    ]


def ping_pong(facts: Facts, zone: ZoneInfo) -> Rows:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for life in lives(facts).values():
        turns = [(f, f.event) for f in life if isinstance(f.event, Handed) and f.event.step in {"offered", "returned"}]
        for (one, gave), (other, got) in pairwise(turns):
            if (gave.step, got.step) == ("returned", "offered"):
                found[gave.unit, got.unit].append(hours(one.happened_at, other.happened_at))
    rows = [(*pair, len(all_), median(all_)) for pair, all_ in found.items()]
    return sorted(rows, key=lambda row: (-row[2], *row[:2]))


def every_day(facts: Facts, zone: ZoneInfo) -> list[date]:
    days = [day(fact, zone) for fact in facts]
    return [min(days) + timedelta(days=number) for number in range((max(days) - min(days)).days + 1)]


def backlog(facts: Facts, zone: ZoneInfo) -> Rows:
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        event, on = fact.event, day(fact, zone)
        if isinstance(event, Opened):
            counts[on]["received"] += 1
        elif isinstance(event, Closed):
            counts[on]["answered"] += event.from_phase not in DONE
        elif isinstance(event, Moved):
            counts[on]["answered"] += event.phase in DONE and event.from_phase not in DONE
            counts[on]["again"] += event.phase not in DONE and event.from_phase in DONE
    rows, open_ = [], 0
    for on in every_day(facts, zone):
        received, answered, again = (counts[on][name] for name in ("received", "answered", "again"))
        open_ += received - answered + again
        rows.append((on, received, answered, again, open_))
    return rows


def on_time(facts: Facts, zone: ZoneInfo) -> Rows:
    found: dict[str, list[bool]] = defaultdict(list)
    for end, _life in last_ends(facts):
        assert isinstance(end.event, Closed)
        if end.event.due_at is not None and end.event.outcome not in {"duplicate", "withdrawn"}:
            found[end.event.unit].append(end.event.is_on_time)
    return [(unit, len(all_), sum(all_), sum(all_) / len(all_)) for unit, all_ in sorted(found.items())]


def received_mean(facts: Facts, zone: ZoneInfo) -> Rows:
    counts = Counter(day(fact, zone) for fact in facts if isinstance(fact.event, Opened))
    days = every_day(facts, zone)
    numbers = [counts[on] for on in days]
    return [(on, numbers[i], mean(numbers[max(0, i - 6) : i + 1])) for i, on in enumerate(days)]


def waiting(facts: Facts, zone: ZoneInfo) -> Rows:
    found: dict[tuple[str, str], list[timedelta]] = defaultdict(list)
    for life in lives(facts).values():
        service = getattr(life[0].event, "service", "")
        for one, following in pairwise(life):
            if service:
                found[step_name(one), service].append(following.happened_at - one.happened_at)
    rows = [
        (*place, len(all_), median(one / HOUR for one in all_), sum(all_, timedelta()) / HOUR)
        for place, all_ in found.items()
    ]
    return sorted(rows, key=lambda row: (-row[4], *row[:2]))


ORACLES: dict[str, Callable[[Facts, ZoneInfo], Rows]] = {
    "cube": cube,
    "resolution-times": resolution_times,
    "directly-follows": directly_follows,
    "hand-overs": hand_overs,
    "ping-pong": ping_pong,
    "backlog": backlog,
    "on-time": on_time,
    "received-mean": received_mean,
    "waiting": waiting,
}


def same(found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> bool:
    """Equal row by row; numbers with a fraction to nine digits, because sums are added in another order."""
    return len(found) == len(expected) and all(
        len(one) == len(other) and all(map(_near, one, other)) for one, other in zip(found, expected, strict=True)
    )


def _near(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return bool(one == other)
