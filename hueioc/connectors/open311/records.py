"""What the standard shows of a report: its public half, in the words of the standard."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from hueioc.cases.queries import Listed, PublicSide, Receipt, public_sides
from hueioc.connectors.open311.definitions import Question
from hueioc.lib.geo import Point, rounded
from hueioc.people.queries import unit
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue, category_name, outcome_label, phase_label, said

CLOSED = frozenset({"resolved", "closed"})
# XML shows these empty when they are not known, as the standard's own example does.
BLANKS = (
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
)


def city_zone() -> ZoneInfo:
    """The city's time zone; every time that is shown carries its offset."""
    return ZoneInfo(catalogue().pack.city.time_zone)


def _when(moment: datetime | None) -> str | None:
    return moment.astimezone(city_zone()).isoformat(timespec="seconds") if moment else None


def service_record(category: Category, *, has_definition: bool) -> dict[str, Any]:
    """A category as a service of the standard."""
    known = catalogue()
    parent = known.categories.get(category.parent or "")
    return {
        "service_code": category.code,
        "service_name": said(category.names),
        "description": said(category.hint) if category.hint else "",
        "metadata": has_definition,
        "type": "realtime",
        "keywords": ",".join(keyword.replace(",", " ") for keyword in category.keywords),
        "group": said(parent.names) if parent else "",
    }


def definition_record(code: str, questions: Sequence[Question]) -> dict[str, Any]:
    """The questions of a category as a service definition."""
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": question.code,
                "datatype": question.datatype,
                "required": question.required,
                "datatype_description": said(question.hint) if question.hint else "",
                "order": order,
                "description": said(question.names),
                "values": [{"key": value.key, "name": said(value.names)} for value in question.value],
            }
            for order, question in enumerate(questions, 1)
        ],
    }


def request_records(listed: Listed, request: HttpRequest, *, is_extended: bool) -> list[dict[str, Any]]:
    """Published reports as requests of the standard; what nobody published is not read at all."""
    return [_record(side, request, is_extended=is_extended) for side in public_sides(listed.cases)]


def _record(side: PublicSide, request: HttpRequest, *, is_extended: bool) -> dict[str, Any]:
    lead = unit(side.unit)
    place = rounded(Point(side.lat, side.lon)) if side.lat is not None and side.lon is not None else None
    photo = reverse("case-photo", args=[side.photo, "large"]) if side.photo else None
    record = {
        **_status(side),
        "status_notes": side.notes[-1].text if side.notes else None,
        "description": side.text or None,
        "agency_responsible": lead.name() if lead else None,
        "address": side.address or None,
        "lat": place.lat if place else None,
        "long": place.lon if place else None,
        "media_url": request.build_absolute_uri(photo) if photo else None,
    }
    if is_extended:
        record["notes"] = [{"datetime": _when(note.at), "description": note.text} for note in side.notes]
        record["extended_attributes"] = {
            "phase": side.phase,
            "phase_name": phase_label(side.service, side.phase),
            "outcome": side.outcome or None,
            "outcome_name": outcome_label(side.service, side.outcome) if side.outcome else None,
            "area": side.area or None,
            "first_expected_datetime": _when(side.first_due_at),
        }
    return {name: value for name, value in record.items() if value is not None}


def receipt_record(receipt: Receipt) -> dict[str, Any]:
    """What is shown of a report that nobody has published yet: where it stands, and nothing that was said."""
    return {name: value for name, value in _status(receipt).items() if value is not None}


def _status(of: PublicSide | Receipt) -> dict[str, Any]:
    return {
        "service_request_id": of.code,
        "status": "closed" if of.phase in CLOSED else "open",
        "service_name": category_name(of.service),
        "service_code": of.service,
        "requested_datetime": _when(of.opened_at),
        "updated_datetime": _when(max(of.updated_at, of.opened_at)),
        "expected_datetime": _when(of.due_at),
    }
