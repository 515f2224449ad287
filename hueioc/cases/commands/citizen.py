"""What the reporter does: rate, object, withdraw; and how a report is closed or taken up again."""

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CaseDesk, case_on_desk, known_reason, move
from hueioc.cases.commands.triage import finish, offer
from hueioc.cases.events import CaseRated
from hueioc.cases.models import Case, Message
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands.verbs import written


def rate_case(code: str, actor: Actor, *, score: int, text: str = "") -> Case:
    """Rate the result once, from 1 (very dissatisfied) to 5 (very satisfied); a later rating replaces nothing."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("rate")
        case = desk.item
        if case.outcome not in transition.outcomes:
            raise Conflict(_("This result is not rated."))
        if case.score is not None:
            raise Conflict(_("This result was rated already."))
        if not 1 <= score <= 5:
            raise Invalid(_("Choose 1 to 5."), fields={"score": _("Choose 1 to 5.")})
        case.score, case.rated_at = score, desk.at
        if text.strip():
            desk.add(Message(case=case, kind="rating", author=actor.ref, text=written(text), at=desk.at))
        desk.touch()
        desk.tell(CaseRated(verb="rate", unit=case.unit, score=score, service=case.service))
    return case


def object_to_result(code: str, actor: Actor, *, text: str) -> Case:
    """The reporter says that it is not done; within the objection window the lead must act again."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("object")
        case = desk.item
        if case.objection_until and desk.at > case.objection_until:
            raise Conflict(_("The time to object is over. Send a new report and name this one's number."))
        desk.add(Message(case=case, kind="objection", author=actor.ref, text=written(text), at=desk.at))
        _take_up_again(desk)
        lead = desk.last_lead()
        if lead:
            lead.state, lead.done_at = "accepted", None
            case.unit = lead.unit
            desk.change(lead)
        move(desk, transition, reason="objection", outcome="")
    return case


def reopen_case(code: str, actor: Actor, *, reason: str, note: str = "") -> Case:
    """Take an answered or closed report up again, with the unit that led it last."""
    with case_on_desk(code, actor) as desk:
        reopen_on_desk(desk, reason, note)
    return desk.item


def reopen_on_desk(desk: CaseDesk, reason: str, note: str = "") -> None:
    """Take up again what lies on the desk, with the unit that led it last."""
    transition = desk.allow("reopen")
    known = known_reason(desk, transition, reason, note)
    lead = desk.last_lead()
    _take_up_again(desk)
    move(desk, transition, reason=known.code, outcome="")
    if lead:
        offer(desk, lead.unit, ())
    else:
        desk.item.phase, desk.item.needs_coordinator = "received", True


def _take_up_again(desk: CaseDesk) -> None:
    case = desk.item
    case.reopened += 1
    case.resolved_at = case.closed_at = case.acted_at = case.objection_until = case.planned_until = None
    case.overdue_told_at = case.warned_at = None
    desk.touch()


def withdraw_case(code: str, actor: Actor) -> Case:
    """The reporter takes the report back."""
    with case_on_desk(code, actor) as desk:
        desk.allow("withdraw")
        finish(desk, "withdraw", outcome="withdrawn")
    return desk.item


def close_case(code: str, actor: Actor) -> Case:
    """Close an answered report when nobody objected in time; a promise stays open until its day."""
    with case_on_desk(code, actor) as desk:
        desk.allow("close")
        case = desk.item
        if case.planned_until and case.planned_until >= clock.day_of(desk.at):
            raise Conflict(_("A promise is still open; it is closed after its day."))
        case.checked_at = desk.at
        finish(desk, "close", outcome=case.outcome)
    return desk.item
