"""What is asked of whole cases: durations, throughput, variants, rework and hand-overs that come back."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hueioc.mining.rules.eventlog import MISSING, EventLog, Ints
from hueioc.mining.rules.graph import Spread, grouped, spread_of

_DAY = 86_400_000_000


class Variant(NamedTuple):
    """One way of going through the process: its activities in order, how many cases took it, and how long they took."""

    activities: tuple[str, ...]
    cases: int
    median_s: float


class Rework(NamedTuple):
    """An activity that is done more than once in a case: in how many cases, and how often too many in all."""

    activity: str
    cases: int
    repeats: int


class Bounce(NamedTuple):
    """Work that went from one resource to another and came straight back: how often, in how many cases."""

    start: str
    over: str
    times: int
    cases: int


@dataclass(frozen=True, eq=False)
class Variants:
    """Which variant each case is (`of_case`), and for each variant one case that shows it; the most frequent first."""

    of_case: Ints
    shown_by: Ints
    counts: Ints


def durations_of(log: EventLog) -> Ints:
    """Microseconds from the first to the last event of each case, by the clock of `EventLog.between`."""
    return log.between(log.first[:-1], log.first[1:] - 1)


def throughput_of(log: EventLog) -> tuple[Ints, Ints, Ints]:
    """(days since 1970 by the offset of the log, cases begun, cases ended) for every day from first to last."""
    begun = _days(log, log.first[:-1])
    ended = _days(log, log.first[1:] - 1)
    low, high = int(begun.min()), int(ended.max())
    many = high - low + 1
    return (
        np.arange(low, high + 1),
        np.bincount(begun - low, minlength=many),
        np.bincount(ended - low, minlength=many),
    )


def _days(log: EventLog, events: Ints) -> Ints:
    days: Ints = log.local(events) // _DAY
    return days


def variants_of(log: EventLog) -> Variants:
    """The variants, exactly: sums find candidates, then every case is compared with the one that shows its variant."""
    lengths = np.diff(log.first)
    position = np.arange(len(log)) - np.repeat(log.first[:-1], lengths)
    mixed = _mixed(log.activity.codes.astype(np.uint64), position.astype(np.uint64))
    sums = np.add.reduceat(mixed, log.first[:-1]) if len(log) else np.zeros(0, np.uint64)
    _, shown_by, of_case = np.unique(sums ^ lengths.astype(np.uint64), return_index=True, return_inverse=True)
    if not _is_exact(log, lengths, position, shown_by[of_case]):
        of_case, shown_by = _slowly(log)
    counts = np.bincount(of_case)
    order = np.lexsort((shown_by, -counts))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return Variants(rank[of_case], shown_by[order], counts[order])


def _mixed(activity: Any, position: Any) -> Ints:
    """A well-mixed 64-bit number for an activity at a position (finalizer of splitmix64, Steele and others 2014)."""
    with np.errstate(over="ignore"):
        value: Any = activity * np.uint64(0x9E3779B97F4A7C15) + position * np.uint64(0xD1B54A32D192ED03) + np.uint64(1)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: Ints = value ^ (value >> np.uint64(31))
    return mixed


def _is_exact(log: EventLog, lengths: Ints, position: Ints, shown_by: Ints) -> bool:
    if not np.array_equal(lengths, lengths[shown_by]):
        return False
    twin = np.repeat(log.first[:-1][shown_by], lengths) + position
    return bool(np.array_equal(log.activity.codes[twin], log.activity.codes))


def _slowly(log: EventLog) -> tuple[Ints, Ints]:
    """The same by comparing the sequences themselves, for the case that two of them have one sum."""
    known: dict[bytes, int] = {}
    of_case = np.empty(log.cases, dtype=np.int64)
    shown_by: list[int] = []
    for case in range(log.cases):
        key = log.activity.codes[log.first[case] : log.first[case + 1]].tobytes()
        if key not in known:
            known[key] = len(shown_by)
            shown_by.append(case)
        of_case[case] = known[key]
    return of_case, np.array(shown_by, dtype=np.int64)


def variant_list(log: EventLog, variants: Variants, most: int) -> list[Variant]:
    """The most frequent variants by name."""
    took = durations_of(log)
    order, limits = grouped(variants.of_case, len(variants.counts))
    found = []
    for number, case in enumerate(variants.shown_by[:most].tolist()):
        codes = log.activity.codes[log.first[case] : log.first[case + 1]]
        middle = spread_of(took[order[limits[number] : limits[number + 1]]]).median_s
        names = tuple(log.activity.names[code] for code in codes.tolist())
        found.append(Variant(names, int(variants.counts[number]), middle))
    return found


def rework_of(log: EventLog) -> list[Rework]:
    """Every activity that some case does more than once, by cases."""
    order, limits = grouped(log.activity.codes, len(log.activity.names))
    case = log.case.codes[order]
    again = np.zeros(len(case), dtype=np.int64)
    again[1:] = case[1:] == case[:-1]
    again[limits[:-1]] = 0
    # A case counts once: where a repetition follows something that is none.
    first = again.copy()
    first[1:] &= again[1:] > again[:-1]
    cases, repeats = (np.add.reduceat(marks, limits[:-1]) for marks in (first, again))
    found = [Rework(log.activity.names[code], int(cases[code]), int(repeats[code])) for code in np.flatnonzero(cases)]
    return sorted(found, key=lambda one: (-one.cases, one.activity))


def duration_of(log: EventLog) -> Spread:
    """The durations of all cases together."""
    return spread_of(durations_of(log))


def runs_of(log: EventLog) -> tuple[Ints, Ints]:
    """(first event, resource) of each run of events of one case in one hand; unknown hands are passed over."""
    known = np.flatnonzero(log.resource.codes != MISSING)
    resource, case = log.resource.codes[known], log.case.codes[known]
    changes = np.ones(len(known), dtype=bool)
    changes[1:] = (resource[1:] != resource[:-1]) | (case[1:] != case[:-1])
    return known[changes], resource[changes]


def bounces_of(log: EventLog) -> list[Bounce]:
    """Hand-over loops: from one resource to a second and straight back, by times."""
    starts, hand = runs_of(log)
    case = log.case.codes[starts]
    back = np.flatnonzero((case[2:] == case[:-2]) & (hand[2:] == hand[:-2]))
    times: Counter[tuple[int, int]] = Counter()
    cases: dict[tuple[int, int], set[int]] = {}
    for place in back.tolist():
        pair = int(hand[place]), int(hand[place + 1])
        times[pair] += 1
        cases.setdefault(pair, set()).add(int(case[place]))
    names = log.resource.names
    found = [Bounce(names[a], names[b], many, len(cases[a, b])) for (a, b), many in times.items()]
    return sorted(found, key=lambda one: (-one.times, one.start, one.over))
