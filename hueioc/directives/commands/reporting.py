"""What is said while a directive is in work: progress with evidence, questions and answers, wishes for more time."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.files import Files, ask_first, laid_in_vault
from hueioc.directives.commands.found import directive_on_desk
from hueioc.directives.models import Directive, TimeAsked
from hueioc.directives.rules.evidence import web_link
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import known_reason, written


def report_progress(
    code: str,
    actor: Actor,
    *,
    percent: int,
    text: str,
    link: str = "",
    evidence: Files = (),
    unit: str = "",
    version: int | None = None,
) -> Directive:
    """How far the unit is, in per cent of its part, with words and its evidence: a link, or files as (name, bytes).

    The lead's figure is the directive's. Raises Invalid outside 0 to 100 and for a file that cannot be kept; 100 is no
    end, closing is proposed apart.
    """
    ask_first(code, actor, "progress", evidence)
    with laid_in_vault(evidence, actor) as kept, directive_on_desk(code, actor, version=version) as desk:
        desk.allow("progress")
        part = desk.own_part(unit)
        if part.state != "accepted":
            raise Conflict(_("Accept the directive first."))
        if not 0 <= percent <= 100:
            raise Invalid(_("Between 0 and 100 per cent."), fields={"percent": _("Between 0 and 100 per cent.")})
        desk.say("progress", written(text), unit=part.unit, percent=percent, link=web_link(link), files=kept)
        if part.role == "lead":
            desk.item.percent = percent
            desk.hear()
        desk.touch()
        desk.tell(desk.facts.noted(verb="progress", unit=part.unit, count=percent))
    return desk.item


def ask_back(code: str, actor: Actor, *, text: str, unit: str = "", version: int | None = None) -> Directive:
    """Ask the giver; the deadline runs on, and who asks is not silent."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("ask_back")
        part = desk.own_part(unit)
        desk.say("question", written(text), unit=part.unit)
        desk.item.questions_open += 1
        if part.role == "lead" and part.state == "accepted":
            desk.hear()
        desk.touch()
        desk.tell(desk.facts.noted(verb="asked_back", unit=part.unit))
    return desk.item


def answer_question(code: str, actor: Actor, *, text: str, unit: str, version: int | None = None) -> Directive:
    """The giver answers what a unit asked; only that unit and the lead read it."""
    with directive_on_desk(code, actor, version=version) as desk:
        desk.allow("answer")
        if desk.live_part(unit) is None:
            raise Invalid(_("This unit has no part in it."), fields={"unit": _("Choose a unit from the list.")})
        desk.say("answer", written(text), unit=unit)
        desk.item.questions_open = max(0, desk.item.questions_open - 1)
        desk.touch()
        desk.tell(desk.facts.noted(verb="answered_back", unit=unit))
    return desk.item


def ask_extension(
    code: str, actor: Actor, *, reason: str, until: date, text: str = "", version: int | None = None
) -> Directive:
    """The lead unit asks for a later deadline, which the giver grants or refuses; until then the old one holds."""
    with directive_on_desk(code, actor, version=version) as desk:
        transition, directive = desk.allow("ask_extension"), desk.item
        known = known_reason(desk, transition, reason, text)
        part = desk.own_part()
        if directive.extension_asked_at is not None:
            raise Conflict(_("More time was asked for already; the giver has not decided yet."))
        if directive.due_at is not None and desk.deadline(until) <= directive.due_at:
            later = _("Choose a day after the present deadline.")
            raise Invalid(later, fields={"until": later})
        desk.say("extension", text, unit=part.unit)
        desk.add(
            TimeAsked(
                directive=directive,
                unit=part.unit,
                reason=known.code,
                until=until,
                asked_at=desk.at,
                asked_by=desk.actor.ref,
            )
        )
        directive.extension_asked_at = desk.at
        if part.state == "accepted":
            desk.hear()
        desk.touch()
        desk.tell(desk.facts.noted(verb="extension_asked", unit=part.unit, reason=known.code))
    return directive
