"""Dossiers of a reporting period as plain rows with their verdict: what indices, remedies and connectors count from."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hueioc.dossiers.models import Dossier, Supplement
from hueioc.dossiers.queries.course import judged
from hueioc.dossiers.queries.looks import meaning
from hueioc.dossiers.rules.punctuality import Ending, Why
from hueioc.dossiers.rules.statuses import Meaning

_TOGETHER = 500


@dataclass(frozen=True, kw_only=True)
class DossierRow:
    """One dossier without its applicant: instants aware, amounts in whole units of the currency, flags as counted.

    `is_on_time`, `ending`, `why` and `supplement_time` are the verdict of the on-time rule for the period asked for.
    """

    number: str
    procedure: str
    unit: str
    received_by: str
    area: str
    channel: str
    applicant_kind: str
    meaning: Meaning
    registered_at: datetime
    accepted_at: datetime | None
    appointment_at: datetime | None
    done_at: datetime | None
    returned_at: datetime | None
    closed_at: datetime | None
    synchronised_at: datetime | None
    supplements_asked: int
    supplements_open: int
    fee: int
    is_payable_online: bool
    paid_via: str
    papers_wanted: int
    papers_digitised: int
    papers_reused: int
    papers_from_vault: int
    returns_document: bool
    has_electronic_result: bool
    is_result_in_vault: bool
    is_vneid: bool
    uses_population_data: bool
    is_on_time: bool | None
    ending: Ending
    why: Why
    supplement_time: timedelta

    @property
    def is_paid_online(self) -> bool:
        """Paid over the portal or the city's own gateway, not at the desk."""
        return self.paid_via in {"portal", "gateway"}


_PLAIN = (
    *("unit", "received_by", "area", "channel", "applicant_kind", "accepted_at", "appointment_at", "done_at"),
    *("returned_at", "closed_at", "synchronised_at", "supplements_asked", "supplements_open", "fee"),
    *("is_payable_online", "paid_via", "papers_wanted", "papers_digitised", "papers_reused", "papers_from_vault"),
    *("returns_document", "has_electronic_result", "is_result_in_vault", "is_vneid", "uses_population_data"),
)


def dossiers_of_period(
    begins: datetime, ends: datetime, *, unit: str = "", numbers: Collection[str] | None = None
) -> Iterator[DossierRow]:
    """Every dossier registered by the end of a period and not closed before it began, by day of registration.

    A unit's are those it handles or handled last; with `numbers` only these. Rows are read in pieces, so a period may
    hold a year of a city.
    """
    found = Dossier.objects.filter(opened_at__lte=ends).filter(Q(closed_at=None) | Q(closed_at__gte=begins))
    if unit:
        found = found.filter(unit=unit)
    if numbers is not None:
        found = found.filter(code__in=numbers)
    piece: list[Dossier] = []
    for dossier in found.order_by("opened_at", "id").iterator(chunk_size=_TOGETHER):
        piece.append(dossier)
        if len(piece) == _TOGETHER:
            yield from _rows(piece, ends)
            piece = []
    yield from _rows(piece, ends)


def _rows(piece: list[Dossier], ends: datetime) -> Iterator[DossierRow]:
    asked: defaultdict[int, list[Supplement]] = defaultdict(list)
    with_any = [dossier for dossier in piece if dossier.supplements_asked]
    for row in Supplement.objects.filter(dossier__in=with_any).order_by("asked_at", "id"):
        asked[row.dossier_id].append(row)
    for dossier in piece:
        verdict = judged(dossier, asked[dossier.pk], ends)
        yield DossierRow(
            number=dossier.code,
            procedure=dossier.service,
            meaning=meaning(dossier),
            registered_at=dossier.opened_at,
            is_on_time=verdict.is_on_time,
            ending=verdict.ending,
            why=verdict.why,
            supplement_time=verdict.supplement_time,
            **{name: getattr(dossier, name) for name in _PLAIN},
        )
