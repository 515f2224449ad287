"""Reminding a unit of what it owes: the one action with which a leader settles "this is late"."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands.desk import CASE_FACTS, case_on_desk
from hueioc.cases.models import Case
from hueioc.lib.refusals import Conflict, Refusal
from hueioc.people.rules import Actor
from hueioc.workflow.queries import city_world

REMINDED = "reminded"


def remind_unit(code: str, actor: Actor) -> Case:
    """Remind the lead unit of an open report, at most once on a day; the unit's staff are told by a notice."""
    with case_on_desk(code, actor) as desk:
        desk.allow("remind")
        case, day = desk.item, city_world().day
        if not case.unit:
            raise Conflict(_("No unit has this report. Hand it over first."))
        if case.reminded_at is not None and day(case.reminded_at) == day(desk.at):
            raise Conflict(_("This unit was reminded of it today already."))
        case.reminded_at = desk.at
        desk.touch()
        desk.tell(CASE_FACTS.noted(verb=REMINDED, unit=case.unit))
    return case


def remind_units(codes: Iterable[str], actor: Actor) -> int:
    """Remind of several reports; returns of how many. What was reminded of today is passed over."""
    given = 0
    for code in codes:
        try:
            remind_unit(code, actor)
        except Refusal:
            continue
        given += 1
    return given
