"""Connections to the readings: SQLite has one writer for its file, PostgreSQL the connection of the thread."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction

from hueioc.sensors.storage.schema import statements

# FULL: what was acknowledged survives a power cut, as in the main file.
# A batch of many stations touches a page for each: small pages make it a quarter of the bytes, and a log of 32 MB
# lets pages that are touched again and again be written back once.
_START = (
    "PRAGMA page_size=1024",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=20000",
    "PRAGMA cache_size=-65536",
    "PRAGMA wal_autocheckpoint=32000",
)
Row = tuple[Any, ...]


class Session(Protocol):
    """What both databases can do; statements are written with question marks."""

    vendor: str

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement; the rows it gives."""

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> int:
        """One statement for many rows; how many rows it changed."""


class _OnSqlite:
    vendor = "sqlite"

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._file.execute(sql, values).fetchall()

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> int:
        before = self._file.total_changes
        self._file.executemany(sql, rows)
        return int(self._file.total_changes - before)


class OnPostgresql:
    """Statements over Django's connection of this thread, within its transaction."""

    vendor = "postgresql"

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement; the rows it gives."""
        with connection.cursor() as cursor:
            cursor.execute(_for_psycopg(sql), list(values))
            return list(cursor.fetchall()) if cursor.description else []

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> int:
        """One statement for many rows; how many rows it changed."""
        if not rows:
            return 0
        with connection.cursor() as cursor:
            cursor.executemany(_for_psycopg(sql), rows)
            return max(0, int(cursor.rowcount))

    def changed(self, sql: str, values: Sequence[Any] = ()) -> int:
        """One statement; how many rows it changed."""
        with connection.cursor() as cursor:
            cursor.execute(_for_psycopg(sql), list(values))
            return int(cursor.rowcount)

    def copy(self, sql: str, data: bytes) -> None:
        """Rows in PostgreSQL's own binary form."""
        with connection.cursor() as cursor, cursor.copy(sql) as target:
            target.write(data)


def _for_psycopg(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


class _File:
    """The one file of readings of this process: a connection that writes, and one that reads for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn = threading.RLock()
        self._local = threading.local()
        self.writer = self._opened()
        for sql in statements("sqlite"):
            self.writer.execute(sql)

    def _opened(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
        for sql in _START:
            file.execute(sql)
        return file

    def reader(self) -> sqlite3.Connection:
        """This thread's own, so that nobody who reads waits for the writer."""
        found: sqlite3.Connection | None = getattr(self._local, "file", None)
        if found is None:
            found = self._local.file = self._opened()
        return found


_files: dict[Path, _File] = {}
_guard = threading.Lock()


def place_of_file() -> Path | None:
    """The file of readings beside the main database; None on PostgreSQL, where they are tables of it."""
    if connection.vendor != "sqlite":
        return None
    return Path(str(connection.settings_dict["NAME"])).with_name("readings.sqlite3")


def _file() -> _File:
    path = place_of_file()
    assert path is not None
    with _guard:
        if path not in _files:
            _files[path] = _File(path)
        return _files[path]


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that is committed, durably, when the block ends without an error."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield OnPostgresql()
        return
    file = _file()
    with file.turn:
        file.writer.execute("BEGIN IMMEDIATE")
        try:
            yield _OnSqlite(file.writer)
        except BaseException:
            file.writer.execute("ROLLBACK")
            raise
        file.writer.execute("COMMIT")


@contextmanager
def reading() -> Iterator[Session]:
    """Questions to the readings."""
    if connection.vendor != "sqlite":
        yield OnPostgresql()
    else:
        yield _OnSqlite(_file().reader())
