"""The directly-follows graph: which activity follows which in the same case, how often, and how long it takes."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from hueioc.mining.rules.eventlog import MICROSECONDS, EventLog, Ints

_SMALL = 1 << 15  # below this many different edges their numbers fit into 16 bits, which numpy sorts in linear time


class Spread(NamedTuple):
    """Durations of one group, in seconds: how many, their sum, mean, median, and where 10, 90 and 95 in 100 lie."""

    many: int
    total_s: float
    mean_s: float
    median_s: float
    p10_s: float
    p90_s: float
    p95_s: float


class Edge(NamedTuple):
    """One edge of the graph by the names of its ends, with the durations from one to the other."""

    start: str
    end: str
    spread: Spread
    cases: int


@dataclass(frozen=True, eq=False)
class Steps:
    """Every direct succession of a log: step i goes from event `source[i]` to the next one of the same case.

    `edge` numbers the edges (0 to len(ends) - 1), `ends` holds for each edge the codes of its two activities, `took`
    the microseconds of each step. `order` puts the steps of an edge side by side, edge e at `limits[e]:limits[e + 1]`;
    within it they stay in the order of cases.
    """

    source: Ints
    edge: Ints
    ends: Ints
    took: Ints
    order: Ints
    limits: Ints

    def of(self, edge: int) -> Ints:
        """The steps of one edge."""
        found: Ints = self.order[self.limits[edge] : self.limits[edge + 1]]
        return found


def steps_of(log: EventLog) -> Steps:
    """All successions of a log, in its order."""
    source = np.flatnonzero(~log.begins()) - 1
    activity = log.activity.codes
    many = max(1, len(log.activity.names))
    pair = activity[source].astype(np.int64) * many + activity[source + 1]
    found, edge = _numbered(pair, many)
    ends = np.stack([found // many, found % many], axis=1)
    return Steps(source, edge, ends, log.between(source, source + 1), *grouped(edge, len(ends)))


def _numbered(pair: Ints, many: int) -> tuple[Ints, Ints]:
    """The values that occur, in order, and for each row the place of its value among them; in linear time if it can."""
    if many * many > max(1 << 22, 4 * len(pair)):
        found, edge = np.unique(pair, return_inverse=True)
        return found, edge.astype(np.int32)
    found = np.flatnonzero(np.bincount(pair, minlength=many * many))
    place = np.zeros(many * many, dtype=np.int32)
    place[found] = np.arange(len(found))
    return found, place[pair]


def edges_of(log: EventLog, steps: Steps | None = None) -> list[Edge]:
    """The graph: every edge with its durations, by total time, longest first."""
    steps = steps or steps_of(log)
    names = log.activity.names
    took = steps.took[steps.order]
    spreads = [spread_of(took[begin:end]) for begin, end in pairwise(steps.limits.tolist())]
    cases = cases_of(log, steps)
    edges = [
        Edge(names[start], names[end], spread, int(in_cases))
        for (start, end), spread, in_cases in zip(steps.ends.tolist(), spreads, cases, strict=True)
    ]
    return sorted(edges, key=lambda edge: (-edge.spread.total_s, edge.start, edge.end))


def cases_of(log: EventLog, steps: Steps) -> Ints:
    """For each edge, in how many cases it occurs."""
    return distinct(log.case.codes[steps.source[steps.order]], steps.limits)


def distinct(values: Ints, limits: Ints) -> Ints:
    """How many different values each group holds; those of a group are in order."""
    changes = np.ones(len(values), dtype=np.int64)
    changes[1:] = values[1:] != values[:-1]
    changes[limits[:-1][limits[:-1] < len(values)]] = 1
    found: Ints = np.diff(np.concatenate(([0], np.cumsum(changes)))[limits])
    return found


def grouped(group: Ints, groups: int) -> tuple[Ints, Ints]:
    """The order that puts the rows of each group side by side, and where each group begins (one more at the end)."""
    key = group.astype(np.int16) if groups < _SMALL else group
    order = np.argsort(key, kind="stable")
    limits = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=groups))))
    return order, limits


def spread_of(took: Ints) -> Spread:
    """The durations of one group, in seconds; the quantile at q lies at (n - 1) q of the sorted values, linearly."""
    many = len(took)
    if not many:
        return Spread(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    total = exact_sum(took)
    median, p10, p90, p95 = quantiles(took, (0.5, 0.1, 0.9, 0.95))
    return Spread(many, total / MICROSECONDS, total / many / MICROSECONDS, median, p10, p90, p95)


def exact_sum(took: Ints) -> int:
    """The sum as a whole number of any size: seconds and the rest apart, so that no sum of 63 bits overflows."""
    if len(took) * (int(took.max(initial=0)) - int(took.min(initial=0))) < 1 << 62:
        return int(took.sum())
    whole, rest = np.divmod(took, MICROSECONDS)
    return int(whole.sum(dtype=np.int64)) * MICROSECONDS + int(rest.sum(dtype=np.int64))


def quantiles(took: Ints, at: tuple[float, ...]) -> list[float]:
    """Quantiles in seconds by partition, in linear time."""
    last = len(took) - 1
    places = [q * last for q in at]
    wanted = sorted({int(place) for place in places} | {min(int(place) + 1, last) for place in places})
    parted: Any = np.partition(took, wanted)
    found = []
    for place in places:
        low, high = int(parted[int(place)]), int(parted[min(int(place) + 1, last)])
        found.append((low + (high - low) * (place - int(place))) / MICROSECONDS)
    return found
