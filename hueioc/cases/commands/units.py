"""What a unit does with a report: accept or return it, give it to a colleague, finish its part, answer it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CaseDesk, case_on_desk, known_reason, move
from hueioc.cases.models import Case, Message, Photo
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.rules import Actor
from hueioc.workflow.commands import accept_part, assign_part, finish_part, give_back, resume, start_clock
from hueioc.workflow.commands.verbs import written
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.deadlines import due


def _acting_unit(desk: CaseDesk, unit: str) -> str:
    """The unit the actor speaks for: the one named, else the only one of theirs that has a live part."""
    mine = [part.unit for part in desk.live_parts() if part.unit in desk.actor.units]
    if unit and unit not in mine:
        raise NotAllowed(_("Only an officer of this unit can do this."))
    if not unit and len(mine) != 1:
        raise Invalid(_("Say for which unit you act."), fields={"unit": _("Choose one of your units.")})
    return unit or mine[0]


def accept_case(code: str, actor: Actor, *, unit: str = "", version: int | None = None) -> Case:
    """The unit takes its part; the lead's acceptance puts the report in work."""
    with case_on_desk(code, actor, version=version) as desk:
        accept(desk, unit)
    return desk.item


def accept(desk: CaseDesk, unit: str = "") -> None:
    """Take the unit's part of what lies on the desk."""
    transition = desk.allow("accept")
    part = accept_part(desk, _acting_unit(desk, unit))
    if part.role == "lead":
        move(desk, transition)


def return_case(
    code: str, actor: Actor, *, reason: str, note: str = "", unit: str = "", version: int | None = None
) -> Case:
    """The unit returns its part with a coded reason; the citizen's deadline stays what it was."""
    with case_on_desk(code, actor, version=version) as desk:
        give_back_part(desk, reason, note, unit)
    return desk.item


def give_back_part(desk: CaseDesk, reason: str, note: str = "", unit: str = "") -> None:
    """Return the unit's part of what lies on the desk; too many returns put it before the coordinator."""
    transition = desk.allow("return")
    known = known_reason(desk, transition, reason, note)
    most = int(
        desk.catalogue.rules_of(desk.item.service).number_on("returns_before_coordinator", clock.day_of(desk.at))
    )
    acting = _acting_unit(desk, unit)
    part = give_back(desk, acting, reason=known.code, note=note, most_returns=most)
    if note.strip():
        text = written(note, name="note")
        desk.add(Message(case=desk.item, kind="note", author=desk.actor.ref, unit=acting, text=text, at=desk.at))
    if part.role == "lead":
        if desk.item.wait_reason:
            resume(desk)
        move(desk, transition, reason=known.code)


def assign_inside(code: str, actor: Actor, *, assignee: str, unit: str = "") -> Case:
    """Give the unit's part to one colleague; outside still sees the unit."""
    with case_on_desk(code, actor) as desk:
        desk.allow("assign_inside")
        assign_part(desk, _acting_unit(desk, unit), assignee)
        desk.touch()
    return desk.item


def finish_own_part(code: str, actor: Actor, *, text: str, unit: str = "") -> Case:
    """A supporting unit reports its part done; the lead still answers for the whole."""
    with case_on_desk(code, actor) as desk:
        desk.allow("part_done")
        acting = _acting_unit(desk, unit)
        part = desk.live_part(acting)
        if part and part.role == "lead":
            raise Invalid(_("The lead unit resolves the report instead."))
        desk.add(Message(case=desk.item, kind="note", author=actor.ref, unit=acting, text=written(text), at=desk.at))
        finish_part(desk, acting)
        desk.touch()
    return desk.item


def resolve_case(
    code: str,
    actor: Actor,
    *,
    outcome: str,
    text: str,
    planned_until: date | None = None,
    version: int | None = None,
) -> Case:
    """The lead answers with an outcome; `fixed` needs a picture of the result, `planned` a date that is watched."""
    with case_on_desk(code, actor, version=version) as desk:
        resolve(desk, outcome=outcome, text=text, planned_until=planned_until)
    return desk.item


def resolve(desk: CaseDesk, *, outcome: str, text: str, planned_until: date | None = None) -> None:
    """Answer what lies on the desk. Raises Invalid for a missing text, picture or date."""
    verb = "answer_at_centre" if desk.item.phase == "received" and desk.actor.is_centre else "resolve"
    transition, case = desk.allow(verb), desk.item
    known = desk.catalogue.outcome(case.service, outcome)
    if known is None or outcome not in transition.outcomes:
        raise Invalid(_("Choose an outcome."), fields={"outcome": _("Choose an outcome from the list.")})
    answer = written(text)
    if _needs_picture(desk, known.evidence):
        _require_evidence(case)
    if known.follow_up and (planned_until is None or planned_until <= clock.day_of(desk.at)):
        raise Invalid(_("A promise needs a date in the future."), fields={"planned_until": _("Choose a later day.")})
    lead = desk.lead()
    unit = lead.unit if lead else case.unit
    if case.clock_started_at is None:
        start_clock(desk)  # answered by the centre itself, before anybody else had it
    if case.wait_reason:
        resume(desk)
    for part in desk.live_parts():
        part.state, part.done_at = "done", desk.at
        desk.change(part)
    case.planned_until = planned_until if known.follow_up else None
    case.resolved_at = case.answered_at = desk.at
    case.acted_at = desk.at if known.fixed else case.acted_at
    case.objection_until = _end_of_objection(desk)
    desk.add(
        Message(case=case, kind="answer", author=desk.actor.ref, unit=unit, text=answer, outcome=outcome, at=desk.at)
    )
    move(desk, transition, outcome=outcome)


def _end_of_objection(desk: CaseDesk) -> datetime | None:
    """Until when the reporter may object: working days of the service, counted from the answer."""
    days = desk.catalogue.service_of[desk.item.service].about.objection_working_days
    return due(desk.at, Allowance(working_days=days), desk.catalogue.calendar).at


def _needs_picture(desk: CaseDesk, evidence: str) -> bool:
    """The outcome asks for a picture, unless the category is one of which no picture can be made."""
    return evidence == "photo_required" and desk.catalogue.category(desk.item.service).evidence != "none"


def _require_evidence(case: Case) -> None:
    """Raise Invalid without a picture of the result; one that says it was taken before the report proves nothing."""
    # A report that was taken up again needs a new picture: the old one proved what did not last.
    answered = Message.objects.filter(case=case, kind="answer").order_by("-id").values_list("at", flat=True).first()
    since = answered or case.clock_started_at or case.opened_at
    found = Photo.objects.filter(case=case, kind="evidence", added_at__gte=since).values_list("taken_at", flat=True)
    if not found:
        raise Invalid(_("This outcome needs a picture of the result."), fields={"photo": _("Add a picture.")})
    if all(taken is not None and taken < case.opened_at for taken in found):
        fields = {"photo": _("Add a picture that was taken afterwards.")}
        raise Invalid(_("This picture was taken before the report came in."), fields=fields)
