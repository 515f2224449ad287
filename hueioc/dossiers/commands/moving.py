"""A dossier between agencies: offered, taken over or returned, and given to a colleague inside.

While an offer is open, the one that handed it over holds it (part `hold`). When it is taken over, the desk keeps a
part of its own (part `desk`) until the result is in the applicant's hand, and any other agency has done its part.
When it is returned, whoever held it leads again.
"""

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk, only_clock
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.rules.waiting import check_not_waiting
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import accept_part, assign_part, give_back, known_reason, lapse_part, move, offer_part


def hand_over_dossier(code: str, actor: Actor, *, unit: str, task: str = "", version: int | None = None) -> Dossier:
    """Offer the dossier to another agency, which has its allowed hours to take it over or return it."""
    with dossier_on_desk(code, actor, version=version) as desk:
        pass_on(desk, unit, task=task)
    return desk.item


def pass_on(desk: DossierDesk, unit: str, *, task: str = "") -> None:
    """Offer what lies on the desk to an agency."""
    transition = desk.allow("hand_over")
    check_not_waiting(desk.item.wait_reason)
    if not unit:
        raise Invalid(_("Choose the agency."), fields={"unit": _("Choose a unit from the list.")})
    live, lead = desk.live_part(unit), desk.lead()
    if live is not None:
        raise Conflict(_("This agency has the dossier or waits for it; it can be returned to it."))
    if lead is not None and lead.state == "offered" and any(part.role == "hold" for part in desk.live_parts()):
        lead.state, lead.reason = "withdrawn", "handed_over"
        desk.change(lead)
        desk.tell(desk.facts.handed(step="withdrawn", unit=lead.unit, role="lead", reason="handed_over"))
    elif lead is not None:
        lead.role = "hold"
        desk.change(lead)
    offer_part(desk, unit, task=task.strip()[:500])
    desk.item.needs_coordinator = False
    move(desk, transition)


def take_over_dossier(code: str, actor: Actor, *, version: int | None = None) -> Dossier:
    """The agency takes the dossier over (status 4); the applicant's appointment is not touched."""
    with dossier_on_desk(code, actor, version=version) as desk:
        take_over(desk)
    return desk.item


def take_over(desk: DossierDesk) -> None:
    """Take over what was offered."""
    transition = desk.allow("take_over")
    lead = desk.lead()
    if lead is None:
        raise Conflict(_("Nobody was offered this dossier."))
    accept_part(desk, lead.unit)
    _let_go(desk)
    move(desk, transition)


def return_dossier(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Dossier:
    """The agency returns it with a coded reason to where it came from; the appointment stays what it was."""
    with dossier_on_desk(code, actor, version=version) as desk:
        give_back_dossier(desk, reason, note)
    return desk.item


def give_back_dossier(desk: DossierDesk, reason: str, note: str = "") -> None:
    """Return what lies on the desk; after too many returns a coordinator must decide."""
    transition = desk.allow("return")
    known = known_reason(desk, transition, reason, note)
    lead = desk.lead()
    back = next((part for role in ("hold", "desk") for part in desk.live_parts() if part.role == role), None)
    if lead is None or back is None:
        raise Conflict(_("There is nobody to return it to; hand it over instead."))
    rules, today = desk.catalogue.rules_of(desk.item.service), clock.day_of(desk.at)
    most = int(rules.number_on("returns_before_coordinator", today))
    desk.say("note", note, unit=lead.unit)
    give_back(desk, lead.unit, reason=known.code, note=note.strip(), most_returns=most)
    back.role, desk.item.unit = "lead", back.unit
    desk.change(back)
    move(desk, transition, reason=known.code)


def lapse_hand_over(code: str, actor: Actor) -> Dossier:
    """An agency stayed silent on an offer: that counts as taking over, and a coordinator is asked to look."""
    only_clock(actor)
    with dossier_on_desk(code, actor) as desk:
        lead = desk.lead()
        if lead is None or lead.state != "offered":
            raise Conflict(_("Nobody was offered this dossier."))
        if desk.item.phase == "received":
            # Silence of a desk accepts no dossier: only the coordinator is told.
            lead.answer_due_at = None
            desk.change(lead)
            desk.tell(desk.facts.noted(verb="silent", unit=lead.unit))
        else:
            transition = desk.allow("lapse")
            lapse_part(desk, lead.unit)
            _let_go(desk)
            move(desk, transition, reason="silence")
        desk.item.needs_coordinator = True
        desk.touch()
    return desk.item


def _let_go(desk: DossierDesk) -> None:
    """The one that handed it over holds it no longer: the desk keeps its own part, an agency has done its."""
    for part in desk.live_parts():
        if part.role == "hold" and part.unit == desk.item.received_by:
            part.role = "desk"
        elif part.role == "hold":
            part.state, part.done_at = "done", desk.at
        else:
            continue
        desk.change(part)


def assign_dossier(code: str, actor: Actor, *, assignee: str, version: int | None = None) -> Dossier:
    """Give the dossier to one colleague; outside still sees the agency."""
    with dossier_on_desk(code, actor, version=version) as desk:
        desk.allow("assign_inside")
        assign_part(desk, desk.acting_unit, assignee)
        desk.touch()
    return desk.item
