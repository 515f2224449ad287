"""Pure decisions of the history: which columns a fact has, what stands in them, and which parts become one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from hueioc.journal.follower import SealedFact
from hueioc.journal.rules import microseconds
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened, Withheld

_BASES = {Opened: "opened", Handed: "handed", Moved: "moved", Noted: "noted", Closed: "closed"}
# Fields of the five base facts that get a column; empty text stands for what a kind does not have.
CODES = (
    *("step", "verb", "phase", "from_phase", "unit", "from_unit", "role"),
    *("outcome", "reason", "channel", "urgency", "service"),
)
MOMENTS = ("due_at", "resolved_at")
# From this many small parts on, the parts of a month are made one; a part of this many rows is small no more.
COMPACT_FROM, LARGE_ROWS = 8, 1_000_000


class Row(NamedTuple):
    """A fact as the files hold it. `happened_on` is the city's day; `fact` is the base fact, empty without one.

    `happened_us` is `happened_at` in microseconds since 1970: engines differ in how they subtract moments.
    """

    seq: int
    id: int
    kind: str
    fact: str
    subject: str
    room: str
    actor_kind: str
    happened_at: datetime
    recorded_at: datetime
    happened_on: date
    happened_us: int
    area: str
    step: str
    verb: str
    phase: str
    from_phase: str
    unit: str
    from_unit: str
    role: str
    outcome: str
    reason: str
    channel: str
    urgency: str
    service: str
    due_at: datetime | None
    resolved_at: datetime | None
    resolved_us: int | None
    is_on_time: bool | None
    visibility: str
    data: str


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file below the folder of the facts: its month, its first and last place in the journal, its rows."""

    file: str
    month: str
    first: int
    last: int
    rows: int


def row_of(fact: SealedFact, zone: ZoneInfo) -> Row:
    """The columns of a fact; `data` is the whole event as JSON in today's shape, whatever its version was.

    Of confidential work only the place in the order stays: whoever reads the files may have no right to it.
    """
    event = fact.event
    if isinstance(event, Withheld):
        fact, event = replace(fact, subject="workflow:withheld", actor="anyone:withheld"), Withheld(fact="")
    resolved_at: datetime | None = getattr(event, "resolved_at", None)
    return Row(
        seq=fact.seq,
        id=fact.id,
        kind=fact.kind,
        fact=next((name for base, name in _BASES.items() if isinstance(event, base)), ""),
        subject=fact.subject,
        room=fact.subject.partition(":")[0],
        actor_kind=fact.actor.partition(":")[0],
        happened_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        happened_on=fact.happened_at.astimezone(zone).date(),
        happened_us=microseconds(fact.happened_at),
        area=fact.area,
        **{name: str(getattr(event, name, "")) for name in CODES},
        due_at=getattr(event, "due_at", None),
        resolved_at=resolved_at,
        resolved_us=None if resolved_at is None else microseconds(resolved_at),
        is_on_time=getattr(event, "is_on_time", None),
        visibility=fact.visibility,
        data=msgspec.json.encode(event, order="sorted").decode(),
    )


def file_name(month: str, first: int, last: int) -> str:
    """Where a part lies below the folder of the facts; by name its parts stand in the journal's order."""
    return f"month={month}/part-{first:012d}-{last:012d}.parquet"


def to_compact(parts: Sequence[Part]) -> list[list[Part]]:
    """Groups of parts of one month that become one part each: many small neighbours, in their order."""
    groups: list[list[Part]] = []
    months = sorted({part.month for part in parts})
    for month in months:
        small = [part for part in parts if part.month == month and part.rows < LARGE_ROWS]
        if len(small) >= COMPACT_FROM:
            groups += [group for group in _filled(sorted(small, key=lambda part: part.first)) if len(group) > 1]
    return groups


def _filled(parts: Sequence[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = [[]]
    for part in parts:
        if sum(one.rows for one in groups[-1]) >= LARGE_ROWS:
            groups.append([])
        groups[-1].append(part)
    return groups
