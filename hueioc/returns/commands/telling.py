"""Reminding a unit of what it owes: by its collector, or by the clock along the ladder of the form."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict
from hueioc.people.rules import Actor
from hueioc.returns.commands.found import only_clock, return_on_desk
from hueioc.returns.models import Return
from hueioc.workflow.queries import city_world


def remind_unit(code: str, actor: Actor) -> Return:
    """Remind the unit, at most once on a day."""
    with return_on_desk(code, actor) as desk:
        desk.allow("remind")
        item, day = desk.item, city_world().day
        if item.reminded_at is not None and day(item.reminded_at) == day(desk.at):
            raise Conflict(_("This unit was reminded of it today already."))
        item.reminded_at = desk.at
        desk.touch()
        desk.tell(desk.facts.noted(verb="reminded", unit=item.unit))
    return desk.item


def tell_reminder(code: str, actor: Actor) -> Return:
    """One step of the ladder; past the deadline the fact says that it is late."""
    only_clock(actor)
    with return_on_desk(code, actor) as desk:
        item = desk.item
        if item.remind_at is None or item.remind_at > desk.at:
            raise Conflict(_("No reminder is due."))
        is_over = item.due_at is not None and item.due_at < desk.at
        # `overdue` would call the centre too, forty times for one form; whoever collects it sees who is missing.
        verb, reason = ("reminded", "late") if is_over else ("due_soon", "")
        desk.tell(desk.facts.noted(verb=verb, unit=item.unit, reason=reason))
        desk.plan_reminder()
    return desk.item
