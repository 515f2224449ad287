"""The event log: one table of columns that every reader fills and every analysis reads.

A log is n events. Column by column: which case, which activity, at which instant (microseconds since 1970 in UTC, with
the offset of the place where it was written), and where known the lifecycle transition, the resource and further
named attributes. Texts stand once in `names`, the column holds their numbers; -1 says that an event has none.

The events of a case lie side by side, in the order of time, and equal instants in the order of the file. `first` holds
for each case the place of its first event, and after the last case n, so that case c is `first[c]:first[c + 1]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
MICROSECONDS = 1_000_000
DAY_US = 86_400 * MICROSECONDS
MISSING = -1
_MINUTE = 60 * MICROSECONDS
_SUMMER_HOUR = 60  # minutes; offsets further apart come from several places


def day_us(day: date) -> int:
    """The first microsecond of a day, as logs count them: since 1970 began."""
    return (day - date(1970, 1, 1)).days * DAY_US


class LogError(ValueError):
    """A log that cannot be read: one sentence, with line or byte, for whoever sent it."""


class Note(NamedTuple):
    """Something the reader of the figures must know about the log: how often, and the first event or line of it."""

    code: str
    number: int = 0
    first: int = 0


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of texts: `codes` (int32, n) point into `names`; -1 is missing."""

    codes: Ints
    names: tuple[str, ...]

    def taken(self, order: Any) -> "Coded":
        """The column with other rows, or its rows in another order."""
        return Coded(self.codes[order], self.names)

    def compact(self) -> "Coded":
        """The same column without the names that no row uses; the order of the names stays."""
        used = np.zeros(len(self.names) + 1, dtype=bool)
        used[self.codes] = True  # a missing one marks the place after the last
        numbers = np.cumsum(used, dtype=np.int32) - 1
        numbers[-1] = MISSING
        return Coded(
            numbers[self.codes], tuple(name for name, is_used in zip(self.names, used, strict=False) if is_used)
        )


def empty_column(many: int) -> Coded:
    """A column that nothing is known of."""
    return Coded(np.full(many, MISSING, dtype=np.int32), ())


@dataclass(frozen=True, eq=False)
class EventLog:
    """See the module. `at` is int64, `offset` int16 (minutes east of UTC); all columns have n rows."""

    case: Coded
    activity: Coded
    at: Ints
    offset: Ints
    lifecycle: Coded
    resource: Coded
    first: Ints
    attributes: Mapping[str, Coded] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.at)

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.first) - 1

    @property
    def is_of_one_place(self) -> bool:
        """True when the offsets differ by no more than a summer hour."""
        return not len(self) or int(self.offset.max()) - int(self.offset.min()) <= _SUMMER_HOUR

    def local(self, events: Any = slice(None)) -> Ints:
        """What the clock on the wall showed at (some) events, as microseconds since 1970 on that clock."""
        shown: Ints = self.at[events] + self.offset[events].astype(np.int64) * _MINUTE
        return shown

    def between(self, earlier: Ints, later: Ints) -> Ints:
        """Microseconds from some events to others, by the clock on the wall where all were written in one place.

        Terms and office days are counted on that clock: sixty days stay sixty days when a summer hour begins between.
        Where the clock went back between the two, and for logs of several places, it is the time that passed.
        """
        passed: Ints = self.at[later] - self.at[earlier]
        if not self.is_of_one_place or not len(self):
            return passed
        shift = (self.offset[later].astype(np.int64) - self.offset[earlier]) * _MINUTE
        shown = passed + shift
        return np.where(shown < 0, passed, shown)

    def begins(self) -> Ints:
        """For each event, whether it is the first of its case."""
        found = np.zeros(len(self), dtype=bool)
        found[self.first[:-1]] = True
        return found

    def only_cases(self, kept: Ints) -> "EventLog":
        """The log of the cases for which `kept` (bool, one a case) is true."""
        return self.only_events(np.repeat(kept, np.diff(self.first)))

    def only_events(self, kept: Ints) -> "EventLog":
        """The log of the events for which `kept` (bool, one an event) is true; cases without any are gone."""
        return arranged(
            replace(
                self,
                case=self.case.taken(kept).compact(),
                activity=self.activity.taken(kept).compact(),
                at=self.at[kept],
                offset=self.offset[kept],
                lifecycle=self.lifecycle.taken(kept),
                resource=self.resource.taken(kept),
                attributes={name: column.taken(kept) for name, column in self.attributes.items()},
            )
        )


def event_log(
    case: Coded,
    activity: Coded,
    at: Ints,
    *,
    offset: Ints | None = None,
    lifecycle: Coded | None = None,
    resource: Coded | None = None,
    attributes: Mapping[str, Coded] | None = None,
    notes: tuple[Note, ...] = (),
) -> EventLog:
    """A log from columns in any order of events; what is out of order or there twice is told in its notes."""
    many = len(at)
    found = EventLog(
        case=case,
        activity=activity,
        at=at.astype(np.int64, copy=False),
        offset=np.zeros(many, dtype=np.int16) if offset is None else offset,
        lifecycle=lifecycle or empty_column(many),
        resource=resource or empty_column(many),
        first=np.zeros(1, dtype=np.int64),
        attributes=attributes or {},
        notes=notes,
    )
    more = [_out_of_order(found), _twice(found)]
    if not found.is_of_one_place:
        strange = np.abs(found.offset - found.offset[0]) > _SUMMER_HOUR
        more.append(Note("several_zones", len(np.unique(found.offset)), int(np.argmax(strange)) + 1))
    return replace(arranged(found), notes=(*notes, *(note for note in more if note.number)))


def arranged(log: EventLog) -> EventLog:
    """The log with the events of each case side by side in time, and `first` to match."""
    codes = log.case.codes
    if not _in_order(codes, log.at):
        order = np.lexsort((log.at, codes))  # stable: equal instants stay in the order of the file
        log = replace(
            log,
            case=log.case.taken(order),
            activity=log.activity.taken(order),
            at=log.at[order],
            offset=log.offset[order],
            lifecycle=log.lifecycle.taken(order),
            resource=log.resource.taken(order),
            attributes={name: column.taken(order) for name, column in log.attributes.items()},
        )
    counts = np.bincount(log.case.codes, minlength=len(log.case.names))
    return replace(log, first=np.concatenate(([0], np.cumsum(counts))))


def _in_order(case: Ints, at: Ints) -> bool:
    step = np.diff(case)
    return not bool(np.any(step < 0) or np.any((step == 0) & (at[1:] < at[:-1])))


def _out_of_order(log: EventLog) -> Note:
    """Events that lie in the file after a later one of their case."""
    codes = log.case.codes
    if _in_order(codes, log.at):
        return Note("out_of_order")
    order = np.argsort(codes, kind="stable")
    case, at = codes[order], log.at[order]
    late = order[1:][(case[1:] == case[:-1]) & (at[1:] < at[:-1])]
    return Note("out_of_order", len(late), int(late.min()) + 1 if len(late) else 0)


def _twice(log: EventLog) -> Note:
    """Events of which everything that was read equals another one of their case."""
    columns = [log.case, log.activity, log.lifecycle, log.resource, *log.attributes.values()]
    in_order = _in_order(log.case.codes, log.at)
    order = np.arange(len(log)) if in_order else np.lexsort((log.at, log.case.codes))
    at = log.at[order]
    same = at[1:] == at[:-1]
    for column in columns:
        codes = column.codes[order]
        same &= codes[1:] == codes[:-1]
    again = order[1:][same]
    return Note("twice", len(again), int(again.min()) + 1 if len(again) else 0)
