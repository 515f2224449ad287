"""The sealed journal as rows of cells: its end, and the columns in the order in which they are hashed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from hueioc.journal.models import Position
from hueioc.journal.rules import PROOF_COLUMNS, START_OF_CHAIN, Cell

FLOOR = "journal.sealer"
# A number this cluster has not given out yet was written before a restore from another one.
FOREIGN = "f.xid >= pg_snapshot_xmax(pg_current_snapshot()) AND f.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()"
_TAIL = """
    SELECT s.seq, s.chain, s.public_chain, s.fact_id, f.xid{cast}, {foreign}
    FROM {along} WHERE f.id = s.fact_id ORDER BY s.seq DESC LIMIT 1
"""


class Tail(NamedTuple):
    """The end of the sealed journal: the last seal and the fact it belongs to."""

    seq: int = 0
    chain: str = START_OF_CHAIN
    public_chain: str = START_OF_CHAIN
    fact_id: int = 0
    xid: int = 0
    is_from_elsewhere: bool = False


def tail() -> Tail:
    """The end of the sealed journal as the database shows it now."""
    is_pg = connection.vendor == "postgresql"
    query = _TAIL.format(cast="::text" if is_pg else "", foreign=FOREIGN if is_pg else "0", along=_along())
    for seq, chain, public_chain, fact_id, xid, foreign in rows(query, []):
        return Tail(seq, chain, public_chain, fact_id, int(xid), bool(foreign) and fact_id > floor())
    return Tail()


def floor() -> int:
    """Facts up to this id came with a restore and were all sealed then; 0 in a database that never moved."""
    row = Position.objects.filter(follower=FLOOR).values_list("seq", flat=True).first()
    return row or 0


def columns() -> str:
    """The columns of a fact `f` for a SELECT. Ordering by them needs `f.`: by its output name `xid` sorts as text."""
    cast = "::text" if connection.vendor == "postgresql" else ""
    return ", ".join(f"f.{name}{cast}" if name == "xid" else f"f.{name}" for name in PROOF_COLUMNS)


def with_numbers(facts: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    """Facts read with `columns`, with transaction numbers as numbers on both databases."""
    place = PROOF_COLUMNS.index("xid")
    return [
        [int(cell) if i == place and isinstance(cell, str) else cell for i, cell in enumerate(row)] for row in facts
    ]


class Stretch(NamedTuple):
    """A part of the sealed journal: after the place `seq`, up to `upto` (None: to the end), of `kinds` (empty: all)."""

    seq: int
    upto: int | None = None
    kinds: tuple[str, ...] = ()

    def select(self, columns: str, rest: str = "") -> list[tuple[Any, ...]]:
        """Rows of `SELECT columns ... rest`, read along the seals `s`, each with its fact `f`."""
        conditions, values = ["f.id = s.fact_id", "s.seq > %s"], list[Any]([self.seq])
        if self.upto is not None:
            conditions.append("s.seq <= %s")
            values.append(self.upto)
        if self.kinds:
            conditions.append(f"f.kind IN ({', '.join(['%s'] * len(self.kinds))})")
            values.extend(self.kinds)
        return rows(f"SELECT {columns} FROM {_along()} WHERE {' AND '.join(conditions)} {rest}", values)


def _along() -> str:
    # SQLite without fresh statistics walks through all facts to find a few of them; CROSS JOIN keeps it from turning
    # the two tables round. The condition f.id = s.fact_id belongs to every such question.
    is_sqlite = connection.vendor == "sqlite"
    return "journal_seal s CROSS JOIN journal_fact f" if is_sqlite else "journal_seal s JOIN journal_fact f ON true"


def rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query, which is written by this room and never from input."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
