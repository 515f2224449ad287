"""The JSON door to dossiers: one for the staff who may see it or its applicant, never with whose it is."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from hueioc.dossiers.queries import DossierView, dossier_view, meaning, status_code
from hueioc.dossiers.rules.numbers import read_number
from hueioc.people.queries import actor_of
from hueioc.workflow.queries import category_name, unit_label

router = Router(tags=["dossiers"])


class SupplementOut(Schema):
    """One request for more papers; `received_at` is empty while the applicant has not come back."""

    asked_at: datetime
    received_at: datetime | None


class DossierOut(Schema):
    """A dossier for those who may see it. Amounts are whole units of the currency; nothing says whose it is."""

    number: str
    procedure: str = Field(description="National code of the procedure.")
    procedure_name: str
    status: str = Field(description="Code of the status by the first system of the status codes.")
    meaning: str = Field(description="The same in words of the house, such as in_process.")
    channel: str
    applicant_kind: str
    received_by: str
    unit: str
    unit_name: str
    registered_at: datetime
    accepted_at: datetime | None
    appointment_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    returned_at: datetime | None
    closed_at: datetime | None
    supplements: list[SupplementOut]
    fee: int
    is_paid: bool
    papers: dict[str, str] = Field(description="Parts handed in, each with how it came.")
    result_code: str
    has_electronic_result: bool
    version: int


@router.get("/dossiers/{number}", response=DossierOut, operation_id="get_dossier", url_name="get_dossier")
def read_dossier(request: HttpRequest, number: str) -> dict[str, Any]:
    """One dossier, for staff who work on it, the centre, leaders, auditors, and for its applicant."""
    return _data(dossier_view(str(read_number(number)), actor_of(request)))


_PLAIN = (
    *("channel", "applicant_kind", "received_by", "unit", "accepted_at", "appointment_at", "due_at", "done_at"),
    *("returned_at", "closed_at", "fee", "result_code", "has_electronic_result", "version"),
)


def _data(view: DossierView) -> dict[str, Any]:
    dossier = view.dossier
    return {name: getattr(dossier, name) for name in _PLAIN} | {
        "number": dossier.code,
        "procedure": dossier.service,
        "procedure_name": category_name(dossier.service),
        "status": status_code(dossier),
        "meaning": meaning(dossier),
        "unit_name": unit_label(dossier.unit),
        "registered_at": dossier.opened_at,
        "supplements": [{"asked_at": row.asked_at, "received_at": row.received_at} for row in view.supplements],
        "is_paid": dossier.paid_at is not None,
        "papers": {paper.part: paper.origin for paper in view.papers},
    }
