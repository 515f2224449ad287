"""How a fact is written for other systems: one JSON object, the subject it goes under, and the headers beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from hueioc.journal.events import Event
from hueioc.journal.follower import SealedFact
from hueioc.lib.shapes import read_json

MESSAGE_ID = "Nats-Msg-Id"
PLACE = "Hueioc-Seq"
EXPECTED_END = "Nats-Expected-Last-Sequence"


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of a fact. `version` is the one of `data`; the point is rounded (11 m), times are in UTC."""

    seq: int
    id: int
    kind: str
    version: int
    subject: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    area: str
    point: tuple[float, float] | None
    visibility: str
    cause: str
    data: Event


class Letter(NamedTuple):
    """One message as it goes to the stream."""

    seq: int
    subject: str
    headers: Mapping[str, str]
    body: bytes


class Stamp(msgspec.Struct, frozen=True):
    """What tells one fact from every other, also from one that took its number after a restore."""

    seq: int
    id: int
    recorded_at: datetime


def letter(fact: SealedFact, prefix: str) -> Letter:
    """The message of a fact: under `prefix.visibility.kind`, so that a reader may be given the public ones only."""
    body = Body(
        seq=fact.seq,
        id=fact.id,
        kind=fact.kind,
        version=fact.event.version,
        subject=fact.subject,
        actor=fact.actor,
        happened_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        area=fact.area,
        point=None if fact.point is None else (fact.point.lat, fact.point.lon),
        visibility=fact.visibility,
        cause=fact.cause,
        data=fact.event,
    )
    headers = {MESSAGE_ID: str(fact.id), PLACE: str(fact.seq)}
    return Letter(fact.seq, f"{prefix}.{fact.visibility}.{fact.kind}", headers, msgspec.json.encode(body))


def stamp_of(fact: SealedFact) -> Stamp:
    """The stamp of a fact in the journal."""
    return Stamp(fact.seq, fact.id, fact.recorded_at)


def read_stamp(body: bytes) -> Stamp:
    """The stamp of a message. Raises msgspec.MsgspecError when the relay did not write it."""
    return read_json(body, Stamp)
