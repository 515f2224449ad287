"""The JSON door to the proof of delivery: counts by ward, way and state, for staff."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hueioc.notices.proof import Tally, proof
from hueioc.notices.proof import latest as latest_dispatches
from hueioc.people.queries import actor_of

router = Router(tags=["deliveries"])


class TallyOut(Schema):
    """Numbers by state."""

    name: str
    total: int
    by_state: dict[str, int]


class DispatchOut(Schema):
    """A released message and its sums."""

    id: int
    subject: str
    is_exercise: bool
    made_at: datetime
    is_spread: bool
    whole: TallyOut


class ReasonOut(Schema):
    """Why letters of one way did not arrive."""

    way: str
    reason: str
    number: int


class ProofOut(DispatchOut):
    """One message with everything that is counted of it."""

    by_unit: list[TallyOut]
    by_way: list[TallyOut]
    reasons: list[ReasonOut]
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    simulated: int


class DispatchesOut(Schema):
    """The newest first."""

    deliveries: list[DispatchOut]


@router.get("/deliveries", response=DispatchesOut, operation_id="list_deliveries", url_name="list_deliveries")
def list_deliveries(request: HttpRequest) -> dict[str, Any]:
    """The latest released messages and how far each came."""
    return {"deliveries": [_head(one, tally) for one, tally in latest_dispatches(actor_of(request))]}


@router.get("/deliveries/{key}", response=ProofOut, operation_id="get_delivery", url_name="get_delivery")
def read_delivery(request: HttpRequest, key: int) -> dict[str, Any]:
    """One of them, by ward, by way and with the reasons of what failed."""
    found = proof(key, actor_of(request))
    return _head(found.dispatch, found.whole) | {
        "by_unit": [_tally(one) for one in found.by_unit],
        "by_way": [_tally(one) for one in found.by_way],
        "reasons": [{"way": way, "reason": reason, "number": number} for way, reason, number in found.reasons],
        "first_sent_at": found.first_sent_at,
        "last_sent_at": found.last_sent_at,
        "simulated": found.simulated,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {"name": tally.name, "total": tally.total, "by_state": tally.by_state}


def _head(dispatch: Any, whole: Tally) -> dict[str, Any]:
    return {
        "id": dispatch.pk,
        "subject": dispatch.subject,
        "is_exercise": dispatch.is_exercise,
        "made_at": dispatch.made_at,
        "is_spread": dispatch.spread_at is not None,
        "whole": _tally(whole),
    }
