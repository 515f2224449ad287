"""Makes sums of 5 minutes, hours and days anew wherever readings came, so late ones and repeats are right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hueioc.sensors.commands.keeping.batches import HOUR_S, SUMS_LOCK
from hueioc.sensors.rules.quality import DOUBTFUL
from hueioc.sensors.storage import Session, writing
from hueioc.workflow.queries import catalogue

FIVE_MINUTES_S, DAY_SPAN = 300, 86400
# Readings wait for the sums on SQLite, so one round is short.
MOST = 4000
_KEEP = (
    "ON CONFLICT (series, span, start) DO UPDATE SET readings = excluded.readings, total = excluded.total, "
    "lowest = excluded.lowest, highest = excluded.highest"
)
_FINE = (
    "INSERT INTO sensors_rollup (series, span, start, readings, total, lowest, highest) "
    "SELECT r.series, {span}, r.ts - r.ts % {span}, COUNT(*), SUM(r.value), MIN(r.value), MAX(r.value) "
    "FROM sensors_now AS d JOIN sensors_reading AS r "
    "ON r.series = d.series AND r.ts >= d.hour AND r.ts < d.hour + 3600 "
    f"WHERE (r.flags & {DOUBTFUL}) = 0 GROUP BY r.series, r.ts - r.ts % {{span}} {_KEEP}"
)
_DAY = (
    "INSERT INTO sensors_rollup (series, span, start, readings, total, lowest, highest) "
    "SELECT h.series, 86400, ?, SUM(h.readings), SUM(h.total), MIN(h.lowest), MAX(h.highest) "
    "FROM (SELECT DISTINCT series FROM sensors_now WHERE hour >= ? AND hour < ?) AS d "
    "JOIN sensors_rollup AS h ON h.series = d.series AND h.span = {span} AND h.start >= ? AND h.start < ? "
    f"WHERE true GROUP BY h.series {_KEEP}"
)


def settle_sums() -> int:
    """Make the sums of what came since the last time; returns how many hours of series, 0 when nothing is left."""
    with writing() as session:
        if session.vendor == "postgresql":
            session.run("SELECT pg_advisory_xact_lock(?)", [SUMS_LOCK])
        if not session.run("SELECT 1 FROM sensors_due LIMIT 1"):
            return 0
        hours = _take(session)
        for span in (FIVE_MINUTES_S, HOUR_S):
            session.run(_FINE.format(span=span))
        for start, end in sorted({day_around(hour) for hour in hours}):
            # A city whose day begins within an hour is summed from finer sums.
            span = HOUR_S if start % HOUR_S == end % HOUR_S == 0 else FIVE_MINUTES_S
            session.run(_DAY.format(span=span), [start, start - HOUR_S, end, start, end])
        return int(session.run("SELECT COUNT(*) FROM sensors_now")[0][0])


def settle_all(is_over: Callable[[], bool] = lambda: False) -> None:
    """Until nothing is left, or somebody says it is over."""
    while settle_sums() and not is_over():
        pass


def _take(session: Session) -> list[int]:
    """Move some marks aside; returns the hours they are of."""
    session.run("CREATE TEMP TABLE IF NOT EXISTS sensors_now (series INTEGER, hour BIGINT)")
    session.run("DELETE FROM sensors_now")
    session.run(f"INSERT INTO sensors_now SELECT series, hour FROM sensors_due ORDER BY hour, series LIMIT {MOST}")
    session.run("DELETE FROM sensors_due WHERE (hour, series) IN (SELECT hour, series FROM sensors_now)")
    return [int(row[0]) for row in session.run("SELECT DISTINCT hour FROM sensors_now")]


def day_around(ts: int) -> tuple[int, int]:
    """First second of the city's day that holds an instant, and of the next one."""
    zone = catalogue().calendar.time_zone
    begin = datetime.fromtimestamp(ts, UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    end = (begin + timedelta(days=1)).astimezone(zone)
    return int(begin.timestamp()), int(end.timestamp())
