"""Takes back a step of staff: rows as they were, or a report written down for a caller by mistake."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.found import desks_of
from hueioc.cases.commands.opening import open_case
from hueioc.cases.commands.steps import GONE_ON, Undone, undo_kept
from hueioc.cases.commands.triage import finish
from hueioc.cases.models import Case, Step
from hueioc.cases.rules.intake import NewReport
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import clear

OPENED = "open"


def open_for_caller(report: NewReport, actor: Actor) -> Case:
    """Receive a report that somebody of the centre wrote down, with a step so that a slip can be taken back."""
    with transaction.atomic():
        case = open_case(report, actor)
        Step.objects.create(actor=actor.ref, verb=OPENED, at=clock.now(), states=[{"code": case.code}])
    return case


def undo_step(code: str, actor: Actor) -> Undone:
    """Take back a step of one's own, on every report that is still as the step left it.

    Raises NotFound for a step of somebody else, Conflict when it was undone already or nothing of it can be.
    """
    with transaction.atomic():
        step = Step.objects.select_for_update().filter(code=code, actor=actor.ref).first()
        if step is None or not actor.is_staff:
            raise NotFound(_("There is no such action of yours."))
        if step.undone_at is not None:
            raise Conflict(_("This was undone already."))
        undone = _withdraw_opened(step, actor) if step.verb == OPENED else undo_kept(step, actor)
        step.undone_at = clock.now()
        step.save(update_fields=["undone_at"])
    return undone


def _withdraw_opened(step: Step, actor: Actor) -> Undone:
    """Withdraw a report written down by mistake; facts are never cut out, so it stays as one that was withdrawn."""
    code = step.states[0]["code"]
    desk = next(iter(desks_of([code], actor)), None)
    if desk is None or desk.item.phase != "received" or desk.item.version > 1 or desk.parts:
        raise Conflict(GONE_ON)
    # Whoever wrote the caller's words down speaks for the caller.
    desk.is_reporter = True
    desk.allow("withdraw")
    finish(desk, "withdraw", outcome="withdrawn")
    clear([desk])
    return Undone(step.verb, [code])
