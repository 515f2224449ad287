"""Questions to the journal: facts of a subject, facts in order, how far the readers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from hueioc.journal.events import Event
from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.models import Parked, Position, Seal
from hueioc.journal.proof import PublicFact, Verdict, check_public, public_facts, verify
from hueioc.journal.registry import decode, followers, kinds_of
from hueioc.journal.rules import moment
from hueioc.lib.geo import Point

__all__ = [
    "FollowerState",
    "PublicFact",
    "Verdict",
    "check_public",
    "facts_after",
    "facts_exist",
    "facts_of",
    "follower_states",
    "head",
    "lag",
    "public_facts",
    "verify",
]

_COLUMNS = (
    "seq",
    "fact__id",
    "fact__kind",
    "fact__version",
    "fact__subject",
    "fact__actor",
    "fact__happened_us",
    "fact__recorded_us",
    "fact__area",
    "fact__lat",
    "fact__lon",
    "fact__visibility",
    "fact__cause",
    "fact__data",
)


@dataclass(frozen=True, slots=True)
class FollowerState:
    """Where a follower stands: `lag` facts it still has to read, and why when it does not."""

    name: str
    seq: int
    lag: int
    failures: int
    error: str
    parked: int

    @property
    def is_stopped(self) -> bool:
        return self.failures > 0


def facts_of(subject: str) -> list[SealedFact]:
    """All sealed facts about one reference, in order. Whoever shows them decides by `visibility` who may see them."""
    return _read(Seal.objects.filter(fact__subject=subject))


def facts_after(
    seq: int, limit: int, kinds: Sequence[type[Event]] | Sequence[str] = (), upto: int | None = None
) -> list[SealedFact]:
    """At most `limit` facts after the place `seq`, in order, of these kinds or event classes (empty means all)."""
    names = _names(kinds)
    if kinds and not names:
        return []
    found = Seal.objects.filter(seq__gt=seq)
    if names:
        found = found.filter(fact__kind__in=names)
    if upto is not None:
        found = found.filter(seq__lte=upto)
    return _read(found, limit)


def facts_exist(seq: int, upto: int, follower: Follower) -> bool:
    """True when a follower has something to read between two places (the first excluded)."""
    found = Seal.objects.filter(seq__gt=seq, seq__lte=upto)
    if follower.follows:
        found = found.filter(fact__kind__in=kinds_of(follower.follows))
    return found.exists()


def head() -> int:
    """The place of the last sealed fact; 0 in an empty journal."""
    return Seal.objects.aggregate(last=Max("seq"))["last"] or 0


def lag() -> dict[str, int]:
    """For every follower the number of facts it has not taken in yet."""
    return {state.name: state.lag for state in follower_states()}


def follower_states() -> list[FollowerState]:
    """Where every follower of the installation stands, by name."""
    positions = {position.follower: position for position in Position.objects.all()}
    parked = dict(Parked.objects.values_list("follower").annotate(Count("id")))
    states = []
    for name, follower in sorted(followers().items()):
        position = positions.get(name, Position(follower=name))
        unread = Seal.objects.filter(seq__gt=position.seq)
        if follower.follows:
            unread = unread.filter(fact__kind__in=kinds_of(follower.follows))
        states.append(
            FollowerState(name, position.seq, unread.count(), position.failures, position.error, parked.get(name, 0))
        )
    return states


def _names(kinds: Sequence[type[Event]] | Sequence[str]) -> list[str]:
    names: set[str] = set()
    for kind in kinds:
        names.update([kind] if isinstance(kind, str) else kinds_of((kind,)))
    return sorted(names)


def _read(seals: QuerySet[Seal], limit: int | None = None) -> list[SealedFact]:
    rows = seals.order_by("seq").values_list(*_COLUMNS)
    return [_sealed(row) for row in (rows if limit is None else rows[:limit])]


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
