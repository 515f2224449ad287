"""The sealer: gives committed facts their one order and their links in the hash chains."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from hueioc.journal.models import Position, Seal
from hueioc.journal.rules import PROOF_COLUMNS, START_OF_CHAIN, Cell, links

BATCH = 1000
# Two sealers would give one place to two facts; the number only has to differ from other advisory locks.
_LOCK = 0x48756549
_FLOOR = "journal.sealer"
# Columns are always qualified: ordered by an output name, `xid` would sort as text.
_COLUMNS = ", ".join(f"f.{name}::text" if name == "xid" else f"f.{name}" for name in PROOF_COLUMNS)
_SQLITE_COLUMNS = ", ".join(f"f.{name}" for name in PROOF_COLUMNS)
_TAIL = """
    SELECT s.seq, s.chain, s.public_chain, s.fact_id, f.xid{cast}, {foreign}
    FROM journal_seal s JOIN journal_fact f ON f.id = s.fact_id ORDER BY s.seq DESC LIMIT 1
"""
# A number this cluster has not given out yet was written before a restore from another one.
_FOREIGN = (
    "f.xid >= pg_snapshot_xmax(pg_current_snapshot()) AND f.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()"
)


class Tail(NamedTuple):
    """The end of the sealed journal: the last seal and the fact it belongs to."""

    seq: int = 0
    chain: str = START_OF_CHAIN
    public_chain: str = START_OF_CHAIN
    fact_id: int = 0
    xid: int = 0
    is_from_elsewhere: bool = False


def seal(limit: int = BATCH) -> int:
    """Seal up to `limit` committed facts and return how many; 0 when there are none or another sealer is at work.

    On PostgreSQL facts become sealable when every transaction that began writing before theirs has ended, so that
    no fact can appear behind the cursor. Called inside a transaction, it also seals that transaction's own facts.
    """
    within = connection.in_atomic_block
    if not is_waiting(within=within):
        return 0
    with transaction.atomic():
        if not _is_only_sealer():
            return 0
        last = tail()
        if last.is_from_elsewhere:
            return _take_over(last)
        return _append(last, _unsealed(last, limit, within=within))


def is_waiting(*, within: bool = False) -> bool:
    """True when there is a fact that can be sealed now; a cheap look without a lock."""
    last = tail()
    return last.is_from_elsewhere or bool(_unsealed(last, 1, within=within))


def is_behind() -> bool:
    """True when a committed fact is not sealed yet, also one that still waits for an older transaction to end."""
    last = tail()
    return last.is_from_elsewhere or bool(_unsealed(last, 1, within=True, behind_horizon=False))


def tail() -> Tail:
    """The end of the sealed journal as the database shows it now."""
    is_pg = connection.vendor == "postgresql"
    query = _TAIL.format(cast="::text" if is_pg else "", foreign=_FOREIGN if is_pg else "0")
    rows = _rows(query, [])
    if not rows:
        return Tail()
    seq, chain, public_chain, fact_id, xid, foreign = rows[0]
    return Tail(seq, chain, public_chain, fact_id, int(xid), bool(foreign))


def floor() -> int:
    """Facts up to this id came with a restore and were all sealed then; 0 in a database that never moved."""
    row = Position.objects.filter(follower=_FLOOR).values_list("seq", flat=True).first()
    return row or 0


def _unsealed(last: Tail, limit: int, *, within: bool, behind_horizon: bool = True) -> list[list[Cell]]:
    if connection.vendor != "postgresql":
        query = f"SELECT {_SQLITE_COLUMNS} FROM journal_fact f WHERE f.id > %s ORDER BY f.id LIMIT %s"
        return [list(row) for row in _rows(query, [last.fact_id, limit])]
    lowest = floor()
    xid, fact_id = (last.xid, last.fact_id) if last.fact_id > lowest else (0, 0)
    horizon = "f.xid < pg_snapshot_xmin(pg_current_snapshot())" if behind_horizon else "TRUE"
    if within:
        horizon = f"({horizon} OR f.xid = pg_current_xact_id_if_assigned())"
    query = (
        f"SELECT {_COLUMNS} FROM journal_fact f WHERE (f.xid, f.id) > (%s::text::xid8, %s) "
        f"AND f.id > %s AND {horizon} ORDER BY f.xid, f.id LIMIT %s"
    )
    return _with_numbers(_rows(query, [str(xid), fact_id, lowest, limit]))


def _append(last: Tail, rows: Sequence[list[Cell]]) -> int:
    seals = []
    seq, chain, public_chain = last.seq, last.chain, last.public_chain
    for cells in rows:
        seq += 1
        chain, public_chain = links(chain, public_chain, seq, cells)
        seals.append(Seal(seq=seq, fact_id=cells[0], chain=chain, public_chain=public_chain))
    Seal.objects.bulk_create(seals, batch_size=BATCH)
    return len(seals)


def _take_over(last: Tail) -> int:
    """Seal what a restore from another cluster left unsealed, and let the cursor start anew above it.

    There the counter of transactions was ahead of ours: new facts would stand behind the cursor for ever.
    """
    query = (
        f"SELECT {_COLUMNS} FROM journal_fact f WHERE {_FOREIGN} "
        "AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.fact_id = f.id) ORDER BY f.xid, f.id"
    )
    rows = _with_numbers(_rows(query, []))
    [[highest]] = _rows(f"SELECT max(f.id) FROM journal_fact f WHERE {_FOREIGN}", [])
    Position.objects.update_or_create(follower=_FLOOR, defaults={"seq": highest, "updated_at": timezone.now()})
    return _append(last, rows)


def _with_numbers(rows: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    place = PROOF_COLUMNS.index("xid")
    return [[int(cell) if i == place else cell for i, cell in enumerate(row)] for row in rows]


def _is_only_sealer() -> bool:
    # On SQLite the write lock itself makes sure of it.
    return connection.vendor != "postgresql" or bool(_rows("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])[0][0])


def _rows(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
