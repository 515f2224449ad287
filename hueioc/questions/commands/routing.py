"""Who answers: chosen anew by the centre, or by the asker where nobody has it; silence counts as taking it."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.questions.commands.found import only_clock, question_on_desk
from hueioc.questions.models import Question
from hueioc.workflow.commands import lapse_part, move, offer_part, withdraw_parts


def hand_over_question(code: str, actor: Actor, *, unit: str, version: int | None = None) -> Question:
    """Offer the question to another unit; whoever had it has it no longer, and the clock runs on."""
    with question_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("hand_over_again" if desk.is_reporter and not actor.is_centre else "hand_over")
        if not unit or unit == desk.item.asked_by:
            sentence = _("Choose a unit other than the one that asks.")
            raise Invalid(sentence, fields={"unit": sentence})
        if desk.live_part(unit) is not None:
            raise Conflict(_("This unit has the question already."))
        withdraw_parts(desk, reason="handed_over")
        offer_part(desk, unit)
        desk.item.needs_coordinator = False
        move(desk, transition)
    return desk.item


def lapse_question_offer(code: str, actor: Actor) -> Question:
    """The unit stayed silent on the offer: that counts as taking it, and the centre is told."""
    only_clock(actor)
    with question_on_desk(code, actor) as desk:
        transition = desk.allow("lapse")
        lapse_part(desk, desk.item.unit)
        move(desk, transition, reason="silence")
    return desk.item
