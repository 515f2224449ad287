"""What is told about a question without moving it: a reminder, a warning, that its time has passed."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.questions.commands.found import only_clock, question_on_desk
from hueioc.questions.models import Question
from hueioc.workflow.queries import city_world


def remind_answerer(code: str, actor: Actor) -> Question:
    """Remind the unit that is to answer, at most once on a day."""
    with question_on_desk(code, actor) as desk:
        desk.allow("remind")
        question, day = desk.item, city_world().day
        if question.reminded_at is not None and day(question.reminded_at) == day(desk.at):
            raise Conflict(_("This unit was reminded of it today already."))
        question.reminded_at = desk.at
        desk.touch()
        desk.tell(desk.facts.noted(verb="reminded", unit=question.unit))
    return desk.item


def mark_question_told(code: str, actor: Actor, *, what: str) -> Question:
    """Tell once that the deadline is near (`due_soon`) or over (`overdue`); notices follow the fact."""
    only_clock(actor)
    with question_on_desk(code, actor) as desk:
        if what == "overdue":
            desk.item.overdue_told_at = desk.at
        else:
            desk.item.warned_at = desk.at
        desk.touch()
        desk.tell(desk.facts.noted(verb=what, unit=desk.item.unit))
    return desk.item
