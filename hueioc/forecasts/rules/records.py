"""What was measured, as it was known at an hour: nothing that came later can be asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Record:
    """Readings of one series: `hours` since 1970 (UTC, rising) and as many `values`, in metres or millimetres."""

    hours: Numbers
    values: Numbers

    @classmethod
    def of(cls, readings: Iterable[tuple[float, float]]) -> "Record":
        """From (hour, value) pairs in any order; of two at one hour the later one counts, no number is left out."""
        known = {hour: value for hour, value in readings if np.isfinite(hour) and np.isfinite(value)}
        hours = sorted(known)
        return cls(np.array(hours, dtype=float), np.array([known[hour] for hour in hours], dtype=float))

    def __len__(self) -> int:
        return len(self.hours)

    def until(self, hour: float) -> "Record":
        """What was known at an hour."""
        end = int(np.searchsorted(self.hours, hour, side="right"))
        return Record(self.hours[:end], self.values[:end])

    def after(self, hour: float) -> "Record":
        """What came after an hour."""
        begin = int(np.searchsorted(self.hours, hour, side="right"))
        return Record(self.hours[begin:], self.values[begin:])

    @cached_property
    def _summed(self) -> Numbers:
        return np.concatenate([[0.0], np.cumsum(self.values)])

    def place(self, at: Numbers) -> NDArray[np.int64]:
        """For each hour the index of the last reading at or before it; -1 where there was none."""
        return np.searchsorted(self.hours, at, side="right") - 1

    def last(self, at: Numbers, back: int = 0) -> tuple[Numbers, Numbers]:
        """(values, hours) of the last reading at or before each hour, or of that `back` readings earlier; else nan."""
        index = self.place(at) - back
        known = index >= 0
        if not len(self):
            return np.full(len(at), np.nan), np.full(len(at), np.nan)
        safe = np.where(known, index, 0)
        return np.where(known, self.values[safe], np.nan), np.where(known, self.hours[safe], np.nan)

    def sum_between(self, since: Numbers, until: Numbers) -> Numbers:
        """Sums of the readings after each `since` and not after each `until`; nan where there was no reading at all."""
        begin = np.searchsorted(self.hours, since, side="right")
        end = np.searchsorted(self.hours, until, side="right")
        sums = self._summed[end] - self._summed[begin]
        return np.where(end > begin, sums, np.nan)

    def reached(self, at: Numbers, widest_gap: float = 0.0) -> Numbers:
        """Values at given hours: read then, or on the line between two readings; else nan.

        Two readings more than `widest_gap` hours apart have no line between them.
        """
        if not len(self):
            return np.full(len(at), np.nan)
        before, then = self.last(at)
        following = np.searchsorted(self.hours, at, side="left")
        has_next = following < len(self)
        safe = np.where(has_next, following, len(self) - 1)
        ahead, ahead_at = self.values[safe], self.hours[safe]
        gap = ahead_at - then
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(gap > 0, (at - then) / gap, 0.0)
            on_line = before + share * (ahead - before)
            is_read = np.isclose(then, at, rtol=0, atol=_SAME_HOUR)
            usable = is_read | (has_next & (gap <= widest_gap))
        return np.where(is_read, before, np.where(usable, on_line, np.nan))


_SAME_HOUR = 1 / 3600


@dataclass(frozen=True)
class Basin:
    """What bears on a level: the gauge itself, gauges upstream, rain, and what reservoirs release, each by its name."""

    target: Record
    levels: Mapping[str, Record] = field(default_factory=dict)
    rain: Mapping[str, Record] = field(default_factory=dict)

    def until(self, hour: float) -> "Basin":
        """The basin as it was known at an hour."""
        return Basin(
            self.target.until(hour),
            {name: one.until(hour) for name, one in self.levels.items()},
            {name: one.until(hour) for name, one in self.rain.items()},
        )

    def only(self, other: "Basin") -> "Basin":
        """The basin with no other series than those another one has too: what is learned must be there to be used."""
        return Basin(
            self.target,
            {name: one for name, one in self.levels.items() if name in other.levels},
            {name: one for name, one in self.rain.items() if name in other.rain},
        )
