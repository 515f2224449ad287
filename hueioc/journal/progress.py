"""How far the journal and its readers are, asked so cheaply that a watcher may ask every few seconds for years."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hueioc.journal.follower import Follower
from hueioc.journal.models import Checkpoint, Fact, Parked, Position
from hueioc.journal.registry import followers, kinds_of
from hueioc.journal.rules import moment
from hueioc.journal.sealed import Stretch, floor, rows, tail

# Exact up to here; beyond, numbers of places and ids say enough of how much is left.
WINDOW = 2_000


@dataclass(frozen=True, slots=True)
class Pace:
    """One follower: its place, facts it still has to read, since when the oldest of them waits, and why it stands.

    `lag` counts its own kinds within the next 2,000 places and every place beyond them.
    """

    name: str
    seq: int
    lag: int
    waiting_since: datetime | None
    failures: int
    error: str
    moved_at: datetime | None
    parked: int

    @property
    def is_stopped(self) -> bool:
        return self.failures > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The journal as a whole: ids of the last fact, the last place, and what has no place yet since when."""

    last_fact: int
    last_sealed: int
    unsealed: int
    unsealed_since: datetime | None
    last_checkpoint: int
    signed_at: datetime | None
    followers: tuple[Pace, ...]


def progress() -> Progress:
    """Where everything stands now; reads ends of indexes and at most 2,000 rows for each reader."""
    last_fact = Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0
    unsealed, since = _unsealed()
    last = tail().seq
    signed = Checkpoint.objects.order_by("-seq").values_list("seq", "signed_us").first()
    return Progress(
        last_fact=last_fact,
        last_sealed=last,
        unsealed=unsealed,
        unsealed_since=since,
        last_checkpoint=signed[0] if signed else 0,
        signed_at=moment(signed[1]) if signed else None,
        followers=tuple(_paces(last)),
    )


def _unsealed() -> tuple[int, datetime | None]:
    """How many facts have no place yet, and since when the oldest of them waits."""
    last = tail()
    if connection.vendor != "postgresql":
        inner, values = "f.id > %s ORDER BY f.id", [last.fact_id]
    else:
        lowest = floor()
        xid, fact_id = (last.xid, last.fact_id) if last.fact_id > lowest else (0, 0)
        inner = "(f.xid, f.id) > (%s::text::xid8, %s) AND f.id > %s ORDER BY f.xid, f.id"
        values = [str(xid), fact_id, lowest]  # type: ignore[list-item]
    query = (
        "SELECT COUNT(*), MIN(part.recorded_us), MIN(part.id) FROM "
        f"(SELECT f.id, f.recorded_us FROM journal_fact f WHERE {inner} LIMIT {WINDOW}) part"
    )
    [(count, oldest, first)] = rows(query, values)
    if count == WINDOW:
        [(newest,)] = rows("SELECT MAX(id) FROM journal_fact", [])
        count = max(count, newest - first + 1)
    return count, moment(oldest) if oldest is not None else None


def follower_states() -> list[Pace]:
    """Where every follower of the installation stands, by name."""
    return _paces(tail().seq)


def _paces(last: int) -> list[Pace]:
    positions = {position.follower: position for position in Position.objects.all()}
    parked: dict[str, int] = {}
    # Few in a healthy city: each is a fault that somebody has to look at.
    for name in Parked.objects.values_list("follower", flat=True)[:WINDOW]:
        parked[name] = parked.get(name, 0) + 1
    return [_pace(follower, positions.get(name), last, parked) for name, follower in sorted(followers().items())]


def _pace(follower: Follower, position: Position | None, last: int, parked: dict[str, int]) -> Pace:
    seq = position.seq if position else 0
    upto = min(last, seq + WINDOW)
    kinds = tuple(kinds_of(follower.follows))
    lag, oldest = 0, None
    if upto > seq:
        [(lag, oldest)] = Stretch(seq, upto, kinds).select("COUNT(*), MIN(f.recorded_us)")
    if last > upto:
        lag += last - upto
    if lag and oldest is None:
        [(oldest,)] = Stretch(seq, None).select("f.recorded_us", "ORDER BY s.seq LIMIT 1")
    return Pace(
        name=follower.name,
        seq=seq,
        lag=lag,
        waiting_since=moment(oldest) if oldest is not None else None,
        failures=position.failures if position else 0,
        error=position.error if position else "",
        moved_at=position.updated_at if position else None,
        parked=parked.get(follower.name, 0),
    )
