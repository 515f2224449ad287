"""Appends facts: the last statement of every command, in the transaction of the rows it tells about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hueioc.journal.events import Event
from hueioc.journal.models import Fact
from hueioc.journal.registry import checked_data
from hueioc.journal.rules import Cell, Visibility, check_header, coarse, microseconds
from hueioc.lib import clock
from hueioc.lib.copying import copy_text
from hueioc.lib.geo import Point

_CHUNK = 500
_MANY = 50
# Columns a command gives, with PostgreSQL's types; the database adds `id` and `xid`.
FACT_COLUMNS = {
    "kind": "text",
    "version": "smallint",
    "subject": "text",
    "actor": "text",
    "happened_us": "bigint",
    "recorded_us": "bigint",
    "area": "text",
    "lat": "double precision",
    "lon": "double precision",
    "visibility": "text",
    "cause": "text",
    "key": "text",
    "data": "text",
}


class DuplicateKey(Exception):
    """A fact with this key is there already; `subject` is what it was about, so that a retry can be answered."""

    def __init__(self, key: str, subject: str) -> None:
        super().__init__(f"A fact with the key {key} has already been recorded for {subject}.")
        self.key = key
        self.subject = subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact to append; the fields mean what they mean in `record`."""

    event: Event
    subject: str
    actor: str
    happened_at: datetime | None = None
    area: str = ""
    point: Point | None = None
    visibility: Visibility = "public"
    cause: str = ""
    key: str | None = None


def record(
    event: Event,
    *,
    subject: str,
    actor: str,
    happened_at: datetime | None = None,
    area: str = "",
    point: Point | None = None,
    visibility: Visibility = "public",
    cause: str = "",
    key: str | None = None,
) -> Fact:
    """Append one fact. `happened_at` defaults to the house's clock, `point` is rounded to four decimals (11 m).

    Raises RuntimeError outside a transaction, DuplicateKey when `key` was used before, ValueError when a value
    could hold more than codes, references, numbers, dates and points.
    """
    entry = Entry(
        event=event,
        subject=subject,
        actor=actor,
        happened_at=happened_at,
        area=area,
        point=point,
        visibility=visibility,
        cause=cause,
        key=key,
    )
    [row] = _checked([entry])
    with _known_keys_refused([entry]):
        return Fact.objects.create(**dict(zip(FACT_COLUMNS, row, strict=True)))


def record_many(entries: Sequence[Entry]) -> None:
    """Append facts that commit together, in this order. Raises what `record` raises; then none is appended."""
    rows = _checked(entries)
    with _known_keys_refused(entries):
        insert("journal_fact", FACT_COLUMNS, rows)


def _checked(entries: Sequence[Entry]) -> list[list[Cell]]:
    if not connection.in_atomic_block:
        raise RuntimeError("record() needs a transaction: the fact and the row it tells about commit together")
    acts_at = clock.now()
    recorded_us = microseconds(timezone.now())
    return [_row(entry, acts_at, recorded_us) for entry in entries]


def _row(entry: Entry, acts_at: datetime, recorded_us: int) -> list[Cell]:
    """The cells of one fact in the order of FACT_COLUMNS."""
    check_header(
        subject=entry.subject,
        actor=entry.actor,
        area=entry.area,
        visibility=entry.visibility,
        cause=entry.cause,
        key=entry.key,
    )
    header: list[Cell] = [entry.event.kind, entry.event.version, entry.subject, entry.actor]
    times: list[Cell] = [microseconds(entry.happened_at or acts_at), recorded_us]
    place: list[Cell] = [entry.area, *coarse(entry.point)]
    return header + times + place + [entry.visibility, entry.cause, entry.key, checked_data(entry.event)]


@contextmanager
def _known_keys_refused(entries: Sequence[Entry]) -> Iterator[None]:
    """Turns a key that is there already into DuplicateKey, also when another writer was faster by a moment.

    Keys are looked for only after the database refused one: who repeats a call is mostly answered before it records.
    """
    keys = _keys_of(entries)
    if not keys:
        yield
        return
    try:
        # The savepoint keeps the caller's transaction readable on PostgreSQL after a key was refused.
        with transaction.atomic():
            yield
    except IntegrityError:
        _refuse_known(keys)
        raise


def _keys_of(entries: Iterable[Entry]) -> list[str]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.key is None:
            continue
        if entry.key in seen:
            raise DuplicateKey(entry.key, seen[entry.key])
        seen[entry.key] = entry.subject
    return list(seen)


def _refuse_known(keys: list[str]) -> None:
    for start in range(0, len(keys), _CHUNK):
        known = Fact.objects.filter(key__in=keys[start : start + _CHUNK]).values_list("key", "subject").first()
        if known is not None and known[0] is not None:
            raise DuplicateKey(known[0], known[1])


def insert(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
    """Insert rows in their order by one statement: an old year is a million facts, and the ORM takes minutes more.

    `columns` are names with PostgreSQL's types; neither comes from input.
    """
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= _MANY:
            # Rows arrive, and get their ids, in the order of the lines.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write(copy_text(rows))
        elif connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
            # WITH ORDINALITY keeps the ids in the order of the rows.
            statement = (
                f"INSERT INTO {table} ({names}) SELECT {names} FROM unnest({arrays}) "
                f"WITH ORDINALITY AS given ({names}, place) ORDER BY place"
            )
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        else:
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)
