"""What the asker does with an answer: accept it, ask again, or take the question back; silence closes it."""

from hueioc.people.rules import Actor
from hueioc.questions.commands.found import QuestionDesk, question_on_desk
from hueioc.questions.events import QuestionClosed
from hueioc.questions.models import Question
from hueioc.workflow.commands import move, recount


def accept_answer(code: str, actor: Actor, *, version: int | None = None) -> Question:
    """The asker takes the answer; it can go into the handbook now."""
    with question_on_desk(code, actor, version=version) as desk:
        desk.allow("agree")
        desk.item.is_accepted = True
        _end(desk, "agree", outcome="answered")
    return desk.item


def ask_again(code: str, actor: Actor, *, text: str, version: int | None = None) -> Question:
    """The answer does not settle it: the same unit has it again, with its whole time; the first promise stays."""
    with question_on_desk(code, actor, version=version) as desk:
        transition, question = desk.allow("object"), desk.item
        desk.say("again", text, unit=question.asked_by)
        question.asks += 1
        question.resolved_at = question.close_at = question.warned_at = question.overdue_told_at = None
        question.clock_started_at = desk.at
        recount(desk)
        lead = desk.lead()
        if lead is not None:
            lead.due_at = question.due_at
            desk.change(lead)
        move(desk, transition, outcome="")
    return desk.item


def withdraw_question(code: str, actor: Actor, *, version: int | None = None) -> Question:
    """The asking unit needs no answer any more."""
    with question_on_desk(code, actor, version=version) as desk:
        desk.allow("withdraw")
        _end(desk, "withdraw", outcome="withdrawn")
    return desk.item


def close_question(code: str, actor: Actor) -> Question:
    """Nobody asked again in time; the answer was not accepted either, so it flows nowhere by itself."""
    with question_on_desk(code, actor) as desk:
        desk.allow("close")
        _end(desk, "close", outcome="answered")
    return desk.item


def _end(desk: QuestionDesk, verb: str, *, outcome: str) -> None:
    question, before = desk.item, desk.item.phase
    for part in desk.live_parts():
        part.state, part.done_at = "done", desk.at
        desk.change(part)
    question.phase, question.outcome, question.closed_at, question.close_at = "closed", outcome, desk.at, None
    question.resolved_at = question.resolved_at or desk.at
    desk.touch()
    desk.tell(
        QuestionClosed(
            verb=verb,
            from_phase=before,
            outcome=outcome,
            service=question.service,
            unit=question.unit,
            is_on_time=question.due_at is None or question.resolved_at <= question.due_at,
            resolved_at=question.resolved_at,
            due_at=question.due_at,
            first_due_at=question.first_due_at,
            is_accepted=question.is_accepted,
        )
    )
