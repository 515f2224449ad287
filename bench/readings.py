"""Readings of stations: taken in durably by batches of 1,000, read as newest values and as a year of charts."""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

STATIONS, BATCH, BATCHES, NAIVE, ROUNDS = 1000, 1000, 60, 400, 3
CHARTED, DAYS = 100, 365
_PLACE = Path(tempfile.mkdtemp(prefix="hueioc-bench-packs-"))


def _packs() -> None:
    """The shipped packs with one network of a thousand gauges in their place."""
    packs = _PLACE / "packs"
    shutil.copytree(Path(__file__).parents[1] / "packs", packs)
    network = packs / "stations" / "bench"
    shutil.copytree(packs / "stations" / "hue-bulletins", network)
    for name in ("thresholds.toml", "examples.toml"):
        (network / name).unlink()
    text = (network / "network.toml").read_text().replace('"hue-bulletins"', '"bench"')
    (network / "network.toml").write_text(text)
    lines = [f"s{number},S{number},level,,,,,bench" for number in range(STATIONS)]
    (network / "stations.csv").write_text("code,name,quantities,lat,lon,area,river,source\n" + "\n".join(lines) + "\n")
    city = packs / "cities" / "hue" / "city.toml"
    city.write_text(city.read_text().replace('stations = ["hue-bulletins", "hue-local"]', 'stations = ["bench"]'))
    os.environ["HUEIOC_PACKS"] = str(packs)


_packs()

from bench.journal import install, scratch_database, seconds  # noqa: E402  the packs must be there before the settings
from hueioc.lib import clock  # noqa: E402
from hueioc.people.rules import machine  # noqa: E402
from hueioc.sensors.api.bodies import read_body, told  # noqa: E402
from hueioc.sensors.commands import Sending, take_readings  # noqa: E402
from hueioc.sensors.commands.keeping.sums import settle_all  # noqa: E402
from hueioc.sensors.queries import newest_values, series_between  # noqa: E402
from hueioc.sensors.queries.registry import forget_known_numbers  # noqa: E402
from hueioc.sensors.storage import reading, writing  # noqa: E402

SENDER = machine("bench")
START = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=20)


def _body(series: range, start: datetime, steps: int) -> bytes:
    """One batch: every series at every step of ten minutes."""
    rows = (
        f'{{"series":"s{number}.level","ts":"{(start + timedelta(minutes=10 * step)).isoformat()}",'
        f'"value":{0.5 + (number * 7 + step) % 90 / 100}}}'
        for step in range(steps)
        for number in series
    )
    return f"[{','.join(rows)}]".encode()


def _take(bodies: list[bytes]) -> None:
    for body in bodies:
        readings, unread = read_body(body)
        told(take_readings([Sending(readings, SENDER, unread)])[0])


def _naive(bodies: list[bytes]) -> None:
    """What a first version does: each reading a transaction of its own."""
    for place, one in read_body(bodies[0])[0][:NAIVE]:
        with writing() as session:
            session.run(
                "INSERT INTO sensors_reading VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
                [5_000_000 + place, int(one.ts.timestamp()), one.value],
            )


def _bare() -> float:
    """The limit: the same number of rows in the same table and commits, and nothing else; readings a second."""
    ts = int(START.timestamp())
    batches = [[(6_000_000 + n, ts + 600 * step, 1.0, 0) for n in range(BATCH)] for step in range(BATCHES)]

    def insert() -> None:
        for rows in batches:
            with writing() as session:
                session.run_many("INSERT INTO sensors_reading VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)

    return BATCH * BATCHES / seconds(insert)


def _milliseconds(work: Callable[[], object], times: int = 9) -> float:
    work()
    return 1000 * statistics.median(seconds(work) for _ in range(times))


def _count() -> tuple[int, float]:
    with reading() as session:
        readings = session.run("SELECT COUNT(*) FROM sensors_reading WHERE series < 5000000")[0][0]
        sums = session.run("SELECT COALESCE(SUM(total + readings), 0) FROM sensors_rollup")[0][0]
    return int(readings), round(float(sums), 4)


def _a_year() -> None:
    """The sums that a year of ten-minute readings of a hundred series leaves: of hours and of days."""
    first = int(START.timestamp()) // 86_400 * 86_400 - DAYS * 86_400
    rows = [
        (9_000 + n, span, first + start, span // 600, 1.0, 0.4, 1.6)
        for n in range(CHARTED)
        for span in (3600, 86_400)
        for start in range(0, DAYS * 86_400, span)
    ]
    with writing() as session:
        session.run_many("INSERT INTO sensors_series VALUES (?, ?)", [(9_000 + n, f"y{n}") for n in range(CHARTED)])
        for start in range(0, len(rows), 100_000):
            session.run_many("INSERT INTO sensors_rollup VALUES (?, ?, ?, ?, ?, ?, ?)", rows[start : start + 100_000])


def _intake() -> None:
    for words, series, steps in (
        ("1,000 series at one moment", lambda n: range(STATIONS), 1),
        ("10 series, 100 moments each", lambda n: range(n % 100 * 10, n % 100 * 10 + 10), 100),
    ):
        speeds, shares = [], []
        for round_number in range(ROUNDS):
            day = START + timedelta(days=(0 if steps == 1 else 10) + 2 * round_number)
            later = 10 if steps == 1 else 0
            bodies = [_body(series(n), day + timedelta(minutes=later * n), steps) for n in range(BATCHES)]
            naive = NAIVE / seconds(lambda bodies=bodies: _naive(bodies))  # type: ignore[misc]
            speeds.append(BATCH * BATCHES / seconds(lambda bodies=bodies: _take(bodies)))  # type: ignore[misc]
            shares.append(speeds[-1] / naive)
        sys.stdout.write(
            f"{words}: {statistics.median(speeds):,.0f} readings/s ({min(speeds):,.0f} to {max(speeds):,.0f}), "
            f"{statistics.median(shares):.0f} times one by one\n"
        )


def main() -> int:
    install()
    with scratch_database(), clock.at(datetime.now(UTC)):
        take_readings([])
        _intake()
        sys.stdout.write(f"the same rows bare: {_bare():,.0f} rows/s\n")
        began = time.perf_counter()
        settle_all()
        sys.stdout.write(f"sums of all of it afterwards: {time.perf_counter() - began:.1f} s\n")
        day = [_body(range(STATIONS), START + timedelta(minutes=10 * n), 1) for n in range(BATCHES)]
        before = _count()
        _take(day)
        settle_all()
        sys.stdout.write(f"replayed: {'nothing changed' if _count() == before else 'CHANGED'}\n")
        sys.stdout.write(f"newest of {STATIONS} series: {_milliseconds(newest_values):.1f} ms\n")
        _a_year()
        forget_known_numbers()
        end = datetime.now(UTC)
        every = _milliseconds(
            lambda: [series_between(f"y{n}", end - timedelta(days=400), end, span=86_400) for n in range(CHARTED)], 5
        )
        one = _milliseconds(lambda: series_between("y7", end - timedelta(days=400), end, span=86_400))
        sys.stdout.write(f"a year by days: one chart {one:.1f} ms, {CHARTED} charts {every:.1f} ms\n")
    shutil.rmtree(_PLACE, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
