"""Proves that nothing in the journal was changed, or names the first place where something was."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection
from django.db.models import Max

from hueioc.journal.keys import is_signed, public_keys
from hueioc.journal.models import Checkpoint, Position, Seal
from hueioc.journal.rules import START_OF_CHAIN, Cell, checkpoint_message, link, links, public_cells
from hueioc.journal.sealed import columns, floor, rows, tail, with_numbers

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: `what` is empty when all is sound, else it names the first broken place."""

    facts: int
    checkpoints: int
    seq: int = 0
    fact_id: int | None = None
    what: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.what


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A public fact as an outsider gets it: its place, the public cells in order, the public chain after it."""

    seq: int
    cells: list[Cell]
    public_chain: str


class _Broken(Exception):
    def __init__(self, seq: int, fact_id: int | None, what: str) -> None:
        super().__init__(what)
        self.seq, self.fact_id, self.what = seq, fact_id, what


def verify() -> Verdict:
    """Recompute both chains over every sealed fact and check every signature.

    Facts that commit while it runs are left to the next check.
    """
    facts = checkpoints = 0
    try:
        signed = _signed_checkpoints()
        for seq, chain, public_chain in _recomputed():
            facts = seq
            point = signed.pop(seq, None)
            if point is None:
                continue
            if (point.chain, point.public_chain) != (chain, public_chain):
                raise _Broken(seq, None, f"The chain at {seq} is not the one checkpoint {seq} was signed for.")
            checkpoints += 1
        _nothing_lost(facts, signed)
        _nothing_slipped_in()
    except _Broken as broken:
        return Verdict(facts, checkpoints, broken.seq, broken.fact_id, broken.what)
    return Verdict(facts, checkpoints)


def public_facts(after: int, limit: int) -> list[PublicFact]:
    """At most `limit` public facts after a place, with what an outsider needs to recompute the public chain."""
    found = []
    query = f"{_select()} WHERE s.seq > %s AND f.visibility = 'public' ORDER BY s.seq LIMIT %s"
    for seq, _fact, _chain, public_chain, *cells in rows(query, [after, limit]):
        shown = public_cells(with_numbers([cells])[0])
        if shown is not None:
            found.append(PublicFact(seq, shown, public_chain))
    return found


def check_public(facts: Iterable[PublicFact], checkpoints: Iterable[Checkpoint], key: Ed25519PublicKey) -> str:
    """What an outsider runs over all public facts from the beginning: empty when sound, else a sentence.

    Needs neither the database nor the facts that are not public; checkpoints beyond the last fact are not used.
    """
    chain, chains = START_OF_CHAIN, [(0, START_OF_CHAIN)]
    for fact in facts:
        chain = link(chain, fact.seq, fact.cells)
        if chain != fact.public_chain:
            return f"The public fact at {fact.seq} does not match the public chain."
        chains.append((fact.seq, chain))
    for point in checkpoints:
        if not is_signed(key, point.signature, _message(point)):
            return f"Checkpoint {point.seq} is not signed with this key."
        if point.public_chain != next(value for seq, value in reversed(chains) if seq <= point.seq):
            return f"The public chain at {point.seq} is not the one that was signed."
    return ""


def _message(point: Checkpoint) -> bytes:
    return checkpoint_message(point.seq, point.chain, point.public_chain, point.signed_us, point.key_id)


def _signed_checkpoints() -> dict[int, Checkpoint]:
    keys = public_keys()
    found = {}
    for point in Checkpoint.objects.order_by("seq"):
        key = keys.get(point.key_id)
        if key is None:
            raise _Broken(point.seq, None, f"Checkpoint {point.seq} names the key {point.key_id}, which is not here.")
        if not is_signed(key, point.signature, _message(point)):
            raise _Broken(point.seq, None, f"Checkpoint {point.seq} does not match its signature.")
        found[point.seq] = point
    return found


def _recomputed() -> Iterator[tuple[int, str, str]]:
    """Every sealed place with both chains as recomputed. Raises _Broken at the first that differs from the stored."""
    chain = public_chain = START_OF_CHAIN
    expected = 1
    for seq, seal_fact, stored, stored_public, *cells in _sealed_rows():
        if seq != expected:
            raise _Broken(expected, None, f"Seal {expected} is missing; the next one is {seq}.")
        if cells[0] is None:
            raise _Broken(seq, seal_fact, f"Fact {seal_fact} at {seq} is missing.")
        chain, public_chain = links(chain, public_chain, seq, with_numbers([cells])[0])
        if stored != chain:
            raise _Broken(seq, seal_fact, f"Fact {seal_fact} at {seq} and its seal do not match.")
        if stored_public != public_chain:
            raise _Broken(seq, seal_fact, f"Seal {seq} has another public chain than its facts.")
        yield seq, chain, public_chain
        expected += 1


def _sealed_rows() -> Iterator[Sequence[Any]]:
    last = -(1 << 62)
    end = _last_seal()
    while True:
        try:
            page = rows(f"{_select()} WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq LIMIT %s", [last, end, _PAGE])
        except DatabaseError:
            # SQLite refuses to read text that is not UTF-8 any more: go row by row to name the fact.
            yield from _one_by_one(last)
            return
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def _one_by_one(last: int) -> Iterator[Sequence[Any]]:
    places = rows("SELECT seq, fact_id FROM journal_seal WHERE seq > %s ORDER BY seq LIMIT %s", [last, _PAGE])
    for seq, fact_id in places:
        try:
            yield from rows(f"{_select()} WHERE s.seq = %s", [seq])
        except DatabaseError as error:
            raise _Broken(seq, fact_id, f"Fact {fact_id} at {seq} or its seal cannot be read.") from error


def _nothing_lost(head: int, unseen: dict[int, Checkpoint]) -> None:
    if unseen:
        place = min(unseen)
        raise _Broken(head + 1, None, f"The journal ends at {head}, but checkpoint {place} was signed.")
    furthest = Position.objects.exclude(follower__startswith="journal.").aggregate(last=Max("seq"))["last"] or 0
    if furthest > _last_seal():
        raise _Broken(head + 1, None, f"The journal ends at {head}, but a follower has read up to {furthest}.")


def _nothing_slipped_in() -> None:
    """A fact without a seal behind the sealer's cursor was not written by a command."""
    last = tail()
    behind, values = "f.id < %s", [last.fact_id]
    if connection.vendor == "postgresql":
        if last.fact_id <= floor():
            return
        behind = "(f.xid, f.id) < (%s::text::xid8, %s) AND f.id > %s"
        values = [last.xid, last.fact_id, floor()]
    query = (
        f"SELECT f.id FROM journal_fact f WHERE {behind} "
        "AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.fact_id = f.id) ORDER BY f.id LIMIT 1"
    )
    for [fact_id] in rows(query, values):
        raise _Broken(0, fact_id, f"Fact {fact_id} has no seal although later facts have one.")


def _last_seal() -> int:
    # Not the tail: that one looks for the last seal whose fact is still there.
    return Seal.objects.aggregate(last=Max("seq"))["last"] or 0


def _select() -> str:
    return (
        f"SELECT s.seq, s.fact_id, s.chain, s.public_chain, {columns()} "
        "FROM journal_seal s LEFT JOIN journal_fact f ON f.id = s.fact_id"
    )
