"""Appends facts: the last statement of every command, in the transaction of the rows it tells about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hueioc.journal.events import Event
from hueioc.journal.models import Fact
from hueioc.journal.registry import checked_data
from hueioc.journal.rules import Visibility, check_header, coarse, microseconds
from hueioc.lib import clock
from hueioc.lib.geo import Point

_CHUNK = 500


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
    return record_many([entry])[0]


def record_many(entries: Sequence[Entry]) -> list[Fact]:
    """Append facts that commit together, in this order. Raises what `record` raises; then none is appended."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() needs a transaction: the fact and the row it tells about commit together")
    acts_at = clock.now()
    recorded_us = microseconds(timezone.now())
    facts = [_fact(entry, acts_at, recorded_us) for entry in entries]
    keys = _keys_of(entries)
    if not keys:
        return Fact.objects.bulk_create(facts, batch_size=_CHUNK)
    _refuse_known(keys)
    try:
        # The savepoint keeps the caller's transaction readable on PostgreSQL when another writer was faster.
        with transaction.atomic():
            return Fact.objects.bulk_create(facts, batch_size=_CHUNK)
    except IntegrityError:
        _refuse_known(keys)
        raise


def _fact(entry: Entry, acts_at: datetime, recorded_us: int) -> Fact:
    check_header(
        subject=entry.subject,
        actor=entry.actor,
        area=entry.area,
        visibility=entry.visibility,
        cause=entry.cause,
        key=entry.key,
    )
    lat, lon = coarse(entry.point)
    return Fact(
        kind=entry.event.kind,
        version=entry.event.version,
        subject=entry.subject,
        actor=entry.actor,
        happened_us=microseconds(entry.happened_at or acts_at),
        recorded_us=recorded_us,
        area=entry.area,
        lat=lat,
        lon=lon,
        visibility=entry.visibility,
        cause=entry.cause,
        key=entry.key,
        data=checked_data(entry.event),
    )


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
