"""How a dossier looks in words: its procedure, its agency, its status, and why it is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries.agencies import status_system
from hueioc.dossiers.rules.statuses import Meaning, code_of, meaning_of_state
from hueioc.lib import clock
from hueioc.people.queries import unit
from hueioc.places.queries import area_name
from hueioc.workflow.queries import (
    Extension,
    category_icon,
    category_name,
    deadline_chip,
    extensions_of,
    said,
    state_chips,
    unit_label,
)
from hueioc.workflow.queries import catalogue as known_packs


@dataclass(frozen=True)
class Lateness:
    """Why a dossier is late: at which stage, with whom, since when it is over, and until when it is promised now."""

    stage: str
    owner: str
    appointment_at: datetime
    new_due_at: datetime | None
    reason: str


def shown(dossier: Dossier) -> dict[str, Any]:
    """What a row or the head of a page shows of a dossier; nothing of its applicant."""
    return {
        "dossier": dossier,
        "title": category_name(dossier.service),
        "icon": category_icon(dossier.service),
        "unit": unit_label(dossier.unit) if dossier.unit else "",
        "unit_short": found.short() if (found := unit(dossier.unit)) else "",
        "desk": unit_label(dossier.received_by),
        "area": area_name(dossier.area, get_language() or "") if dossier.area else "",
        "status": status_code(dossier),
        "chips": state_chips(dossier),
        "deadline": deadline_chip(dossier, clock.now()),
    }


def meaning(dossier: Dossier) -> Meaning:
    """Where it stands in the words of the status codes."""
    return meaning_of_state(
        dossier.phase,
        dossier.outcome,
        dossier.wait_reason,
        is_accepted=dossier.accepted_at is not None,
        is_returned=dossier.returned_at is not None,
    )


def status_code(dossier: Dossier, system: str = "") -> str:
    """The status code under which a system knows where the dossier stands."""
    return code_of(meaning(dossier), status_system(system).codes)


def reason_words(dossier: Dossier, group: str, code: str) -> str:
    """What the applicant reads of a coded reason."""
    found = known_packs().reason(dossier.service, group, code)
    return said(found.public or found.names) if found else ""


def lateness(dossier: Dossier, now: datetime) -> Lateness | None:
    """Why an open dossier is over its appointment; None while it is not, and while it waits for its applicant."""
    appointment = dossier.appointment_at
    if not dossier.is_open or appointment is None or dossier.wait_reason == "supplement":
        return None
    promised: Extension | None = next(reversed(extensions_of(dossier.ref)), None)
    if appointment >= now and promised is None or dossier.due_at is not None and not promised and dossier.due_at >= now:
        return None
    return Lateness(
        stage=_stage(dossier),
        owner=unit_label(dossier.unit or dossier.received_by),
        appointment_at=appointment,
        new_due_at=promised.new_due_at if promised else None,
        reason=reason_words(dossier, "extension", promised.reason) if promised else "",
    )


def _stage(dossier: Dossier) -> str:
    """At which step it lies, in words everybody reads."""
    if dossier.phase == "assigned":
        return _("handed to the agency, which has not taken it over yet")
    if dossier.wait_reason == "payment":
        return _("waiting for the payment of the fee")
    return _("with the agency that decides")
