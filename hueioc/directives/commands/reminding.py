"""Reminding whoever owes something: by the giver, by the ladder of the pack, and telling the giver of silence."""

from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.found import directive_on_desk, only_clock
from hueioc.directives.models import Directive
from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.workflow.queries import city_world


def remind_units(code: str, actor: Actor) -> Directive:
    """Remind every unit with an open part, at most once on a day."""
    with directive_on_desk(code, actor) as desk:
        desk.allow("remind")
        directive, day = desk.item, city_world().day
        if directive.reminded_at is not None and day(directive.reminded_at) == day(desk.at):
            raise Conflict(_("The units were reminded of it today already."))
        directive.reminded_at = desk.at
        desk.touch()
        for part in desk.live_parts():
            desk.tell(desk.facts.noted(verb="reminded", unit=part.unit))
    return desk.item


def tell_reminder(code: str, actor: Actor) -> Directive:
    """One step of the ladder: the deadline is near (`due_soon`) or over (`overdue`); past it also to the giver."""
    only_clock(actor)
    with directive_on_desk(code, actor) as desk:
        directive = desk.item
        if directive.remind_at is None or directive.remind_at > desk.at:
            raise Conflict(_("No reminder is due."))
        is_over = directive.due_at is not None and directive.due_at < desk.at
        for part in desk.live_parts():
            desk.tell(desk.facts.noted(verb="overdue" if is_over else "due_soon", unit=part.unit))
        if is_over:
            desk.tell(desk.facts.noted(verb="escalated", unit=directive.unit))
        desk.plan_reminder()
    return desk.item


def tell_silence(code: str, actor: Actor) -> Directive:
    """The lead unit has neither answered nor said a word for its time: the giver is told, and nothing else happens."""
    only_clock(actor)
    with directive_on_desk(code, actor) as desk:
        directive = desk.item
        if directive.silent_at is None or directive.silent_at > desk.at or directive.is_silence_told:
            raise Conflict(_("This directive is not silent."))
        directive.is_silence_told = True
        desk.touch()
        desk.tell(desk.facts.noted(verb="unit_silent", unit=directive.unit))
    return desk.item
