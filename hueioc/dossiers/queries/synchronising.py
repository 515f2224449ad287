"""What another one-stop system is to be told of our dossiers, and how far it has told us of its own."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q

from hueioc.dossiers.models import Dossier, Supplement
from hueioc.dossiers.queries.agencies import agencies
from hueioc.dossiers.rules.statuses import Meaning
from hueioc.workflow.queries import parts_of

Status = tuple[Meaning, datetime, str]
_INSTANTS: tuple[tuple[Meaning, str], ...] = (
    ("registered", "opened_at"),
    ("accepted", "accepted_at"),
    ("payment_requested", "payment_asked_at"),
    ("refused", "refused_at"),
    ("withdrawn", "withdrawn_at"),
    ("stopped", "stopped_at"),
    ("done", "done_at"),
    ("returned", "returned_at"),
)


class Outgoing(NamedTuple):
    """A dossier as it stands at a version, without its applicant; `statuses` are (meaning, hour, unit that had it)."""

    number: str
    version: int
    procedure: str
    received_by: str
    applicant_kind: str
    channel: str
    filed_at: datetime
    accepted_at: datetime | None
    appointment_at: datetime | None
    done_at: datetime | None
    has_electronic_result: bool
    statuses: list[Status]


_AT_THE_DESK = frozenset({"registered", "accepted", "refused", "returned"})
# Never told, or changed since.
_TO_SEND = Q(synchronised_at=None) | Q(synchronised_at__lt=F("updated_at"))


def dossiers_to_send(most: int) -> list[Outgoing]:
    """Dossiers that the other system does not know as they stand now, the longest waiting first."""
    rows = list(Dossier.objects.filter(_TO_SEND).order_by("updated_at", "id")[:most])
    asked: dict[int, list[Supplement]] = {}
    for supplement in Supplement.objects.filter(dossier__in=rows).order_by("asked_at", "id"):
        asked.setdefault(supplement.dossier_id, []).append(supplement)
    return [_outgoing(row, asked.get(row.pk, [])) for row in rows]


def count_to_send() -> int:
    """How many dossiers wait for being told."""
    return Dossier.objects.filter(_TO_SEND).count()


def _outgoing(row: Dossier, supplements: list[Supplement]) -> Outgoing:
    return Outgoing(
        number=row.code,
        version=row.version,
        procedure=row.service,
        received_by=row.received_by,
        applicant_kind=row.applicant_kind,
        channel=row.channel,
        filed_at=row.opened_at,
        accepted_at=row.accepted_at,
        appointment_at=row.appointment_at,
        done_at=row.done_at,
        has_electronic_result=row.has_electronic_result,
        statuses=_statuses(row, supplements),
    )


def _statuses(row: Dossier, supplements: list[Supplement]) -> list[Status]:
    """The earliest first; the desk has it until an agency takes it over, and again when the result is handed out."""
    agency = row.unit or row.received_by
    found: list[Status] = []
    for meaning, column in _INSTANTS:
        if at := getattr(row, column):
            found.append((meaning, at, row.received_by if meaning in _AT_THE_DESK else agency))
    for part in parts_of(row.ref):
        if part.role == "lead" and part.answered_at and part.state != "returned":
            found.append(("in_process", part.answered_at, part.unit))
    for one in supplements:
        found.append(("supplement_requested", one.asked_at, one.unit or agency))
        # Another system that has no code for a supplement that came learns that work goes on.
        if one.received_at:
            found.append(("in_process", one.received_at, one.unit or agency))
    return sorted(found, key=lambda status: status[1])


class Known(NamedTuple):
    """What a dossier has had: the hours of statuses that changed something, and the last hour of anything."""

    hours: frozenset[tuple[Meaning, datetime]]
    last: datetime


def known_of(number: str) -> Known | None:
    """None when there is no such dossier."""
    row = Dossier.objects.filter(code=number).first()
    if row is None:
        return None
    hours: list[tuple[Meaning, datetime]] = [(m, at) for m, column in _INSTANTS if (at := getattr(row, column))]
    for one in Supplement.objects.filter(dossier=row):
        hours.append(("supplement_requested", one.asked_at))
        if one.received_at:
            hours.append(("supplement_received", one.received_at))
    taken = [at for part in parts_of(row.ref) for at in (part.offered_at, part.answered_at) if at]
    return Known(frozenset(hours), max([*taken, *(at for _meaning, at in hours)]))


def agency_of(unit: str) -> str:
    """The identifier of a unit in numbers of dossiers; its own code where the pack gives it none."""
    return next((one.identifier for one in agencies().agency if one.unit == unit), unit)


def unit_of_agency(identifier: str) -> str:
    """The unit with an identifier; empty when there is none."""
    return next((one.unit for one in agencies().agency if one.identifier == identifier), "")
