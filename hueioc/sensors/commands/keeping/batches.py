"""Writes batches of readings: each reading once, with its flags, the newest of each series, and what is to be summed.

One transaction takes any number of batches, so that those who send at the same moment share one sync of the disk.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hueioc.sensors.commands.keeping.numbering import Kept
from hueioc.sensors.rules.levels import alarm_level
from hueioc.sensors.rules.quality import DOUBTFUL, LATE, Last, Limits, after, judged
from hueioc.sensors.storage import Session, writing
from hueioc.sensors.storage.places import OnPostgresql

HOUR_S, DAY_S = 3600, 86400
# Intake holds it together with others, the making of sums alone: no mark is taken away while somebody adds to it.
SUMS_LOCK = 7_310_001


# On PostgreSQL, in one message: the lock, and where a batch arrives.
_READY = (
    f"SELECT pg_advisory_xact_lock_shared({SUMS_LOCK}); CREATE TEMP TABLE IF NOT EXISTS sensors_arriving "
    "(series INTEGER, ts BIGINT, value DOUBLE PRECISION, flags SMALLINT) ON COMMIT DELETE ROWS"
)


class Valued(NamedTuple):
    """A reading that can be kept."""

    kept: Kept
    ts: int
    value: float


class Batch(NamedTuple):
    """Readings of one sender, and who that is."""

    readings: Sequence[Valued]
    sender: str
    received_at: int


class Outcome(NamedTuple):
    """How many readings of a batch are new, and whether a level changed by it."""

    new: int
    has_news: bool


class _Newest:
    """The newest reading of each series while batches are gone through."""

    def __init__(self, session: Session, numbers: Sequence[int]) -> None:
        self.last: dict[int, Last] = {}
        self.levels: dict[int, int] = {}
        self.told: dict[int, int] = {}
        for start in range(0, len(numbers), 30_000):
            part = numbers[start : start + 30_000]
            where = ",".join(map(str, part))
            for number, ts, value, flags, same, level, told in session.run(
                f"SELECT series, ts, value, flags, same_since, level, told_level FROM sensors_latest "
                f"WHERE series IN ({where})"
            ):
                self.last[number] = Last(ts, value, flags, same)
                self.levels[number], self.told[number] = level, told
        self.changed: dict[int, Batch] = {}
        self.hours: set[tuple[int, int]] = set()
        self.batch = Batch((), "", 0)

    def take(self, one: Valued) -> int:
        """Flags of one reading; remembers it when it is the newest."""
        kept, ts, value = one
        number, limits, _series, has_levels = kept
        last = self.last.get(number)
        flags = 0
        if last is not None and ts == last.ts:
            return 0
        if last is not None and _is_plain(ts, value, last, limits):
            # What nearly all readings are: `judged` and `after` would say the same, for four times the work.
            self.last[number] = Last(ts, value, 0, ts if value != last.value else last.same_since)
        else:
            flags = judged(ts, value, last, limits)
            if flags & LATE:
                return flags
            self.last[number] = after(ts, value, flags, last)
        self.changed[number] = self.batch
        if has_levels and not flags & DOUBTFUL:
            self._move(kept, ts, value)
        return flags

    def _move(self, kept: Kept, ts: int, value: float) -> None:
        levels = kept.levels_at(ts)
        if levels is not None:
            hysteresis = kept.series.quantity.hysteresis
            self.levels[kept.number] = alarm_level(value, self.levels.get(kept.number, 0), levels, hysteresis)


def _is_plain(ts: int, value: float, last: Last, limits: Limits) -> bool:
    """A newer value in its range, near a trusted one, and not unchanged for too long."""
    lowest, highest, step, _period, flat = limits
    before, was, flags, same = last
    if value == was and flat and ts - same >= flat:
        return False
    return ts > before and not flags and lowest <= value <= highest and -step <= value - was <= step


def keep_batches(batches: Sequence[Batch]) -> list[Outcome]:
    """Keep every reading that is not known yet; durable when it returns. What is known already stays as it is."""
    numbers = sorted({one.kept.number for batch in batches for one in batch.readings})
    if not numbers:
        return [Outcome(0, has_news=False) for _ in batches]
    with writing() as session:
        if isinstance(session, OnPostgresql):
            session.run(_READY)
        newest = _Newest(session, numbers)
        outcomes = [_keep(session, batch, newest) for batch in batches]
        # Once for all batches and in the order of their keys, so that two nodes never wait for each other in a ring.
        _mark(session, newest)
        _keep_newest(session, newest)
    return outcomes


def _keep(session: Session, batch: Batch, newest: _Newest) -> Outcome:
    ordered = sorted(batch.readings, key=lambda one: one.ts)
    newest.batch = batch
    rows = [(one.kept.number, one.ts, one.value, newest.take(one)) for one in ordered]
    rows.sort()
    new = _insert(session, rows)
    if not new:
        return Outcome(0, has_news=False)
    newest.hours.update((ts - ts % HOUR_S, number) for number, ts, _value, _flags in rows)
    return Outcome(new, any(newest.levels.get(row[0], 0) != newest.told.get(row[0], 0) for row in rows))


def _insert(session: Session, rows: list[tuple[int, int, float, int]]) -> int:
    if not isinstance(session, OnPostgresql):
        return session.run_many("INSERT OR IGNORE INTO sensors_reading VALUES (?, ?, ?, ?)", rows)
    session.run("DELETE FROM sensors_arriving")
    session.copy("COPY sensors_arriving FROM STDIN (FORMAT BINARY)", _binary(rows))
    return session.changed(
        "INSERT INTO sensors_reading SELECT series, ts, value, flags FROM sensors_arriving ON CONFLICT DO NOTHING"
    )


_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_ROW = np.dtype(
    [
        *(("fields", ">i2"), ("a", ">i4"), ("series", ">i4"), ("b", ">i4"), ("ts", ">i8")),
        *(("c", ">i4"), ("value", ">f8"), ("d", ">i4"), ("flags", ">i2")),
    ]
)


def _binary(rows: Sequence[tuple[int, int, float, int]]) -> bytes:
    """Rows as PostgreSQL's COPY reads them: before each column its length, before each row the number of columns."""
    table = np.zeros(len(rows), _ROW)
    table["fields"], table["a"], table["b"], table["c"], table["d"] = 4, 4, 8, 8, 2
    table["series"], table["ts"], table["value"], table["flags"] = zip(*rows, strict=True)
    return _HEAD + table.tobytes() + b"\xff\xff"


