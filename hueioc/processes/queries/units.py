"""Which unit takes a step: of who started it, one with an agency role, or one chosen in the form."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid
from hueioc.people.queries import unit, units_valid_on, units_with_role
from hueioc.processes.rules.filling import Around
from hueioc.workflow.pack import FlowStep, Value
from hueioc.workflow.queries import catalogue, unit_today


def unit_for(step: FlowStep, own: str, values: Mapping[str, Value], day: date) -> str:
    """The unit that takes a step on a day; one that ended is followed to what stands for it. Raises Invalid.

    Of several units with a role the one of the same area is taken, else the first.
    """
    kind, _colon, code = step.unit.partition(":")
    if kind == "own":
        return unit_today(own, day)
    if kind == "field":
        return unit_today(str(values.get(code, "")), day)
    found, here = units_with_role(code, day), unit(own)
    if not found:
        raise Invalid(_("No unit takes the next step today. The centre can help."))
    same = [one for one in found if here and one.area and one.area == here.area]
    return (same or found)[0].code


def around(day: date) -> Around:
    """What a form is checked against on a day."""
    return Around(day, catalogue().calendar, frozenset(one.code for one in units_valid_on(day)))
