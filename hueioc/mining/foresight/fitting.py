"""What a queue log says about arrivals, staff, service and patience, by kind of day and hour."""

from dataclasses import dataclass

import numpy as np

from hueioc.mining.foresight.calls import DAY_S, Calls
from hueioc.mining.rules.eventlog import Ints

SLOT_S, SLOTS = 3600, 24
_SEEN_S = 60  # a queue shorter than this in an hour does not show how many were there
_ALIKE = 0.8  # share of common open hours from which two weekdays are one kind of day


@dataclass(frozen=True, eq=False)
class Fitted:
    """`arrivals` and `staff` are (7 weekdays from Thursday, 24 hours); staff 0 where the queue is closed.

    `patience_s` ascending with `gone`, the share that has hung up by then; beyond it the rate is `patience_rate`.
    """

    arrivals: Ints
    staff: Ints
    service_s: Ints
    patience_s: Ints
    gone: Ints
    patience_rate: float


def fit(calls: Calls) -> Fitted:
    """The queue of some whole days. Weekdays open in the same hours are taken together: few days say little alone."""
    first = int(calls.at[0]) // DAY_S
    days = int(calls.at[-1]) // DAY_S - first + 1
    place = ((calls.at - first * DAY_S) // DAY_S, calls.at % DAY_S // SLOT_S)
    arrived, answered = np.zeros((days, SLOTS)), np.zeros((days, SLOTS))
    np.add.at(arrived, place, 1)
    np.add.at(answered, place, calls.answered)
    weekday = (first + np.arange(days)) % 7
    is_open = np.array([answered[weekday == d].sum(axis=0) > 0 for d in range(7)])
    seen = _staff(calls, first, days)
    arrivals, staff = np.zeros((7, SLOTS)), np.zeros((7, SLOTS))
    for d in range(7):
        together = (is_open & is_open[d]).sum(axis=1) / np.maximum((is_open | is_open[d]).sum(axis=1), 1)
        alike = (together >= _ALIKE)[weekday] & np.isin(weekday, np.flatnonzero(is_open.any(axis=1)))
        if alike.any():
            arrivals[d] = arrived[alike].mean(axis=0)
            staff[d] = seen[alike].mean(axis=0) * (answered[alike].sum(axis=0) > 0)
    during = staff[(calls.at // DAY_S) % 7, calls.at % DAY_S // SLOT_S] > 0
    within = calls.taken(during)
    patience_s, gone = _patience(within)
    left = int((~within.answered & (within.wait > 0)).sum())
    return Fitted(
        arrivals, staff, calls.service[calls.answered], patience_s, gone, left / max(int(within.wait.sum()), 1)
    )


def _staff(calls: Calls, first: int, days: int) -> Ints:
    """(days, hours): how many were talking while somebody waited; where nobody waited, the most that talked at once.

    Who is signed in but does something else takes no call, so names of agents would say too many.
    """
    start = calls.at - first * DAY_S
    talk = calls.answered
    busy = _at_once((start + calls.wait)[talk], (start + calls.wait + calls.service)[talk], days * DAY_S)
    waiting = _at_once(start, start + calls.wait, days * DAY_S) > 0
    shape = (days, SLOTS, SLOT_S)
    seconds = waiting.reshape(shape).sum(axis=2)
    found: Ints = (busy * waiting).reshape(shape).sum(axis=2) / np.maximum(seconds, 1)
    return np.where(seconds >= _SEEN_S, found, busy.reshape(shape).max(axis=2))


def _at_once(start: Ints, end: Ints, many: int) -> Ints:
    change = np.zeros(many + 1, dtype=np.int64)
    np.add.at(change, np.clip(start, 0, many), 1)
    np.add.at(change, np.clip(end, 0, many), -1)
    return np.cumsum(change)[:many]


def _patience(calls: Calls) -> tuple[Ints, Ints]:
    """Kaplan and Meier, JASA 53, 1958: an answered caller would have waited longer, nobody knows how much."""
    times, left = np.unique(calls.wait[~calls.answered], return_counts=True)
    there = len(calls.wait) - np.searchsorted(np.sort(calls.wait), times)
    return times, 1 - np.cumprod(1 - left / there)
