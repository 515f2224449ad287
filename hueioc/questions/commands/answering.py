"""What the answering unit does: take the question, return it with a reason, answer it."""

from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.questions.commands.found import question_on_desk
from hueioc.questions.models import Question
from hueioc.questions.queries.fields import objection_until
from hueioc.questions.rules import checked_source
from hueioc.workflow.commands import accept_part, give_back, known_reason, move


def accept_question(code: str, actor: Actor, *, version: int | None = None) -> Question:
    """Take the question; the asker sees that somebody works on it."""
    with question_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("accept")
        accept_part(desk, desk.item.unit)
        move(desk, transition)
    return desk.item


def answer_question(
    code: str, actor: Actor, *, text: str, legal_source: str = "", version: int | None = None
) -> Question:
    """Answer; what was not taken yet is taken by it. The answer stands until the asker asks again."""
    with question_on_desk(code, actor, version=version) as desk:
        transition, question = desk.allow("resolve"), desk.item
        lead = desk.lead()
        if lead is not None and lead.state == "offered":
            accept_part(desk, lead.unit)
        question.legal_source = checked_source(legal_source)
        question.answer = desk.say("answer", text, unit=question.unit, legal_source=question.legal_source)
        question.resolved_at = desk.at
        question.close_at = objection_until(question.service, desk.at)
        move(desk, transition, outcome="answered")
    return desk.item


def return_question(code: str, actor: Actor, *, reason: str, note: str = "", version: int | None = None) -> Question:
    """Give it back with a coded reason; the asker, or the centre, chooses who answers instead. Its clock runs on."""
    with question_on_desk(code, actor, version=version) as desk:
        transition, unit = desk.allow("return"), desk.item.unit
        known = known_reason(desk, transition, reason, note)
        rules = desk.catalogue.rules_of(desk.item.service)
        most = int(rules.number_on("returns_before_coordinator", clock.day_of(desk.at)))
        if note.strip():
            desk.say("returned", note, unit=unit)
        give_back(desk, unit, reason=known.code, note=note.strip(), most_returns=most)
        move(desk, transition, reason=known.code)
    return desk.item
