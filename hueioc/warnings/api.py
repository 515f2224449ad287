"""The JSON door to released warnings for everybody, and the door for CAP messages of other senders."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.rules import Actor, machine
from hueioc.warnings.commands import receive_alert
from hueioc.warnings.models import Alert
from hueioc.warnings.queries import in_force, public_warning

router = Router(tags=["warnings"])
DEMO_KEY = "demo"


class WarningOut(Schema):
    """A released warning; texts by language, area codes of the wards it touches."""

    number: str
    identifier: str
    cap: str = Field(description="Address of the CAP 1.2 message.")
    message: str
    follows: str
    is_exercise: bool
    hazard: str
    level: int = Field(description="Risk level 1 to 5, 0 where none is defined.")
    severity: str
    urgency: str
    certainty: str
    texts: dict[str, dict[str, str]]
    units: list[str]
    sketch: dict[str, Any] | None
    is_in_force: bool
    onset_at: datetime
    expires_at: datetime
    released_at: datetime


class WarningsOut(Schema):
    """Warnings in force, the gravest first."""

    warnings: list[WarningOut]


class ReceivedOut(Schema):
    """What became of a CAP message: it waits for an officer, and releases nothing."""

    number: str
    identifier: str
    is_new: bool
    state: str


@router.get("/warnings", response=WarningsOut, operation_id="list_warnings", url_name="list_warnings")
def list_warnings(request: HttpRequest) -> dict[str, Any]:
    """Warnings in force, exercises among them and marked."""
    return {"warnings": [_data(one) for one in in_force()]}


@router.get("/warnings/{number}", response=WarningOut, operation_id="get_warning", url_name="get_warning")
def read_warning(request: HttpRequest, number: str) -> dict[str, Any]:
    """One released warning."""
    return _data(public_warning(number))


@router.post(
    "/alerts/cap", response={200: ReceivedOut, 201: ReceivedOut}, operation_id="receive_cap", url_name="receive_cap"
)
def receive_cap(request: HttpRequest) -> Status[dict[str, Any]]:
    """Send a CAP 1.1 or 1.2 message as the body, with `Authorization: Bearer <key>`; a repeat changes nothing."""
    actor = _sender(request.headers.get("Authorization", ""))
    try:
        body = request.body
    except RequestDataTooBig:
        fault = _("This message is larger than this door takes.")
        raise Invalid(fault, fields={"cap": "too_large"}) from None
    row, is_new = receive_alert(body, actor)
    told = {"number": row.code, "identifier": row.identifier, "is_new": is_new, "state": row.state}
    return Status(201 if is_new else 200, told)


def _sender(header: str) -> Actor:
    """The machine behind a key. Raises NotAllowed for a missing or unknown one."""
    kind, _blank, key = header.partition(" ")
    known = [*settings.CAP_KEYS, *([DEMO_KEY] if settings.DEMO else [])]
    given = key.strip().encode("utf-8", "replace")
    matches = [secrets.compare_digest(given, one.encode()) for one in known]
    if kind.lower() != "bearer" or not given or not any(matches):
        raise NotAllowed(_("This door needs a key: Authorization: Bearer <key>. The centre gives it."))
    return machine("cap")


def _data(alert: Alert) -> dict[str, Any]:
    plain = ("message", "follows", "is_exercise", "level", "severity", "certainty", "texts", "sketch", "is_in_force")
    return {name: getattr(alert, name) for name in plain} | {
        "number": alert.code,
        "identifier": alert.identifier or "",
        "cap": f"{settings.PUBLIC_ADDRESS.rstrip('/')}/alerts/{alert.identifier}.cap",
        "hazard": alert.service,
        "urgency": alert.cap_urgency,
        "units": alert.area_units,
        "onset_at": alert.onset_at,
        "expires_at": alert.expires_at,
        "released_at": alert.released_at,
    }
