"""How the database is: whether it answers, its version and size, and who holds a transaction open for long."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from hueioc.upkeep.rules import Holder, Version

# Only a transaction that has written holds facts back; one that only reads holds old rows.
_HOLDERS = """
    SELECT pid, EXTRACT(epoch FROM clock_timestamp() - xact_start)::float8, coalesce(state, ''), application_name
    FROM pg_stat_activity
    WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND {holds} ORDER BY xact_start LIMIT 1
"""
_WRITES = _HOLDERS.format(holds="backend_xid IS NOT NULL")
_READS = _HOLDERS.format(holds="backend_xmin IS NOT NULL")
# Held by the one process that does the background work, for as long as its connection lives; differs from other locks.
WORKER_LOCK = 0x4875654A
_WORKER = """
    SELECT a.application_name, host(a.client_addr) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Each of them lets PostgreSQL answer before a commit is safe; pg_settings tells them to everybody.
_UNSAFE = """
    SELECT name || '=' || setting FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name
"""
_PREPARED = """
    SELECT 0, EXTRACT(epoch FROM clock_timestamp() - prepared)::float8, 'prepared', gid
    FROM pg_prepared_xacts ORDER BY prepared LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """One database: `holds_facts` and `holds_rows` are the oldest transactions of both kinds, on PostgreSQL only.

    `worker` names who does the background work (program and address), on PostgreSQL only; empty when nobody does.
    `unsafe` are settings of the server (`name=value`) with which it loses what it has confirmed.
    """

    engine: str
    is_up: bool
    version: str = ""
    size_bytes: int = 0
    holds_facts: Holder | None = None
    holds_rows: Holder | None = None
    worker: str = ""
    unsafe: tuple[str, ...] = ()


def database_state() -> DatabaseState:
    """How the database is now; also told when it does not answer."""
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        if engine == "SQLite":
            _ask("SELECT 1")
            return DatabaseState(engine, True, ".".join(map(str, sqlite_version())), _size_of_files())
        [(version, size)] = _ask("SELECT current_setting('server_version'), pg_database_size(current_database())")
        (writing, reading), at_work, unsafe = holders(), worker(), unsafe_settings()
    except DatabaseError:
        connection.close()
        return DatabaseState(engine, False)
    return DatabaseState(engine, True, version.split(" ")[0], size, writing, reading, at_work, unsafe)


def holders() -> tuple[Holder | None, Holder | None]:
    """The oldest open transaction that wrote, and the oldest that reads; nothing on SQLite.

    Without the role `pg_read_all_stats` PostgreSQL shows a city its own transactions only.
    """
    if connection.vendor != "postgresql":
        return None, None
    writing = [*_ask(_WRITES), *_ask(_PREPARED)]
    oldest = max(writing, key=lambda row: row[1], default=None)
    reading = next(iter(_ask(_READS)), None)
    return (Holder(*oldest) if oldest else None), (Holder(*reading) if reading else None)


def worker() -> str:
    """Who does the background work now; empty when nobody does, and on SQLite, where the one process does."""
    if connection.vendor != "postgresql":
        return ""
    return next((" ".join(filter(None, row)) for row in _ask(_WORKER, [WORKER_LOCK])), "")


def unsafe_settings() -> tuple[str, ...]:
    """Settings of the server with which a crash or a power cut takes confirmed reports; nothing on SQLite.

    Source: PostgreSQL 15 documentation, 30.1 Reliability and 30.4 Asynchronous Commit.
    """
    return tuple(name for (name,) in _ask(_UNSAFE)) if connection.vendor == "postgresql" else ()


def sqlite_version() -> Version:
    """The version of the SQLite library this program runs with."""
    major, minor, patch = sqlite3.sqlite_version_info
    return major, minor, patch


def _size_of_files() -> int:
    name = Path(str(connection.settings_dict["NAME"]))
    files = [name, name.with_name(name.name + "-wal")]
    return sum(path.stat().st_size for path in files if path.exists())


def _ask(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
