"""Asking: the question with its number, its deadline, and the offer to the unit of the field."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.questions.commands.found import QUESTION_FACTS, QuestionDesk
from hueioc.questions.events import QuestionOpened
from hueioc.questions.models import Question
from hueioc.questions.queries.fields import answerer_of, field_on
from hueioc.questions.rules import NewQuestion, check_question
from hueioc.workflow.commands import clear, offer_part, start_clock
from hueioc.workflow.queries import catalogue


def ask_question(new: NewQuestion, actor: Actor) -> Question:
    """Ask for one of the actor's units and return the question; a repeated key returns the first one.

    The unit of the field is offered it, and its clock runs from now. Raises Invalid with a sentence for every
    field that is wrong, NotAllowed for somebody who works for no unit.
    """
    if not actor.units:
        raise NotAllowed(_("Questions are asked by officers of a unit. Your administrator can give you that role."))
    checked = check_question(new)
    asked_by = new.asked_by or min(actor.units)
    if asked_by not in actor.units:
        raise NotAllowed(_("You can ask for your own unit only."))
    at = clock.now()
    field_on(checked.field, clock.day_of(at))
    answerer = answerer_of(checked.field, clock.day_of(at))
    if answerer == asked_by:
        sentence = _("Your own unit answers in this field. Choose another field.")
        raise Invalid(sentence, fields={"field": sentence})
    key = hashlib.sha256(new.key.encode("utf-8", "replace")).hexdigest()[:40] if new.key else None
    if known := _asked_with(key):
        return known
    desk = _opened(checked, actor, asked_by, answerer, at)
    desk.item.origin_key = key
    try:
        with transaction.atomic():
            clear([desk])
    except IntegrityError:
        # The same form was sent twice at once.
        if known := _asked_with(key):
            return known
        raise
    return desk.item


def _asked_with(key: str | None) -> Question | None:
    return Question.objects.filter(origin_key=key).first() if key else None


def _opened(new: NewQuestion, actor: Actor, asked_by: str, answerer: str, at: datetime) -> QuestionDesk:
    """The question on a new desk, its clock running, offered to the unit that is to answer."""
    here = unit(asked_by)
    question = Question(
        code=dated_code(catalogue().calendar.local_day(at).year),
        service=new.field,
        phase="assigned",
        channel="web",
        unit=answerer,
        area=here.area if here else "",
        asked_by=asked_by,
        account=actor.account,
        title=new.title,
        text=new.text,
        opened_at=at,
        updated_at=at,
    )
    desk = QuestionDesk(item=question, actor=actor, facts=QUESTION_FACTS, is_new=True, at=at)
    start_clock(desk)
    desk.tell(
        QuestionOpened(
            service=question.service,
            phase="assigned",
            unit=answerer,
            channel=question.channel,
            due_at=question.due_at,
            asked_by=asked_by,
        )
    )
    offer_part(desk, answerer)
    return desk
