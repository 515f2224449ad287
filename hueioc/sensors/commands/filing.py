"""Days that are over as Parquet files, written anew when late readings came; old rows then leave the database."""

import hashlib
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.sensors.commands.keeping.batches import DAY_S, SUMS_LOCK
from hueioc.sensors.events import ReadingsFiled
from hueioc.sensors.queries.registry import number
from hueioc.sensors.storage import reading, writing

# Series by series, along the key of the readings.
_OF_A_DAY = "FROM sensors_series AS s CROSS JOIN sensors_reading AS r WHERE r.series = s.id AND r.ts >= ? AND r.ts < ?"


def days_to_file(at: datetime, limit: int = 3) -> list[date]:
    """Days (UTC) that are over for long enough and changed since their file was written, the oldest first."""
    last = int(at.timestamp()) // DAY_S - int(number("archive_after_days"))
    with reading() as session:
        rows = session.run("SELECT day FROM sensors_unfiled WHERE day < ? ORDER BY day LIMIT ?", [last, limit])
    return [_as_date(int(row[0])) for row in rows]


def file_day(day: date, actor: Actor) -> Path:
    """Write every reading of a day into `readings/<day>.parquet` of the shared directory, and take away old rows."""
    place = Path(settings.SHARED) / "readings"
    place.mkdir(exist_ok=True)
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    span = [start, start + DAY_S]
    with reading() as session:
        rows = session.run(f"SELECT s.code, r.ts, r.value, r.flags {_OF_A_DAY} ORDER BY s.code, r.ts", span)
    digest = _write(place / f"{day.isoformat()}.parquet", rows)
    with writing() as session:
        if session.vendor == "postgresql":
            session.run("SELECT pg_advisory_xact_lock(?)", [SUMS_LOCK])
        # Readings are only ever added: as many as in the file means that none came meanwhile, else it is written again.
        if session.run(f"SELECT COUNT(*) {_OF_A_DAY}", span)[0][0] == len(rows):
            session.run("DELETE FROM sensors_unfiled WHERE day = ?", [start // DAY_S])
        _forget_old(session)
    event = ReadingsFiled(day=day, readings=len(rows), series=len({row[0] for row in rows}), digest=digest[:16])
    with transaction.atomic():
        record(event, subject=f"readings:{day.isoformat()}", actor=actor.ref, visibility="internal")
    return place / f"{day.isoformat()}.parquet"


def _write(path: Path, rows: list[tuple[Any, ...]]) -> str:
    # By name: the library costs memory that a city without stations keeps.
    arrow, parquet = import_string("pyarrow.table"), import_string("pyarrow.parquet.write_table")
    kinds = {"ts": import_string("pyarrow.timestamp")("s", tz="UTC"), "flags": import_string("pyarrow.int16")()}
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    array, text = import_string("pyarrow.array"), import_string("pyarrow.string")()
    table = arrow(
        {
            "series": array(columns[0], text),
            "ts": array(columns[1], import_string("pyarrow.int64")()).cast(kinds["ts"]),
            "value": array(columns[2], import_string("pyarrow.float64")()),
            "flags": array(columns[3], kinds["flags"]),
        }
    )
    unfinished = path.with_suffix(".part")
    parquet(table, unfinished, compression="zstd")
    with unfinished.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return digest


def _forget_old(session: Any) -> None:
    """Rows of days that are closed for intake and filed; their sums stay."""
    oldest = int((clock.now() - timedelta(days=int(number("keep_days")) + 1)).timestamp()) // DAY_S
    unfiled = session.run("SELECT MIN(day) FROM sensors_unfiled")[0][0]
    upto = min(oldest, int(unfiled)) if unfiled is not None else oldest
    session.run(
        "DELETE FROM sensors_reading WHERE series IN (SELECT id FROM sensors_series) AND ts < ?", [upto * DAY_S]
    )


def _as_date(day: int) -> date:
    return datetime.fromtimestamp(day * DAY_S, UTC).date()
