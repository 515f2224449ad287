"""What the desk does with a registered dossier: accept it, or refuse it with a reason."""

from datetime import datetime

from hueioc.dossiers.commands.ending import end
from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk
from hueioc.dossiers.commands.moving import pass_on
from hueioc.dossiers.commands.waiting import settle_clock
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.rules.waiting import check_not_waiting
from hueioc.people.rules import Actor
from hueioc.workflow.commands import accept_part, known_reason, move, start_clock


def accept_dossier(code: str, actor: Actor, *, handler: str = "", version: int | None = None) -> Dossier:
    """Accept a dossier (status 2): its clock starts, the appointment is made; `handler` gets it when it is another."""
    with dossier_on_desk(code, actor, version=version) as desk:
        accept(desk)
        if handler and handler != desk.item.unit:
            pass_on(desk, handler)
    return desk.item


def accept(desk: DossierDesk, promised: datetime | None = None) -> None:
    """Accept what lies on the desk; `promised` is what another system made the appointment, whatever ours would."""
    transition = desk.allow("accept")
    check_not_waiting(desk.item.wait_reason)
    lead = desk.lead()
    if lead is not None and lead.state == "offered":
        accept_part(desk, lead.unit)
    desk.item.accepted_at = desk.at
    start_clock(desk)
    if promised is not None:
        desk.item.first_due_at, desk.item.is_promise_given = promised, True
        settle_clock(desk)
    if lead is not None:
        lead.due_at = lead.first_due_at = desk.item.due_at
        desk.change(lead)
    move(desk, transition)


def refuse_dossier(code: str, actor: Actor, *, reason: str, text: str = "", version: int | None = None) -> Dossier:
    """Do not accept a dossier (status 3), with a coded reason and the words of the letter."""
    with dossier_on_desk(code, actor, version=version) as desk:
        refuse(desk, reason, text)
    return desk.item


def refuse(desk: DossierDesk, reason: str, text: str = "") -> None:
    """End what lies on the desk before it was accepted."""
    known = known_reason(desk, desk.allow("refuse"), reason, text)
    desk.say("refusal", text, unit=desk.acting_unit)
    desk.item.refused_at = desk.at
    end(desk, "refuse", outcome="refused", reason=known.code)
