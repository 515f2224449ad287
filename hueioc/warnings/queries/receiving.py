"""Received CAP messages as the centre reads them, and what a draft can take over from one."""

from typing import Any

from django.utils.translation import gettext as _

from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.warnings.models import Received
from hueioc.warnings.rules.cap import CapAlert

_MOST_POINTS_SHOWN = 500


def parts_of_message(alert: CapAlert) -> list[dict[str, Any]]:
    """What is kept of each `info`, as plain data for pages; polygons with very many points are named, not kept."""
    return [
        {
            "language": info.language,
            "event": info.event,
            "headline": info.headline,
            "description": info.description,
            "instruction": info.instruction,
            "severity": info.severity,
            "urgency": info.urgency,
            "certainty": info.certainty,
            "onset": info.onset.isoformat() if info.onset else "",
            "expires": info.expires.isoformat() if info.expires else "",
            "sender_name": info.sender_name,
            "areas": [
                {
                    "description": area.description,
                    "polygons": [list(ring) for ring in area.polygons if len(ring) <= _MOST_POINTS_SHOWN],
                    "circles": [list(one) for one in area.circles],
                    "geocodes": [f"{one.name} {one.value}" for one in area.geocodes],
                }
                for area in info.areas
            ],
        }
        for info in alert.infos
    ]


def received_alerts(actor: Actor, state: str = "new", most: int = 100) -> list[Received]:
    """The newest received messages in a state (all without one). Raises NotAllowed outside the centre."""
    if not (actor.is_centre or actor.has("leader") or actor.has("auditor")):
        raise NotAllowed(_("Received messages are looked at by the centre."))
    found = Received.objects.filter(state=state) if state else Received.objects.all()
    return list(found.defer("body").order_by("-received_at", "-id")[:most])


def received_alert(code: str, actor: Actor) -> Received:
    """One received message. Raises NotAllowed outside the centre, NotFound for none."""
    if not (actor.is_centre or actor.has("leader") or actor.has("auditor")):
        raise NotAllowed(_("Received messages are looked at by the centre."))
    found = Received.objects.filter(code=code.replace("\x00", "")).first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found
