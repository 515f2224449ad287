"""How a dossier ends: done, its result given, stopped, withdrawn; judged by the rule of index 766."""

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk
from hueioc.dossiers.commands.waiting import settle_clock
from hueioc.dossiers.events import DossierClosed
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.queries.course import judged
from hueioc.dossiers.rules.waiting import check_not_waiting
from hueioc.lib.refusals import Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import known_reason, move, resume, written


def finish_dossier(
    code: str,
    actor: Actor,
    *,
    outcome: str,
    text: str,
    result_code: str = "",
    has_electronic_result: bool = False,
    version: int | None = None,
) -> Dossier:
    """The agency is done (status 9): granted or declined, the result lies at the desk."""
    with dossier_on_desk(code, actor, version=version) as desk:
        finish(desk, outcome=outcome, text=written(text), result_code=result_code, is_electronic=has_electronic_result)
    return desk.item


def finish(desk: DossierDesk, *, outcome: str, text: str, result_code: str = "", is_electronic: bool = False) -> None:
    """Be done with what lies on the desk. Raises Invalid for a wrong outcome, Conflict while it waits."""
    transition, dossier = desk.allow("finish"), desk.item
    if outcome not in transition.outcomes:
        raise Invalid(_("Choose an outcome."), fields={"outcome": _("Choose an outcome from the list.")})
    if len(result_code) > 80:
        raise Invalid(_("This is too long."), fields={"result_code": _("At most 80 characters.")})
    check_not_waiting(dossier.wait_reason)
    lead = desk.lead()
    unit = lead.unit if lead else dossier.unit
    # A desk that decides itself keeps its part: it still owes the result.
    if lead is not None and lead.unit != dossier.received_by:
        lead.state, lead.done_at = "done", desk.at
        desk.change(lead)
    desk.say("answer", text, unit=unit)
    dossier.resolved_at = dossier.done_at = desk.at
    dossier.result_code, dossier.has_electronic_result = result_code.strip(), is_electronic
    move(desk, transition, outcome=outcome)


def return_result(code: str, actor: Actor, *, is_in_vault: bool = False, version: int | None = None) -> Dossier:
    """The applicant has the result (status 10): the desk's part is done and the dossier is closed."""
    with dossier_on_desk(code, actor, version=version) as desk:
        hand_out(desk, is_in_vault=is_in_vault)
    return desk.item


def hand_out(desk: DossierDesk, *, is_in_vault: bool = False) -> None:
    """Close what lies on the desk with its result in the applicant's hand or in their own papers kept by the city."""
    desk.allow("return_result")
    desk.item.returned_at, desk.item.is_result_in_vault = desk.at, is_in_vault
    end(desk, "return_result", outcome=desk.item.outcome)


def stop_dossier(code: str, actor: Actor, *, reason: str, text: str = "", version: int | None = None) -> Dossier:
    """Stop handling an accepted dossier (status 8), with a coded reason and the words of the letter."""
    with dossier_on_desk(code, actor, version=version) as desk:
        stop(desk, reason, text)
    return desk.item


def stop(desk: DossierDesk, reason: str, text: str = "") -> None:
    """Stop what lies on the desk."""
    known = known_reason(desk, desk.allow("stop"), reason, text)
    desk.say("stopped", text, unit=desk.acting_unit)
    desk.item.stopped_at = desk.at
    end(desk, "stop", outcome="stopped", reason=known.code)


def withdraw_dossier(code: str, actor: Actor, *, version: int | None = None) -> Dossier:
    """The applicant takes the dossier back (status 7), online or at the desk."""
    with dossier_on_desk(code, actor, version=version) as desk:
        withdraw(desk)
    return desk.item


def withdraw(desk: DossierDesk) -> None:
    """Take back what lies on the desk."""
    desk.allow("withdraw")
    desk.item.withdrawn_at = desk.at
    end(desk, "withdraw", outcome="withdrawn", reason="own_wish")


def end(desk: DossierDesk, verb: str, *, outcome: str, reason: str = "") -> None:
    """Close what lies on the desk: waiting ends, parts are over, the end is told with the verdict of the rule."""
    dossier, before = desk.item, desk.item.phase
    if dossier.wait_reason:
        resume(desk)
        settle_clock(desk)
    for part in desk.live_parts():
        part.state, part.done_at = "done", desk.at
        desk.change(part)
    dossier.phase, dossier.outcome, dossier.reason, dossier.closed_at = "closed", outcome, reason, desk.at
    dossier.resolved_at = dossier.resolved_at or desk.at
    desk.touch()
    verdict = judged(dossier, desk.supplements, desk.at)
    desk.tell(
        DossierClosed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            reason=reason,
            service=dossier.service,
            unit=dossier.unit,
            is_on_time=verdict.is_on_time is not False,
            resolved_at=dossier.resolved_at,
            due_at=dossier.due_at,
            first_due_at=dossier.first_due_at,
            accepted_at=dossier.accepted_at,
            supplement_s=int(verdict.supplement_time.total_seconds()),
        )
    )
