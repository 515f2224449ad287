"""What makes a reading doubtful. A flag never deletes: it is kept beside the value and shown."""

from typing import NamedTuple

RANGE, SPIKE, FLAT, LATE = 1, 2, 4, 8
NAMES = {RANGE: "range", SPIKE: "spike", FLAT: "flat", LATE: "out_of_order"}
# A value with one of these raises and clears no alarm and stands in no sum.
DOUBTFUL = RANGE | SPIKE


class Limits(NamedTuple):
    """Limits of one quantity: its range, the largest change within `period_s`, after how long it is flat (0: never)."""

    lowest: float
    highest: float
    spike_step: float
    period_s: int
    flat_s: int


class Last(NamedTuple):
    """The newest reading of a series before this one: seconds since 1970, value, flags, since when it is the same."""

    ts: int
    value: float
    flags: int
    same_since: int


def judged(ts: int, value: float, last: Last | None, limits: Limits) -> int:
    """Flags of a reading that follows `last` (None: the first of its series)."""
    flags = 0 if limits.lowest <= value <= limits.highest else RANGE
    if last is None:
        return flags
    if ts < last.ts:
        return flags | LATE
    if not (last.flags & RANGE) and abs(value - last.value) > limits.spike_step * max(
        1.0, (ts - last.ts) / limits.period_s
    ):
        flags |= SPIKE
    if limits.flat_s and value == last.value and ts - last.same_since >= limits.flat_s:
        flags |= FLAT
    return flags


def after(ts: int, value: float, flags: int, last: Last | None) -> Last:
    """What the next reading is compared with; an older one changes nothing."""
    if last is not None and ts < last.ts:
        return last
    same = last is not None and value == last.value
    return Last(ts, value, flags, last.same_since if same and last is not None else ts)


def names_of(flags: int) -> list[str]:
    """The names of the flags that are set."""
    return [name for bit, name in NAMES.items() if flags & bit]
