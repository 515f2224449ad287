"""Questions, pauses, notes and extensions: everything that waits or explains while a report is open."""

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, CaseDesk, case_on_desk, known_reason, move
from hueioc.cases.models import Case, Message
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.commands import extend, pause, resume
from hueioc.workflow.commands.verbs import written


def ask_citizen(code: str, actor: Actor, *, text: str) -> Case:
    """Ask the reporter; the clocks stand until the answer, or until the time for it lapses."""
    with case_on_desk(code, actor) as desk:
        ask(desk, text)
    return desk.item


def ask(desk: CaseDesk, text: str) -> None:
    """Ask the sender of what lies on the desk."""
    transition, actor = desk.allow("ask_citizen"), desk.actor
    unit = next(iter(desk.stand.lead_units & actor.units), "")
    desk.add(Message(case=desk.item, kind="question", author=actor.ref, unit=unit, text=written(text), at=desk.at))
    pause(desk, reason="asked_citizen", wait_reason=transition.wait_reason or "citizen")
    move(desk, transition)


def tell_citizen(code: str, actor: Actor, *, text: str) -> Case:
    """Write to the reporter without asking anything; the clocks run on."""
    with case_on_desk(code, actor) as desk:
        tell(desk, text)
    return desk.item


def tell(desk: CaseDesk, text: str) -> None:
    """Write to the sender of what lies on the desk; nothing waits for an answer."""
    desk.allow("tell_citizen")
    unit = next(iter(desk.stand.lead_units & desk.actor.units), "")
    desk.add(Message(case=desk.item, kind="told", author=desk.actor.ref, unit=unit, text=written(text), at=desk.at))
    desk.touch()
    desk.tell(CASE_FACTS.noted(verb="told", unit=unit))


def answer_question(code: str, actor: Actor, *, text: str) -> Case:
    """The reporter answers, and the clocks go on."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("answer_question")
        desk.add(Message(case=desk.item, kind="reply", author=actor.ref, text=written(text), at=desk.at))
        resume(desk)
        move(desk, transition)
    return desk.item


def lapse_question(code: str, actor: Actor) -> Case:
    """The time for the reporter's answer is over: the clocks go on with what is known."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("lapse")
        resume(desk)
        move(desk, transition, reason="no_answer")
    return desk.item


def pause_case(code: str, actor: Actor, *, reason: str, legal_basis: str = "", note: str = "") -> Case:
    """Let the work wait for a coded reason; only a legal one stops the citizen's clock."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("pause")
        known = known_reason(desk, transition, reason, note or legal_basis)
        if desk.item.wait_reason:
            raise Conflict(_("This waits already."))
        basis, why = legal_basis.strip()[:200], note.strip()
        pause(desk, reason=known.code, wait_reason=known.wait_reason or "other_unit", legal_basis=basis, note=why)
        move(desk, transition, reason=known.code)
    return desk.item


def resume_case(code: str, actor: Actor) -> Case:
    """Go on after a pause."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("resume")
        resume(desk)
        move(desk, transition)
    return desk.item


def note_case(code: str, actor: Actor, *, text: str) -> Message:
    """Write a note that only staff read."""
    with case_on_desk(code, actor) as desk:
        return note(desk, text)


def note(desk: CaseDesk, text: str) -> Message:
    """Write a note beside what lies on the desk."""
    desk.allow("note")
    unit = next(iter(desk.stand.part_units & desk.actor.units), "")
    message = Message(case=desk.item, kind="note", author=desk.actor.ref, unit=unit, text=written(text), at=desk.at)
    desk.add(message)
    desk.touch()
    desk.tell(CASE_FACTS.noted(verb="note", unit=unit))
    return message


def extend_case(code: str, actor: Actor, *, reason: str, working_days: int, note: str = "") -> Case:
    """Move the deadline by working days, at most as many as the reason allows; the first promise stays on record."""
    with case_on_desk(code, actor) as desk:
        transition = desk.allow("extend")
        known = known_reason(desk, transition, reason, note)
        rules, today = desk.catalogue.rules_of(desk.item.service), clock.day_of(desk.at)
        most = known.most_working_days or int(rules.number_on("extension_most_working_days", today))
        if len(desk.extensions) >= rules.number_on("extensions_at_most", today):
            raise Conflict(_("This deadline was extended as often as the rules allow."))
        extend(desk, reason=known.code, working_days=working_days, most=most, note=note.strip())
        move(desk, transition, reason=known.code)
    return desk.item
