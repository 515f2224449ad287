"""Two splits of time: hours in which an office is open beside hours that passed, and work beside waiting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hueioc.journal.rules import microseconds, moment
from hueioc.mining.rules.eventlog import MICROSECONDS, EventLog, Ints
from hueioc.mining.rules.graph import Steps, grouped
from hueioc.workflow.rules.calendar import WorkingCalendar

_HOUR = 3600 * MICROSECONDS
_DAY = 24 * _HOUR
_WEEK = 168  # hours
_SINCE_MONDAY = 72  # hours from the Monday before 1970 to its first day, a Thursday
# States of IEEE 1849 between which somebody works on an activity.
_BEGINS, _ENDS = ("start", "resume"), ("complete", "suspend")


@dataclass(frozen=True, eq=False)
class OfficeClock:
    """Stretches in which an office is open, and what its clock shows at each event of a log.

    `begins` and `ends` (microseconds, in order, apart), `before` the open time of all earlier stretches; `shown` is on
    the same clock as they are.
    """

    begins: Ints
    ends: Ints
    before: Ints
    shown: Ints

    def between(self, earlier: Ints, later: Ints) -> Ints:
        """Open microseconds from some events to others."""
        found: Ints = self._until(self.shown[later]) - self._until(self.shown[earlier])
        return found

    def _until(self, at: Ints) -> Ints:
        place = np.searchsorted(self.begins, at, side="right") - 1
        inside = np.clip(np.minimum(at, self.ends[place]) - self.begins[place], 0, None)
        found: Ints = np.where(place < 0, 0, self.before[place] + inside)
        return found


def office_clock(begins: Sequence[int] | Ints, ends: Sequence[int] | Ints, shown: Ints) -> OfficeClock:
    """From stretches in order that do not overlap; at least one."""
    first, last = np.asarray(begins, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    return OfficeClock(first, last, np.concatenate(([0], np.cumsum(last - first)[:-1])), shown)


def calendar_clock(log: EventLog, calendar: WorkingCalendar) -> OfficeClock:
    """The clock of a working calendar, over the whole log."""
    begins, ends, last = [], [], int(log.at.max())
    for begin, end in calendar.spans_from(moment(int(log.at.min()))):
        begins.append(microseconds(begin))
        ends.append(microseconds(end))
        if ends[-1] >= last:
            break
    return office_clock(begins, ends, log.at)


def own_clock(log: EventLog, quiet: float, days_only: float) -> OfficeClock | None:
    """The clock that a log shows by itself: an hour of the week is open when it has `quiet` of a mean hour's events.

    None when more than `days_only` of the events stand at midnight: such a log knows days and no hours.
    """
    shown = log.local()
    if np.count_nonzero(shown % _DAY == 0) > days_only * len(log):
        return None
    counts = np.bincount((shown // _HOUR + _SINCE_MONDAY) % _WEEK, minlength=_WEEK)
    is_open = counts >= quiet * len(log) / _WEEK
    first = int(shown.min()) // _HOUR
    hours = np.arange(first, int(shown.max()) // _HOUR + 1)
    hours = hours[is_open[(hours + _SINCE_MONDAY) % _WEEK]]
    starts = np.flatnonzero(np.diff(hours, prepend=hours[:1] - 2) != 1)
    ends = np.concatenate((starts[1:] - 1, [len(hours) - 1]))
    return office_clock(hours[starts] * _HOUR, (hours[ends] + 1) * _HOUR, shown)


@dataclass(frozen=True, eq=False)
class Work:
    """Known work: the events where it begins and ends, pairwise, and for each event whether work goes on after it."""

    begins: Ints
    ends: Ints
    is_going_on: Ints


def work_of(log: EventLog) -> Work | None:
    """The work that the lifecycle of a log tells; None when beginnings or ends are missing.

    A beginning counts with the end that follows it directly among the beginnings and ends of its activity and case.
    """
    names = [name.casefold() for name in log.lifecycle.names]
    opens = np.isin(log.lifecycle.codes, [code for code, name in enumerate(names) if name in _BEGINS])
    closes = np.isin(log.lifecycle.codes, [code for code, name in enumerate(names) if name in _ENDS])
    events = np.flatnonzero(opens | closes)
    # The log is ordered by case and time already; a stable sort by activity keeps that order within each.
    order, _ = grouped(log.activity.codes[events], len(log.activity.names))
    events = events[order]
    first, second = events[:-1], events[1:]
    same = (log.case.codes[first] == log.case.codes[second]) & (log.activity.codes[first] == log.activity.codes[second])
    pairs = same & opens[first] & closes[second]
    if not pairs.any():
        return None
    begins, ends = first[pairs], second[pairs]
    change = np.bincount(begins, minlength=len(log)) - np.bincount(ends, minlength=len(log))
    return Work(begins, ends, np.cumsum(change) > 0)


def worked_in(steps: Steps, work: Work | None) -> Ints:
    """Microseconds of known work in each step: all of it while work goes on, for work begins and ends with events."""
    if work is None:
        return np.zeros_like(steps.took)
    return np.where(work.is_going_on[steps.source], steps.took, 0)
