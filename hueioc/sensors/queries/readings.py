"""What stations measured: the newest values, courses between two instants, the gauge nearest to a place."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import get_language

from hueioc.lib import clock
from hueioc.lib.geo import Point, metres_between
from hueioc.sensors.queries.registry import Series, all_series, known_numbers, number
from hueioc.sensors.rules.levels import Thresholds, level_reached, phrase
from hueioc.sensors.rules.quality import DOUBTFUL
from hueioc.sensors.storage import Session, reading

SPANS = {300: timedelta(days=2), 3600: timedelta(days=35), 86400: timedelta(days=3700)}
_HOUR_S = 3600


_SIMULATOR = "machine:simulator"


class Newest(NamedTuple):
    """The newest reading of a series. `level` is where its alarm stands (0 to 3), `sender` the machine that sent it."""

    code: str
    at: datetime
    value: float
    flags: int
    level: int
    sender: str

    @property
    def is_doubtful(self) -> bool:
        return bool(self.flags & DOUBTFUL)

    @property
    def is_simulated(self) -> bool:
        """True when a simulator sent it; every page that shows it says so."""
        return self.sender == _SIMULATOR


class Standing(NamedTuple):
    """One series as it stands: `newest` is None before its first reading, `rise` metres an hour, None when unknown."""

    series: Series
    newest: Newest | None
    thresholds: Thresholds | None
    is_stale: bool
    rise: float | None

    @property
    def words(self) -> str:
        """The official phrase; empty without a value or without published thresholds."""
        if self.newest is None or self.thresholds is None:
            return ""
        return phrase(self.newest.value, self.thresholds, get_language() or "vi")

    @property
    def reached(self) -> int:
        """How many levels the water has reached; 4 above the highest on record."""
        if self.newest is None or self.thresholds is None:
            return 0
        top = self.thresholds.highest
        return 4 if top is not None and self.newest.value > top else level_reached(self.newest.value, self.thresholds)


class Value(NamedTuple):
    """One point of a course: the begin of its span, mean, lowest, highest and sum of `readings` values."""

    at: datetime
    mean: float
    lowest: float
    highest: float
    total: float
    readings: int
    flags: int = 0


class Water(NamedTuple):
    """The level gauge nearest to a place at an instant: metres away, its level then, the official phrase, its rise.

    `rise` is in metres an hour, from the hour before; None where there was no reading. `measured_at` is the reading's.
    """

    station: str
    name: str
    distance_m: float
    level_m: float
    phrase: str
    reached: int
    rise: float | None
    measured_at: datetime


def newest_values(codes: Iterable[str] | None = None) -> dict[str, Newest]:
    """The newest reading of every series, or of some; those that never sent are left out. For everybody."""
    wanted = None if codes is None else set(codes)
    with reading() as session:
        rows = session.run(
            "SELECT s.code, l.ts, l.value, l.flags, l.level, l.sender FROM sensors_latest AS l "
            "JOIN sensors_series AS s ON s.id = l.series"
        )
    return {
        code: Newest(code, datetime.fromtimestamp(ts, UTC), value, flags, level, sender)
        for code, ts, value, flags, level, sender in rows
        if wanted is None or code in wanted
    }


def levels_now(codes: Iterable[str] | None = None) -> list[Standing]:
    """How every series stands (or some), in the order of the packs. For everybody; what is doubtful says so."""
    series = all_series()
    chosen = list(series) if codes is None else [code for code in codes if code in series]
    newest, now = newest_values(chosen), clock.now()
    rises = _rises([newest[c] for c in chosen if c in newest and series[c].quantity.code in {"level", "reservoir"}])
    return [_standing(series[code], newest.get(code), rises.get(code), now) for code in chosen]


def _standing(series: Series, newest: Newest | None, rise: float | None, now: datetime) -> Standing:
    stale_after = timedelta(minutes=series.quantity.stale_after_minutes)
    is_stale = newest is not None and now - newest.at > stale_after
    return Standing(series, newest, series.levels((newest.at if newest else now).date()), is_stale, rise)


def _rises(newest: Sequence[Newest]) -> dict[str, float]:
    numbers, found = known_numbers(), {}
    with reading() as session:
        for one in newest:
            before = _value_before(session, numbers[one.code], int(one.at.timestamp()) - _HOUR_S)
            if before is not None and not one.is_doubtful:
                found[one.code] = _per_hour(before, (int(one.at.timestamp()), one.value))
    return found


def _value_before(session: Session, key: int, ts: int) -> tuple[int, float] | None:
    """The last trustworthy reading up to an instant, at most three hours before it."""
    rows = session.run(
        f"SELECT ts, value FROM sensors_reading WHERE series = ? AND ts <= ? AND ts > ? AND (flags & {DOUBTFUL}) = 0 "
        "ORDER BY ts DESC LIMIT 1",
        [key, ts, ts - 3 * _HOUR_S],
    )
    return (int(rows[0][0]), float(rows[0][1])) if rows else None


def _per_hour(before: tuple[int, float], now: tuple[int, float]) -> float:
    return (now[1] - before[1]) * _HOUR_S / max(1, now[0] - before[0])


def series_between(code: str, start: datetime, end: datetime, *, span: int | None = None) -> list[Value]:
    """The course of a series from `start` (included) to `end` (not included). For everybody.

    `span` 0 gives single readings with their flags, 300, 3600 and 86400 (the city's days) sums without doubtful
    readings; without one the finest that suits the time asked for. Unknown series have no course.
    """
    key = known_numbers().get(code)
    if key is None or end <= start:
        return []
    if span is None:
        span = next((one for one, most in SPANS.items() if end - start <= most), 86400)
    bounds = [key, int(start.timestamp()), int(end.timestamp())]
    with reading() as session:
        if span == 0:
            rows = session.run(
                "SELECT ts, value, flags FROM sensors_reading WHERE series = ? AND ts >= ? AND ts < ? ORDER BY ts",
                bounds,
            )
            return [Value(_at(ts), value, value, value, value, 1, flags) for ts, value, flags in rows]
        rows = session.run(
            "SELECT start, total, lowest, highest, readings FROM sensors_rollup "
            "WHERE series = ? AND span = ? AND start >= ? AND start < ? ORDER BY start",
            [key, span, *bounds[1:]],
        )
    return [Value(_at(ts), total / many, low, high, total, many) for ts, total, low, high, many in rows]


def totals_since(since: datetime, codes: Iterable[str]) -> dict[str, float]:
    """The sum of each of some series since an hour, from sums of hours; series without readings are left out."""
    wanted = set(codes)
    with reading() as session:
        rows = session.run(
            "SELECT s.code, SUM(r.total) FROM sensors_series AS s CROSS JOIN sensors_rollup AS r "
            "WHERE r.series = s.id AND r.span = 3600 AND r.start >= ? GROUP BY s.code",
            [int(since.timestamp())],
        )
    return {code: float(total) for code, total in rows if code in wanted}


def _at(ts: int) -> datetime:
    return datetime.fromtimestamp(ts, UTC)


def water_near(point: Point, at: datetime) -> Water | None:
    """The level gauge nearest to a place that had a trustworthy reading in the three hours before `at`.

    None when none stands within the distance that the rules call near. For everybody; reads nothing after `at`.
    """
    gauges = [
        (metres_between(point, series.point), series)
        for series in all_series().values()
        if series.quantity.code == "level" and series.point is not None
    ]
    most, numbers = 1000 * number("near_km"), known_numbers()
    ts = int(at.timestamp())
    with reading() as session:
        for distance, series in sorted(gauges, key=lambda found: (found[0], found[1].code)):
            key = numbers.get(series.code)
            if distance > most:
                return None
            found = _value_before(session, key, ts) if key is not None else None
            if key is None or found is None:
                continue
            before = _value_before(session, key, found[0] - _HOUR_S)
            limits = series.levels(_at(found[0]).date())
            return Water(
                station=series.station.code,
                name=series.station.name,
                distance_m=distance,
                level_m=found[1],
                phrase=phrase(found[1], limits, get_language() or "vi") if limits else "",
                reached=level_reached(found[1], limits) if limits else 0,
                rise=_per_hour(before, found) if before else None,
                measured_at=_at(found[0]),
            )
    return None