def _mark(session: Session, newest: _Newest) -> None:
    """Note which hours must be summed and which days must be filed anew."""
    hours = sorted(newest.hours)
    days = sorted({(hour // DAY_S,) for hour, _number in hours})
    session.run_many("INSERT INTO sensors_unfiled VALUES (?) ON CONFLICT DO NOTHING", days)
    kept = "INSERT INTO sensors_due (hour, series) {} ON CONFLICT DO NOTHING"
    if isinstance(session, OnPostgresql):
        columns = [list(column) for column in zip(*hours, strict=True)] or [[], []]
        session.run(kept.format("SELECT * FROM unnest(?::bigint[], ?::int[])"), columns)
    else:
        session.run_many(kept.format("VALUES (?, ?)"), hours)


_NEWEST = (
    "INSERT INTO sensors_latest (series, ts, value, flags, same_since, level, told_level, sender, received_at) {} "
    "ON CONFLICT (series) DO UPDATE SET ts = excluded.ts, value = excluded.value, flags = excluded.flags, "
    "same_since = excluded.same_since, level = excluded.level, sender = excluded.sender, "
    "received_at = excluded.received_at WHERE excluded.ts > sensors_latest.ts"
)


def _keep_newest(session: Session, newest: _Newest) -> None:
    """A level that nobody was told of yet is told as 0."""
    rows = [
        (number, *newest.last[number], newest.levels.get(number, 0), batch.sender, batch.received_at)
        for number, batch in sorted(newest.changed.items(), key=lambda one: one[0])
    ]
    if not isinstance(session, OnPostgresql):
        session.run_many(_NEWEST.format("VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)"), rows)
        return
    # Changing rows that are there is much cheaper than trying to add them.
    _over(session, _CHANGED, [row for row in rows if row[0] in newest.told])
    _over(session, _NEWEST.format(f"SELECT {_COLUMNS}"), [row for row in rows if row[0] not in newest.told])


_CHANGED = (
    "UPDATE sensors_latest AS old SET ts = new.b, value = new.c, flags = new.d, same_since = new.e, level = new.f, "
    "sender = new.g, received_at = new.h FROM {} WHERE old.series = new.a AND new.b > old.ts"
)
_COLUMNS = "a, b, c, d, e, f, 0, g, h FROM {}"
_KINDS = ("int", "bigint", "float8", "smallint", "bigint", "smallint", "text", "bigint")
_ROWS = f"unnest({', '.join(f'?::{kind}[]' for kind in _KINDS)}) AS new (a, b, c, d, e, f, g, h)"


def _over(session: Session, sql: str, rows: Sequence[tuple[int | float | str, ...]]) -> None:
    """One statement for rows of the newest readings, on PostgreSQL."""
    if rows:
        session.run(sql.format(_ROWS), [list(column) for column in zip(*rows, strict=True)])
