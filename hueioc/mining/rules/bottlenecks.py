"""Bottlenecks: edges by the time lost on them, each with what is known of it and its kind."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import numpy as np

from hueioc.mining.rules.cases import runs_of
from hueioc.mining.rules.clocks import OfficeClock, Work, worked_in
from hueioc.mining.rules.eventlog import DAY_US, MICROSECONDS, EventLog, Ints
from hueioc.mining.rules.graph import Spread, Steps, cases_of, exact_sum, spread_of
from hueioc.mining.rules.kinds import Evidence, Kind, Limits, kind_of

_SLOWEST = 0.05
_COMPLETE = "complete"


class Marks(NamedTuple):
    """Patterns of activities, without regard to case (`*` for anything): what a reader must know of a process.

    `citizen`: only the citizen does it, so that the time before it is the citizen's. `asks`: after it the office waits
    for the citizen. `supplements`: it asks for something that was missing.
    """

    citizen: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()


class Bottleneck(NamedTuple):
    """One edge. `lost_s`: seconds on it in which nobody is known to have worked; `open_s`: of all its time, in hours
    in which the office is open, None when that is unknown; `spread` of all its steps, `cases` on it."""

    start: str
    end: str
    kind: Kind
    lost_s: float
    cases: int
    spread: Spread
    open_s: float | None
    seen: Evidence


@dataclass(frozen=True, eq=False)
class Scene:
    """A log with everything that the kinds are judged by."""

    log: EventLog
    steps: Steps
    work: Work | None
    clock: OfficeClock | None
    marks: Marks
    limits: Limits


def bottlenecks_of(scene: Scene) -> list[Bottleneck]:
    """The edges that hold a noticeable share of the lost time, the costliest first."""
    steps, log = scene.steps, scene.log
    many = len(steps.ends)
    lost = _sums(steps.edge, steps.took - worked_in(steps, scene.work), many)
    least = scene.limits.listed_share * lost.sum()
    listed = [int(edge) for edge in np.argsort(-lost, kind="stable") if lost[edge] > 0 and lost[edge] >= least]
    bounced, repeated = bounced_events(log), repeated_cases(scene)
    cases = cases_of(log, steps)
    found = []
    for edge in listed:
        rows = steps.of(edge)
        start, end = (log.activity.names[code] for code in steps.ends[edge].tolist())
        spread = spread_of(steps.took[rows])
        open_s = None if scene.clock is None else _open(scene.clock, steps.source[rows])
        seen = _evidence(scene, rows, (start, end), spread, open_s, (bounced, repeated))
        kind = kind_of(seen, scene.limits)
        lost_s = float(lost[edge]) / MICROSECONDS
        found.append(Bottleneck(start, end, kind, lost_s, int(cases[edge]), spread, open_s, seen))
    return found


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether the name of an activity is meant by one of the patterns."""
    plain = name.casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns)


def _evidence(
    scene: Scene, rows: Ints, ends: tuple[str, str], spread: Spread, open_s: float | None, shares: tuple[Ints, Ints]
) -> Evidence:
    log, steps, marks = scene.log, scene.steps, scene.marks
    source, took = steps.source[rows], steps.took[rows]
    bounced, repeated = shares
    is_again = repeated[log.case.codes[source]]
    run_days, runs = _runs(log, source + 1)
    return Evidence(
        steps=len(rows),
        median_s=spread.median_s,
        p10_s=spread.p10_s,
        p90_s=spread.p90_s,
        slow_share=_slow_share(took),
        open_share=open_s / spread.total_s if open_s is not None and spread.total_s else None,
        run_days=run_days,
        runs=runs,
        a_run_day=len(rows) / runs,
        queue_rank=_queue_rank(log.at[source], log.at[source + 1]),
        bounced_share=_share(took, bounced[source]),
        is_citizens=matches(ends[1], marks.citizen) or matches(ends[0], marks.asks),
        is_about_supplements=any(matches(name, marks.supplements) for name in ends),
        repeat_share=_share(took, is_again),
    )


def _sums(edge: Ints, took: Ints, many: int) -> Ints:
    """Sums as floating numbers: they only order and show, and 2^53 microseconds are 285 years with none lost."""
    found: Ints = np.bincount(edge, weights=took, minlength=many)
    return found


def _share(took: Ints, chosen: Ints) -> float:
    total = exact_sum(took)
    return exact_sum(took[chosen]) / total if total else 0.0


def _slow_share(took: Ints) -> float:
    many = max(1, math.ceil(_SLOWEST * len(took)))
    total = exact_sum(took)
    return exact_sum(np.partition(took, len(took) - many)[len(took) - many :]) / total if total else 0.0


def _open(clock: OfficeClock, source: Ints) -> float:
    return exact_sum(clock.between(source, source + 1)) / MICROSECONDS


def _runs(log: EventLog, events: Ints) -> tuple[float, int]:
    """(days a week on which something happened, days on which it did), from the first day to the last."""
    days = np.unique(log.local(events) // DAY_US)
    weeks = (int(days[-1]) - int(days[0]) + 1) / 7
    return len(days) / max(weeks, 1.0), len(days)


def _queue_rank(begun: Ints, ended: Ints) -> float:
    """Spearman's rank correlation of the steps under way when one begins with how long it takes."""
    if len(begun) < 3:
        return 0.0
    come, gone = np.sort(begun), np.sort(ended)
    under_way = np.searchsorted(come, begun, side="left") - np.searchsorted(gone, begun, side="right")
    first, second = _ranks(under_way), _ranks(ended - begun)
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / size if size else 0.0


def _ranks(values: Ints) -> Any:
    """Ranks with ties at their middle."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    return (last - (times - 1) / 2)[place]


def bounced_events(log: EventLog) -> Ints:
    """For each event, whether the step after it hands over in a loop: to somebody and straight back."""
    found = np.zeros(len(log), dtype=bool)
    starts, hand = runs_of(log)
    case = log.case.codes[starts]
    back = np.flatnonzero((case[2:] == case[:-2]) & (hand[2:] == hand[:-2]))
    found[starts[back + 1] - 1] = True
    found[starts[back + 2] - 1] = True
    return found


def repeated_cases(scene: Scene) -> Ints:
    """For each case, whether it was asked for something missing twice or more."""
    log = scene.log
    asks = [code for code, name in enumerate(log.activity.names) if matches(name, scene.marks.supplements)]
    done = [code for code, name in enumerate(log.lifecycle.names) if name.casefold() == _COMPLETE]
    is_done = np.isin(log.lifecycle.codes, [*done, -1])
    asked = log.case.codes[np.isin(log.activity.codes, asks) & is_done]
    return np.bincount(asked, minlength=log.cases) >= 2
