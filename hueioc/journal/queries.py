"""Questions to the journal: facts of a subject, facts in order, how far the readers are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.models import Position, Seal
from hueioc.journal.progress import Pace, Progress, follower_states, progress
from hueioc.journal.proof import PublicFact, Verdict, check_public, public_facts, verify
from hueioc.journal.registry import decode, kinds_of
from hueioc.journal.rules import PROOF_COLUMNS, moment
from hueioc.journal.sealed import Stretch
from hueioc.lib.geo import Point

__all__ = [
    "Pace",
    "Progress",
    "PublicFact",
    "Verdict",
    "chain_at",
    "check_public",
    "facts_after",
    "facts_exist",
    "facts_of",
    "follower_states",
    "head",
    "lag",
    "position",
    "progress",
    "public_facts",
    "verify",
]

# What a reader gets of a fact: all that is hashed but the transaction and the key, which are the writer's own.
_FACT = [name for name in PROOF_COLUMNS if name not in {"xid", "key"}]
_COLUMNS = ("seq", *(f"fact__{name}" for name in _FACT))
_SELECTED = ", ".join(["s.seq", *(f"f.{name}" for name in _FACT)])


def facts_of(subject: str) -> list[SealedFact]:
    """All sealed facts about one reference, in order. Whoever shows them decides by `visibility` who may see them."""
    return [_sealed(row) for row in Seal.objects.filter(fact__subject=subject).order_by("seq").values_list(*_COLUMNS)]


def facts_after(
    seq: int, limit: int, kinds: Sequence[type[Event]] | Sequence[str] = (), upto: int | None = None
) -> list[SealedFact]:
    """At most `limit` facts after the place `seq`, in order, of these kinds or event classes (empty means all)."""
    names = _names(kinds)
    if kinds and not names:
        return []
    found = Stretch(seq, upto, names).select(_SELECTED, f"ORDER BY s.seq LIMIT {int(limit)}")
    return [_sealed(row) for row in found]


def facts_exist(seq: int, upto: int, follower: Follower) -> bool:
    """True when a follower has something to read between two places (the first excluded)."""
    return bool(Stretch(seq, upto, _names(follower.follows)).select("1", "LIMIT 1"))


def head() -> int:
    """The place of the last sealed fact; 0 in an empty journal."""
    return Seal.objects.aggregate(last=Max("seq"))["last"] or 0


def chain_at(seq: int) -> str:
    """The chain's hash at a place, which stands for the whole past up to it; empty when nothing is sealed there."""
    return Seal.objects.filter(seq=seq).values_list("chain", flat=True).first() or ""


def position(reader: str) -> int:
    """How far a follower, or a reader outside the database that keeps its place here, has come; 0 at first."""
    return Position.objects.filter(follower=reader).values_list("seq", flat=True).first() or 0


def lag() -> dict[str, int]:
    """For every follower how many facts it has not taken in yet; beyond the next 2,000 places every place counts."""
    return {state.name: state.lag for state in follower_states()}


def _names(kinds: Sequence[type[Event]] | Sequence[str]) -> tuple[str, ...]:
    names: set[str] = set()
    for kind in kinds:
        names.update([kind] if isinstance(kind, str) else kinds_of((kind,)))
    return tuple(sorted(names))


def _sealed(row: tuple[Any, ...]) -> SealedFact:
    seq, fact_id, kind, version, subject, actor, happened, recorded, area, lat, lon, visibility, cause, data = row
    return SealedFact(
        seq=seq,
        id=fact_id,
        kind=kind,
        version=version,
        subject=subject,
        actor=actor,
        happened_at=moment(happened),
        recorded_at=moment(recorded),
        area=area,
        point=None if lat is None or lon is None else Point(lat, lon),
        visibility=visibility,
        cause=cause,
        event=decode(kind, version, data),
    )
