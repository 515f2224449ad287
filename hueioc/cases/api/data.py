"""A report as the JSON door tells it, the same on the hot paths and on the site."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.urls import reverse

from hueioc.cases.models import Case
from hueioc.lib.geo import rounded
from hueioc.people.queries import unit
from hueioc.workflow.queries import catalogue, outcome_label, phase_label, said

_ANY_NUMBER = "NUMBER"


@lru_cache(maxsize=1)
def _report_address() -> str:
    """Where a report is read; asked of the routes once, because finding one costs as much as the rest of an answer."""
    return reverse("api-1:get_report", args=[_ANY_NUMBER])


def case_data(case: Case, *, text: str = "", address: str = "", exact: bool = False) -> dict[str, Any]:
    """A report as data; without `exact` its place is rounded, and hidden unless it is public."""
    place = case.point if exact else (rounded(case.point) if case.point and case.is_public else None)
    lead = unit(case.unit)
    return {
        "number": case.code,
        "category": case.service,
        "category_name": said(catalogue().category(case.service).names),
        "phase": case.phase,
        "phase_name": phase_label(case.service, case.phase),
        "outcome": case.outcome,
        "outcome_name": outcome_label(case.service, case.outcome) if case.outcome else "",
        "urgency": case.urgency,
        "unit": case.unit,
        "unit_name": lead.name() if lead else "",
        "area": case.area,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "text": text or case.public_text,
        "address": address or case.public_address,
        "opened_at": _instant(case.opened_at),
        "due_at": _instant(case.due_at),
        "first_due_at": _instant(case.first_due_at),
        "resolved_at": _instant(case.resolved_at),
        "closed_at": _instant(case.closed_at),
        "links": {"self": _report_address().replace(_ANY_NUMBER, case.code)},
    }


def _instant(at: datetime | None) -> str | None:
    """A moment to the millisecond, as the site writes it too (ECMA-262, date time string format)."""
    if at is None:
        return None
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds").replace("+00:00", "Z")


def written(data: dict[str, Any]) -> bytes:
    """The JSON of what `case_data` and `receipt` tell; texts that are translated late are said in today's language."""
    return msgspec.json.encode(data, enc_hook=str)


def receipt(case: Case) -> dict[str, Any]:
    """What the sender of a report is told once: everything, with the secret that opens it."""
    shown = case_data(case, text=case.description, address=case.address, exact=True) | {"secret": case.secret}
    shown["links"]["follow"] = f"/r/{case.code}/{case.secret}/"
    return shown
