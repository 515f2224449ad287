"""What a rule with a clock does to a report: answers the silence of a unit, marks that a warning was given."""

from hueioc.cases.commands.desk import CASE_FACTS, case_on_desk
from hueioc.cases.models import Case
from hueioc.lib.refusals import NotAllowed
from hueioc.people.rules import Actor
from hueioc.workflow.commands import lapse_part

_ONLY_RULES = "Only a rule with a clock gives this command."


def lapse_offer(code: str, actor: Actor, *, unit: str) -> Case:
    """A unit stayed silent on an offer: it counts as accepted, and a coordinator is asked to look."""
    if not actor.has("clock"):
        raise NotAllowed(_ONLY_RULES)
    with case_on_desk(code, actor) as desk:
        part = lapse_part(desk, unit)
        desk.item.needs_coordinator = True
        if part.role == "lead" and desk.item.phase == "assigned":
            before, desk.item.phase = desk.item.phase, "in_work"
            desk.tell_moved("lapse", before, reason="silence")
        desk.touch()
    return desk.item


def mark_told(code: str, actor: Actor, *, what: str) -> Case:
    """Tell once that the deadline is near (`due_soon`) or over (`overdue`); notices follow the fact."""
    if not actor.has("clock"):
        raise NotAllowed(_ONLY_RULES)
    with case_on_desk(code, actor) as desk:
        if what == "overdue":
            desk.item.overdue_told_at = desk.at
        else:
            desk.item.warned_at = desk.at
        desk.touch()
        desk.tell(CASE_FACTS.noted(verb=what, unit=desk.item.unit))
    return desk.item
