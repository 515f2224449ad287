"""What everybody may read who knows a dossier's number: where it stands and why it is late, nothing about a person."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.models import Dossier, Supplement
from hueioc.dossiers.queries.looks import Lateness, lateness, meaning, reason_words, status_code
from hueioc.dossiers.queries.timeline import Happening, timeline
from hueioc.dossiers.rules.numbers import read_number
from hueioc.dossiers.rules.statuses import Meaning
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.workflow.queries import Chip, category_name, deadline_chip, state_chips, trace_sentences, unit_label


@dataclass(frozen=True)
class Tracked:
    """One dossier as its tracking page shows it; every field is public by construction."""

    number: str
    procedure: str
    meaning: Meaning
    status: str
    desk: str
    unit: str
    registered_at: datetime
    accepted_at: datetime | None
    appointment_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    chips: list[Chip]
    deadline: Chip | None
    step: int
    waits_since: datetime | None
    fee: int
    is_paid: bool
    late: Lateness | None
    reason: str
    trace: list[str]
    timeline: list[Happening]
    is_open: bool


def track(typed: str) -> Tracked:
    """The dossier behind a number as it was typed or scanned. Raises Invalid for no number, NotFound for no dossier."""
    number = str(read_number(typed))
    dossier = Dossier.objects.filter(code=number).first()
    if dossier is None:
        raise NotFound(_("No dossier has this number. Check each digit, or ask the desk that gave it to you."))
    now = clock.now()
    waiting = Supplement.objects.filter(dossier=dossier, received_at=None).order_by("asked_at").first()
    groups = {"refused": "refusal", "stopped": "stopping", "withdrawn": "withdrawal"}
    return Tracked(
        number=number,
        procedure=category_name(dossier.service),
        meaning=meaning(dossier),
        status=status_code(dossier),
        desk=unit_label(dossier.received_by),
        unit=unit_label(dossier.unit) if dossier.unit else "",
        registered_at=dossier.opened_at,
        accepted_at=dossier.accepted_at,
        appointment_at=dossier.appointment_at,
        due_at=dossier.due_at,
        done_at=dossier.done_at or dossier.resolved_at,
        chips=state_chips(dossier),
        deadline=deadline_chip(dossier, now),
        step=_step(dossier),
        waits_since=waiting.asked_at if waiting and dossier.wait_reason == "supplement" else None,
        fee=dossier.fee if dossier.payment_asked_at else 0,
        is_paid=dossier.paid_at is not None,
        late=lateness(dossier, now),
        reason=reason_words(dossier, groups.get(dossier.outcome, ""), dossier.reason) if dossier.reason else "",
        trace=trace_sentences(dossier),
        timeline=timeline(dossier, is_staff=False),
        is_open=dossier.is_open,
    )


def _step(dossier: Dossier) -> int:
    """How many of the four steps (registered, accepted, done, given) are over."""
    if dossier.phase == "closed":
        return 4
    if dossier.phase == "resolved":
        return 3
    return 2 if dossier.accepted_at else 1
