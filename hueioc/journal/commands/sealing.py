"""The sealer: gives committed facts their one order and their links in the hash chains."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from hueioc.journal.commands.recording import insert
from hueioc.journal.models import Position
from hueioc.journal.rules import Cell, links
from hueioc.journal.sealed import FLOOR, FOREIGN, Tail, columns, floor, rows, tail, with_numbers

BATCH = 1000
# Two sealers would give one place to two facts; the number only has to differ from other advisory locks.
_LOCK = 0x48756549
_SEAL_COLUMNS = {"seq": "bigint", "fact_id": "bigint", "chain": "text", "public_chain": "text"}


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


def _unsealed(last: Tail, limit: int, *, within: bool, behind_horizon: bool = True) -> list[list[Cell]]:
    if connection.vendor != "postgresql":
        query = f"SELECT {columns()} FROM journal_fact f WHERE f.id > %s ORDER BY f.id LIMIT %s"
        return [list(row) for row in rows(query, [last.fact_id, limit])]
    lowest = floor()
    xid, fact_id = (last.xid, last.fact_id) if last.fact_id > lowest else (0, 0)
    horizon = "f.xid < pg_snapshot_xmin(pg_current_snapshot())" if behind_horizon else "TRUE"
    if within:
        horizon = f"({horizon} OR f.xid = pg_current_xact_id_if_assigned())"
    query = (
        f"SELECT {columns()} FROM journal_fact f WHERE (f.xid, f.id) > (%s::text::xid8, %s) "
        f"AND f.id > %s AND {horizon} ORDER BY f.xid, f.id LIMIT %s"
    )
    return with_numbers(rows(query, [str(xid), fact_id, lowest, limit]))


def _append(last: Tail, facts: Sequence[list[Cell]]) -> int:
    seals: list[list[Cell]] = []
    seq, chain, public_chain = last.seq, last.chain, last.public_chain
    for cells in facts:
        seq += 1
        chain, public_chain = links(chain, public_chain, seq, cells)
        seals.append([seq, cells[0], chain, public_chain])
    insert("journal_seal", _SEAL_COLUMNS, seals)
    return len(seals)


def _take_over(last: Tail) -> int:
    """Seal what a restore from another cluster left unsealed, and let the cursor start anew above it.

    There the counter of transactions was ahead of ours: new facts would stand behind the cursor for ever.
    """
    query = (
        f"SELECT {columns()} FROM journal_fact f WHERE {FOREIGN} "
        "AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.fact_id = f.id) ORDER BY f.xid, f.id"
    )
    waiting = with_numbers(rows(query, []))
    [[highest]] = rows(f"SELECT max(f.id) FROM journal_fact f WHERE {FOREIGN}", [])
    Position.objects.update_or_create(follower=FLOOR, defaults={"seq": highest, "updated_at": timezone.now()})
    return _append(last, waiting)


def _is_only_sealer() -> bool:
    # On SQLite the write lock itself makes sure of it.
    return connection.vendor != "postgresql" or bool(rows("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])[0][0])
