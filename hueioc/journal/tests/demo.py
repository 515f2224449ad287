"""Events and followers that exist only in the journal's own tests."""

import contextlib
from collections.abc import Sequence
from typing import ClassVar, Literal

from django.db import connection, transaction

from hueioc.journal.commands import record
from hueioc.journal.events import Code, Event, Ref
from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.models import Fact
from hueioc.journal.rules import Visibility


class LampEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to lamps."""

    lamp: Code = ""


class LampLit(LampEvent, frozen=True, kw_only=True):
    """A lamp burns."""

    kind = "demo.lit"
    number: int = 0


class LampBroke(LampEvent, frozen=True, kw_only=True):
    """A lamp is dark."""

    kind = "demo.broke"
    reported_by: Ref = ""


class BenchPlaced(Event, frozen=True, kw_only=True):
    """A bench stands."""

    kind = "demo.placed"
    weight_kg: float = 0.0


def create_table() -> None:
    number = "bigserial" if connection.vendor == "postgresql" else "integer PRIMARY KEY AUTOINCREMENT"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE demo_seen (turn {number}, follower varchar(40), seq bigint, fact_id bigint,"
            " subject varchar(100))"
        )


def drop_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE demo_seen")


class Seen(Follower):
    """Writes a row for every fact; the table has no unique key, so that a fact seen twice shows."""

    name = "demo.seen"
    follows: ClassVar[tuple[type[Event], ...]] = (LampEvent, BenchPlaced)

    def handle(self, facts: Sequence[SealedFact]) -> None:
        rows = [(self.name, fact.seq, fact.id, fact.subject) for fact in facts]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO demo_seen (follower, seq, fact_id, subject) VALUES (%s, %s, %s, %s)", rows)

    def reset(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM demo_seen WHERE follower = %s", [self.name])

    def rows(self) -> list[tuple[int, int, str]]:
        """Place, fact and subject in the order in which they were seen."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq, fact_id, subject FROM demo_seen WHERE follower = %s ORDER BY turn", [self.name])
            return list(cursor.fetchall())


class Moody(Seen):
    """Cannot bear some subjects, after it has already written its row."""

    name = "demo.moody"
    bad: ClassVar[set[str]] = set()

    def handle(self, facts: Sequence[SealedFact]) -> None:
        super().handle(facts)
        for fact in facts:
            if fact.subject in self.bad:
                raise ZeroDivisionError(fact.subject)


class Parking(Moody):
    """The same, but it goes past what it cannot bear."""

    name = "demo.parking"
    on_failure: ClassVar[Literal["stop", "park"]] = "park"


class LampsOnly(Seen):
    """Follows the lamps by their base class."""

    name = "demo.lamps"
    follows: ClassVar[tuple[type[Event], ...]] = (LampEvent,)


def write(
    number: int = 0, *, subject: str | None = None, visibility: Visibility = "public", key: str | None = None
) -> Fact:
    """One fact in a transaction of its own, unless there is one already."""
    with transaction.atomic() if not connection.in_atomic_block else contextlib.nullcontext():
        return record(
            LampLit(number=number, lamp="L1"),
            subject=subject or f"lamp:{number}",
            actor="account:LAN",
            visibility=visibility,
            key=key,
        )
